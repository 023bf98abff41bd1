import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Every source file below `folder`, with its text. */
function sources(folder: string): { file: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|css|sql|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ file: path.slice(root.length), text: readFileSync(path, 'utf8') }))
}

const product = [...sources('src'), ...sources('resources')]

describe('the house', () => {
  it('has no file over 300 lines', () => {
    const long = [...product, ...sources('test')].filter(({ text }) => text.trimEnd().split('\n').length > 300)
    expect(long.map(({ file }) => file)).toEqual([])
  })

  it('knows Electron in its host and preload only', () => {
    const knowing = product.filter(({ text }) => /from ['"]electron['"]/.test(text)).map(({ file }) => file)
    expect(knowing.filter((file) => !/^src\/(main|preload)\//.test(file))).toEqual([])
  })

  it('makes windows in one file, from one factory of options', () => {
    const making = product.filter(({ text }) =>
      /new (\w+\.)*(BrowserWindow|BaseWindow|WebContentsView|BrowserView)\b/.test(text),
    )
    expect(making.map(({ file }) => file)).toEqual(['src/main/windows.ts'])
    const [{ text } = { text: '' }] = making
    const options = [...text.matchAll(/new BrowserWindow\((\w+)/g)].map(([, factory]) => factory)
    expect(options).toEqual(['counterWindow', 'customerWindow', 'canvasWindow', 'heldWindow', 'stillWindow'])
  })

  it('hands nothing to the system to open, reads no page from a file, and reports no crash to anyone', () => {
    const handing = /\b(shell|openExternal|loadFile|crashReporter|remote|protocol\.interceptFileProtocol)\b\s*[.,}(]/
    const main = product.filter(({ file }) => /^src\/(main|preload)\//.test(file))
    expect(main.filter(({ text }) => handing.test(text)).map(({ file }) => file)).toEqual([])
  })

  it('touches clock and chance nowhere in core or the api', () => {
    const ambient =
      /\bDate\.now\(|new Date\(\)|Math\.random\(|randomUUID\(|randomBytes\(|\bsetTimeout\(|\bsetInterval\(/
    const touching = product.filter(({ file, text }) => /^src\/(core|api|contract)\//.test(file) && ambient.test(text))
    expect(touching.map(({ file }) => file)).toEqual([])
  })

  it('has Electron itself run only what it can be made to do: the rest is the stand-in’s, by name', () => {
    const feigned = /\bSTAND_IN_|\.emit\(|getAllDisplays =|autoUpdater|support\/stand-in-/
    const forBoth = sources('test/main').filter(({ file }) => /^test\/main\/terminal/.test(file))
    expect(forBoth.length).toBeGreaterThan(5)
    expect(forBoth.filter(({ text }) => feigned.test(text)).map(({ file }) => file)).toEqual([])
  })

  it('skips and narrows no test', () => {
    const marked = sources('test').filter(({ text }) => /\b(it|test|describe)\.(skip|only|todo|fails)\b/.test(text))
    expect(marked.map(({ file }) => file)).toEqual([])
  })
})
