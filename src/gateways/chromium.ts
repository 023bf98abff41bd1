/** A Chromium on this machine: to print PDFs with, and to open as a screen. */
import { existsSync } from 'node:fs'
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
export async function anyChromium(env: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  const installed = installedChromium(env)
  if (installed !== null) return installed
  try {
    // Named by a variable, so that no bundle and no packaged product tries to hold a development dependency.
    const name = '@sparticuz/chromium'
    const module: unknown = await import(name)
    return await unpacked(module)
  } catch {
    // Not installed: a packaged product has no development dependencies, and then there is no browser.
    return null
  }
}

async function unpacked(module: unknown): Promise<string | null> {
  if (typeof module !== 'object' || module === null || !('default' in module)) return null
  const chromium = module.default
  if (typeof chromium !== 'function' || !('executablePath' in chromium)) return null
  const { executablePath } = chromium
  const file: unknown = typeof executablePath === 'function' ? await executablePath.call(chromium) : null
  return typeof file === 'string' ? file : null
}
