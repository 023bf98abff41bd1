/** The product as electron-builder packs it by the shipped settings, for Linux and Windows, around a stand-in for Electron. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractAll, listPackage } from '@electron/asar'
import { load } from 'js-yaml'
import { standInElectron } from '../../packaging/stand-in.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** electron-builder.yml as shipped. */
export const shippedSettings = load(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as Record<string, unknown>

export type Target = 'linux' | 'win'

export interface Packed {
  program(target: Target): string
  asar(target: Target): string
  /** Every file in the archive, with `/` between folders and none in front. */
  files(target: Target): string[]
  /** What stands beside the archive because the system must load it. */
  unpacked(target: Target): string[]
  /** Lays the archive open as Electron would read it, in a folder with nothing of this repository around it. */
  extract(target: Target): string
  remove(): void
}

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

interface Named {
  readonly target: string
}

/** The shipped targets, each as a plain folder: what electron-builder makes of their processors stays as shipped. */
function asFolders(system: Target): Record<string, unknown> {
  const settings = shippedSettings[system] as { target: readonly (string | Named)[] }
  const target = settings.target.map((each) => (typeof each === 'string' ? 'dir' : { ...each, target: 'dir' }))
  return { ...settings, target }
}

/** npm installs a native part for its own system only: a file in the place of the Windows one. */
function windowsPart(folder: string): string {
  const place = join(folder, 'argon2-win32-x64-msvc')
  mkdirSync(place)
  writeFileSync(join(place, 'argon2.win32-x64-msvc.node'), 'in the place of a native part')
  return place
}

/**
 * Packs both targets for the processor that is asked for, as `npm run package -- --x64` does, in one run; about 15 s.
 * The built product must be in `out`.
 */
export async function packAll(): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-packed-'))
  const electronDist = await standInElectron(['electron', 'electron.exe'])
  const settings = {
    ...shippedSettings,
    electronDist,
    directories: { output: join(folder, 'dist'), buildResources: join(root, 'packaging') },
    linux: asFolders('linux'),
    win: {
      ...asFolders('win'),
      extraResources: [
        { from: windowsPart(folder), to: 'app.asar.unpacked/node_modules/@node-rs/argon2-win32-x64-msvc' },
      ],
    },
  }
  const settingsFile = join(folder, 'settings.json')
  writeFileSync(settingsFile, JSON.stringify(settings))
  const cli = fileURLToPath(import.meta.resolve('electron-builder/cli.js'))
  const run = spawnSync(
    process.execPath,
    [cli, '--linux', '--win', '--x64', '--publish', 'never', '--config', settingsFile],
    { cwd: root, encoding: 'utf8' },
  )
  rmSync(electronDist, { recursive: true, force: true })
  if (run.status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(run.stdout + run.stderr)
  }
  const place = (target: Target): string => join(folder, 'dist', `${target}-unpacked`)
  const asar = (target: Target): string => join(place(target), 'resources', 'app.asar')
  return {
    asar,
    program: (target) => join(place(target), target === 'win' ? 'Counterfoil.exe' : 'counterfoil'),
    files: (target) => listPackage(asar(target), { isPack: false }).map((file) => file.replaceAll('\\', '/').slice(1)),
    unpacked: (target) => below(`${asar(target)}.unpacked`),
    extract(target) {
      const opened = join(folder, `opened-${target}`)
      if (!existsSync(opened)) extractAll(asar(target), opened)
      return opened
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
