import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { getRawHeader } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nativeFaults } from '../../packaging/after-pack.ts'
import { launchTerminal } from '../support/electron/launch.ts'
import { type Packed, packAll, type Target } from './packed.ts'

const mebibyte = 1024 * 1024
const targets: readonly Target[] = ['linux', 'win']

let packed: Packed
beforeAll(async () => {
  packed = await packAll()
}, 120_000)
afterAll(() => packed?.remove())

describe.each(targets)('packed for %s', (target) => {
  it('holds the product: its programs, migrations, screens, words and pages', () => {
    const files = packed.files(target)
    for (const file of [
      'package.json',
      'out/main/index.js',
      'out/main/worker.js',
      'out/main/migrations/0010-office.sql',
      'out/main/headquarters-migrations/0010-register.sql',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'resources/icons/icon.png',
      'resources/rest-docs/docs.html',
      'node_modules/better-sqlite3/lib/index.js',
      'node_modules/@node-rs/argon2/index.js',
      'node_modules/electron-updater/out/main.js',
      'node_modules/nodemailer/package.json',
      'node_modules/pg/package.json',
    ])
      expect(files).toContain(file)
  })

  it('holds no source, test, map, document or tool', () => {
    const files = packed.files(target)
    const strangers = [
      /^(src|test|docs|packaging|dist|\.ci)\//,
      /\.(ts|mts|cts|tsx|map|md|markdown|c|cpp|h|gyp)$/i,
      /(^|\/)(tsconfig|biome|knip|vitest\.config|electron\.vite\.config|package-lock)/,
      /^node_modules\/(\.bin|vite|vitest|typescript|knip|electron|electron-builder|app-builder-lib|playwright-core|axe-core|node|react|lucide-react)\//,
      /^node_modules\/@(types|biomejs|mantine|sparticuz|electron|fontsource-variable|vitejs)\//,
      /^node_modules\/(@orpc|zod|libphonenumber-js|pino)\//,
      /\/(test|tests|__tests__|docs|examples?)\//,
    ]
    expect(files.filter((file) => strangers.some((pattern) => pattern.test(file)))).toEqual([])
  })

  it('holds one native part of each native module, its own, beside the archive', () => {
    const parts = {
      linux: [
        'node_modules/@node-rs/argon2-linux-x64-gnu/argon2.linux-x64-gnu.node',
        'node_modules/better-sqlite3/prebuilds/linux-x64.node',
      ],
      win: [
        'node_modules/@node-rs/argon2-win32-x64-msvc/argon2.win32-x64-msvc.node',
        'node_modules/better-sqlite3/prebuilds/win32-x64.node',
      ],
    }
    expect(packed.unpacked(target)).toEqual(parts[target])
    for (const file of packed.files(target).filter((each) => each.endsWith('.node')))
      expect(parts[target]).toContain(file)
  })

  it('is no larger than 40 MiB, native parts and all, without Electron', () => {
    const beside = packed.unpacked(target).map((file) => join(`${packed.asar(target)}.unpacked`, file))
    const bytes = [packed.asar(target), ...beside].reduce((sum, file) => sum + statSync(file).size, 0)
    expect(bytes / mebibyte).toBeLessThan(40)
    expect(bytes / mebibyte).toBeGreaterThan(10)
  })

  it('has all nine fuses set in its program', async () => {
    const { version, ...wire } = await getCurrentFuseWire(packed.program(target))
    expect(version).toBe('1')
    const state = Object.fromEntries(
      Object.entries(wire).map(([at, byte]) => [FuseV1Options[Number(at)], byte === FuseState.ENABLE]),
    )
    expect(state).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    })
  })
})

describe('the Windows program', () => {
  it('knows the hash of its archive, so that a changed one does not start', () => {
    const { headerString } = getRawHeader(packed.asar('win'))
    const hash = createHash('sha256').update(headerString).digest('hex')
    expect(readFileSync(packed.program('win')).includes(hash)).toBe(true)
  })
})

describe('a build for a system whose native parts are not installed', () => {
  const own = ['node_modules/better-sqlite3/prebuilds/linux-arm64.node']
  it('is stopped, and told which is missing', () => {
    expect(nativeFaults(own, 'linux-arm64')).toEqual([
      'The native part of @node-rs/argon2 for linux-arm64 is not there once. Install it first: docs/packaging.md.',
    ])
  })
  it('may not hold those of another', () => {
    const argon = ['linux-arm64-gnu', 'linux-x64-gnu'].map(
      (name) => `node_modules/@node-rs/argon2-${name}/argon2.${name}.node`,
    )
    expect(nativeFaults([...own, ...argon], 'linux-arm64')).toEqual([
      `${argon[1]} is not for linux-arm64 and must stay out.`,
    ])
  })
})

describe('the packed terminal', () => {
  it('has beside it what electron-updater keeps its downloads by', () => {
    const settings = readFileSync(join(dirname(packed.asar('linux')), 'app-update.yml'), 'utf8')
    expect(settings).toContain('updaterCacheDirName: counterfoil-updater')
  })

  it('opens its office and shows its first screen, with nothing of this repository around it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'counterfoil-packed-office-'))
    const terminal = launchTerminal({ folder, root: packed.extract('linux') })
    try {
      const page = await terminal.page()
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(page.url()).toContain('counterfoil')
      expect(existsSync(join(folder, 'counterfoil.db'))).toBe(true)
      expect(terminal.errors()).toBe('')
      expect(await terminal.stop()).toBe(0)
    } finally {
      await terminal.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('carries every language of its screens', () => {
    const opened = packed.files('linux').filter((file) => /^out\/renderer\/assets\/.*\.js$/.test(file))
    const text = opened.map((file) => readFileSync(join(packed.extract('linux'), file), 'utf8')).join('')
    for (const language of ['en', 'fa', 'hi']) {
      const words = JSON.parse(
        readFileSync(new URL(`../../resources/locales/${language}/desk.json`, import.meta.url), 'utf8'),
      )
      expect(text).toContain(words.settings.title)
    }
  })
})
