/** The built screens, from memory: a fixed list made at the first request, so that no path can lead elsewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

interface StaticFile {
  readonly type: string
  readonly body: Buffer
}

export interface StaticFiles {
  /** By URL path, `/assets/index.js`; null for anything that was not built. */
  find(path: string): StaticFile | null
}

export function staticFiles(folder: string): StaticFiles {
  let paths: ReadonlySet<string> | null = null
  const read = new Map<string, StaticFile>()
  const list = (): ReadonlySet<string> | null => {
    if (!existsSync(folder)) return null
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    return new Set(
      entries.map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')}`),
    )
  }
  return {
    find(path) {
      paths ??= list()
      if (paths?.has(path) !== true) return null
      const known = read.get(path)
      if (known !== undefined) return known
      const file = { type: types[extname(path)] ?? 'application/octet-stream', body: readFileSync(join(folder, path)) }
      read.set(path, file)
      return file
    },
  }
}
