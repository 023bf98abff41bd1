/** Electron's runtime is not in the npm registry: found where it is installed, else downloaded once, with progress, given up after 20 s without any. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandContext } from './command.ts'

/** Where the product is, and whom it tells. */
type Output = Pick<CommandContext, 'root' | 'out'>

const silenceMs = 20_000

export type Runtime = { readonly file: string } | { readonly file: null; readonly why: string }

function installed(packageFolder: string): string | null {
  const pathFile = join(packageFolder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const file = join(packageFolder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(file) ? file : null
}

/** Runs the package's own installer; resolves false after 20 s without any growth of what it downloads, or when it fails. */
function download(packageFolder: string, context: Output): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(packageFolder, 'install.js')], { stdio: ['ignore', 'pipe', 'pipe'] })
    let heardAt = performance.now()
    const heard = (): void => {
      heardAt = performance.now()
    }
    child.stdout.on('data', heard)
    child.stderr.on('data', (data: Buffer) => {
      heard()
      const progress = /(\d{1,3})%/.exec(data.toString())
      if (progress !== null) process.stderr.write(`\rDownloading Electron: ${progress[1]} %`)
    })
    const watch = setInterval(() => {
      if (performance.now() - heardAt > silenceMs) child.kill('SIGKILL')
    }, 500)
    const end = (ok: boolean): void => {
      clearInterval(watch)
      resolve(ok)
    }
    child.once('error', () => end(false))
    child.once('exit', (code) => end(code === 0))
    context.out('Looking for Electron…')
  })
}

export async function electronRuntime(context: Output): Promise<Runtime> {
  const packageFolder = join(context.root, 'node_modules/electron')
  if (!existsSync(packageFolder)) return { file: null, why: 'Electron is not installed' }
  const present = installed(packageFolder)
  if (present !== null) return { file: present }
  const triedMark = join(context.root, 'node_modules', '.counterfoil-electron-tried')
  if (existsSync(triedMark) && statSync(triedMark).size > 0)
    return { file: null, why: 'its runtime could not be downloaded; "npx install-electron" tries again' }
  writeFileSync(triedMark, 'tried\n')
  const fetched = (await download(packageFolder, context)) ? installed(packageFolder) : null
  return fetched === null ? { file: null, why: 'its runtime could not be downloaded' } : { file: fetched }
}
