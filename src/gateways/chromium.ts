/** A Chromium on this machine: to print PDFs with, and to open as a screen. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
  'chrome.exe',
  'msedge.exe',
]
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** `CHROME_PATH`, else a browser on the `PATH` or where its installer puts it; null where there is none. */
export function installedChromium(env: Readonly<Record<string, string | undefined>>): string | null {
  const named = env.CHROME_PATH
  if (named !== undefined && named !== '') return existsSync(named) ? named : null
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, ...usualPlaces].find((file) => existsSync(file)) ?? null
}

/** Like `installedChromium`, or the one of the development dependency `@sparticuz/chromium` (Linux), where it is installed. */
export async function anyChromium(
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ file: string; args: string[] } | null> {
  const installed = installedChromium(env)
  if (installed !== null) return { file: installed, args: [] }
  try {
    const module: unknown = createRequire(import.meta.url)('@sparticuz/chromium')
    const packed = bundledChromium(module)
    return packed === null
      ? null
      : { file: await packed.executablePath(), args: packed.args.filter((flag) => flag.startsWith('--')) }
  } catch {
    // Not installed: a packaged product has no development dependencies, and then there is no browser.
    return null
  }
}

interface BundledChromium {
  readonly args: string[]
  executablePath(): Promise<string>
}

function bundledChromium(module: unknown): BundledChromium | null {
  if (typeof module !== 'object' || module === null) return null
  const candidate: unknown = 'default' in module ? module.default : module
  if (candidate === null || (typeof candidate !== 'object' && typeof candidate !== 'function')) return null
  return 'executablePath' in candidate && 'args' in candidate ? (candidate as BundledChromium) : null
}
