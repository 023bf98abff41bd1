/** The real Chromium that tests look at the screens with: this machine's own, else the one from the npm registry. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { installedChromium } from '../../src/gateways/chromium.ts'

const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-gpu',
  '--font-render-hinting=none',
]

/**
 * How to start it. The npm package's own flags are left out: they turn web security and site isolation off for a cloud
 * function's sake, and these tests are about both.
 */
export function chromiumToTest(): LaunchOptions {
  const installed = installedChromium(process.env)
  const packed = installed === null ? packedChromium() : { file: installed, env: {} }
  const isRoot = process.getuid?.() === 0
  return {
    executablePath: packed.file,
    env: { ...process.env, ...packed.env },
    chromiumSandbox: !isRoot,
    args: [...quiet, ...(isRoot ? ['--no-sandbox'] : [])],
  }
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(chromiumToTest())
}

/**
 * Unpacks `@sparticuz/chromium` once per version, beside its place, and moves it in: test files that start together each
 * find it whole or unpack their own.
 */
function packedChromium(): { readonly file: string; readonly env: Readonly<Record<string, string>> } {
  const require = createRequire(import.meta.url)
  const main = require.resolve('@sparticuz/chromium')
  const { version }: { version: string } = JSON.parse(readFileSync(join(dirname(main), '../package.json'), 'utf8'))
  const place = join(tmpdir(), `counterfoil-chromium-${version}`)
  if (!existsSync(place)) {
    const beside = mkdtempSync(`${place}-`)
    const unpack = `const { default: chromium } = await import(${JSON.stringify(main)}); await chromium.executablePath()`
    // It unpacks into the temporary folder; the second name makes it unpack the libraries that a bare system lacks.
    const env = { ...process.env, TMPDIR: beside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
    execFileSync(process.execPath, ['--input-type=module', '--eval', unpack], { env, stdio: 'pipe' })
    try {
      renameSync(beside, place)
    } catch {
      // Another test file was first.
      rmSync(beside, { recursive: true, force: true })
    }
  }
  const file = join(place, 'chromium')
  return {
    file,
    env: {
      ...(lacksLibraries(file) ? { LD_LIBRARY_PATH: join(place, 'al2023/lib') } : {}),
      ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(place, 'fonts') }),
    },
  }
}

/** A program whose libraries are not there ends before its first line. */
function lacksLibraries(file: string): boolean {
  return spawnSync(file, ['--version', '--no-sandbox'], { stdio: 'ignore' }).status !== 0
}
