/**
 * The platform's part of an update: electron-updater brings the file and puts it in the place of what runs. What it is
 * told, it is told by us: a release whose signature was proven, never a manifest of its own asking.
 */
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { AppUpdater, ResolvedUpdateFileInfo, UpdateInfo } from 'electron-updater'
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider'
import type { Logger } from '../core/kernel/logger.ts'
import { done, failed } from '../core/kernel/outcome.ts'
import type { Timers } from '../core/kernel/timers.ts'
import type { Release, UpdateInstaller } from '../core/update/feed.ts'
import { filesFor } from '../core/update/processor.ts'
import { isProven } from './proven-file.ts'

/** A download that takes longer is given up, and begun anew at the next question: 2 h. */
const longestDownloadMs = 2 * 60 * 60_000

/** Where the program has not ended by then, the new version does not come: macOS checks and unpacks it first. 5 min. */
const longestHandOverMs = 5 * 60_000

/** What this program was installed as; null for one that was not, or as what is not updated from within. */
export type Packing = 'appimage' | 'deb' | 'nsis' | 'mac'

export interface PackingSigns {
  readonly packaged: boolean
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly resourcesPath: string
}

export function packingOf({ packaged, platform, env, resourcesPath }: PackingSigns): Packing | null {
  if (!packaged) return null
  if (platform === 'win32') return 'nsis'
  if (platform === 'darwin') return 'mac'
  if (platform !== 'linux') return null
  if (env.APPIMAGE !== undefined && env.APPIMAGE !== '') return 'appimage'
  try {
    // electron-builder leaves this file in packages of Linux's own kinds.
    return readFileSync(join(resourcesPath, 'package-type'), 'utf8').trim() === 'deb' ? 'deb' : null
  } catch {
    return null
  }
}

export interface InstallerParts {
  readonly packing: Packing
  /** The AppImage that runs; empty for another packing. */
  readonly image: string
  /** As Node's `process.arch`. */
  readonly arch: string
  /** The feed's folder; the files stand beside the manifest. */
  readonly address: URL
  readonly timers: Timers
  readonly logger: Logger
  /** Whether the new version may start by itself: it starts without this one's arguments. */
  readonly mayStartAnew: boolean
  /** Closes the office and lets the next instance in: the new one starts before this one is gone. */
  closeOffice(): Promise<void>
  /** Starts this same program anew: what is left where the new one could not be put in place. */
  startAgain(): void
}

/** electron-updater takes the first file of the right kind, whatever processor it is for: it hears of our own alone. */
const infoOf = ({ version, files }: Release, arch: string): UpdateInfo => ({
  version,
  files: filesFor(arch, files).map(({ name, sha512, bytes }) => ({ url: name, sha512, size: bytes })),
  path: '',
  sha512: '',
  releaseDate: '',
})

/**
 * An AppImage whose name has its version in it is replaced by one of another name. Units and icons know the old name, so it
 * leads to the new file.
 */
function keepName(image: string, replacedBy: string): void {
  if (!existsSync(image)) symlinkSync(relative(dirname(image), replacedBy), image)
}

/** Asks Windows' question whether a program may do what an administrator may, starts it, and ends. */
const elevator = 'elevate.exe'

/**
 * Starts an installer; rejects with the system's own code where it could not be started. What asks Windows' question for it
 * is waited for: it ends with 0 once the installer was let, and with another code where a person declined.
 */
function startInstaller(file: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'ignore', detached: true })
    child.once('error', reject)
    if (basename(file) === elevator)
      child.once('exit', (code) =>
        code === 0 ? resolve() : reject(Object.assign(new Error('declined'), { code: 'ELEVATION_DECLINED' })),
      )
    else
      child.once('spawn', () => {
        child.unref()
        resolve()
      })
  })
}

type UpdaterParts = Pick<InstallerParts, 'packing' | 'address' | 'image'>

interface UpdaterPorts {
  offered(): UpdateInfo
  /** Windows' installer runs. */
  begun(): void
}

async function updaterFor(
  { packing, address, image }: UpdaterParts,
  { offered, begun }: UpdaterPorts,
): Promise<AppUpdater> {
  const { AppImageUpdater, DebUpdater, MacUpdater, NsisUpdater, Provider } = await import('electron-updater')
  /** electron-updater is content once a process was started, also where that only asks: electron-builder issue 1129 and after. */
  class HeardNsisUpdater extends NsisUpdater {
    protected override async spawnLog(command: string, args: string[] = []): Promise<boolean> {
      await startInstaller(command, args)
      begun()
      return true
    }
  }
  const kinds = { appimage: AppImageUpdater, deb: DebUpdater, mac: MacUpdater, nsis: HeardNsisUpdater }
  class ProvenProvider extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime)
    }
    override getLatestVersion(): Promise<UpdateInfo> {
      return Promise.resolve(offered())
    }
    override resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
      return info.files.map((file) => ({ url: new URL(encodeURIComponent(file.url), address), info: file }))
    }
  }
  const updater = new kinds[packing]()
  if (updater instanceof AppImageUpdater)
    updater.on('appimage-filename-updated', (replacedBy) => keepName(image, replacedBy))
  updater.logger = null
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.disableWebInstaller = true
  // One way to the same file: whole, and proven by the hash that was signed.
  updater.disableDifferentialDownload = true
  // Ours decided about both already, and by the same manifest.
  updater.isUserWithinRollout = () => true
  updater.setFeedURL({ provider: 'custom', updateProvider: ProvenProvider })
  return updater
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export interface Installer extends UpdateInstaller {
  /** Resolves once what puts the new version in place runs, and this program may end. */
  handedOver(): Promise<void>
}

export function updateInstaller(parts: InstallerParts): Installer {
  const { packing, image, arch, timers, logger } = parts
  let release: Release | null = null
  let updater: AppUpdater | null = null
  /** Where the release lies; null where none does. */
  let file: string | null = null
  const handOver = Promise.withResolvers<void>()
  // What replaces the others' files is done, or waits for the end, when they ask to quit.
  if (packing !== 'nsis') handOver.resolve()

  async function made(): Promise<AppUpdater> {
    updater ??= await updaterFor(parts, {
      offered() {
        if (release === null) throw new Error('no release was proven')
        return infoOf(release, arch)
      },
      begun: handOver.resolve,
    })
    return updater
  }

  /**
   * It may lie there for hours, where whoever works at this machine can write, and is run with more rights than theirs on
   * Windows. One that is not what was proven is removed: electron-updater takes what it finds under the name unseen.
   */
  async function isStillProven(): Promise<boolean> {
    if (file === null || release === null) return false
    if (await isProven(file, filesFor(arch, release.files))) return true
    rmSync(file, { force: true })
    file = null
    return false
  }

  return {
    handedOver: () => handOver.promise,
    canReplace() {
      if (packing !== 'appimage') return true
      try {
        accessSync(dirname(image), constants.W_OK)
        return statSync(image).isFile()
      } catch {
        return false
      }
    },
    async download(proven) {
      release = proven
      file = null
      try {
        const its = await made()
        const found = await its.checkForUpdates()
        if (found?.isUpdateAvailable !== true) return failed('broken_download')
        const { cancellationToken } = found
        const cancel = timers.after(longestDownloadMs, () => cancellationToken?.cancel())
        try {
          ;[file = null] = await its.downloadUpdate(cancellationToken)
        } finally {
          cancel()
        }
        return (await isStillProven()) ? done(null) : failed('wrong_file')
      } catch (error) {
        const code = codeOf(error)
        logger.warn('an update could not be brought', { errorCode: code })
        return failed(code === 'ERR_CHECKSUM_MISMATCH' ? 'wrong_file' : 'broken_download')
      }
    },
    async install() {
      const its = await made()
      if (!(await isStillProven())) return failed('wrong_file')
      await parts.closeOffice()
      // Closing takes its time, too.
      if (!(await isStillProven())) {
        logger.error('an update could not be installed', { errorCode: 'wrong_file' })
        parts.startAgain()
        return failed('wrong_file')
      }
      return new Promise((resolve) => {
        // Windows and macOS tell of it later than this call ends, and macOS may never tell.
        function stays(error: Error | null): void {
          cancel()
          logger.error('an update could not be installed', { errorCode: codeOf(error) })
          parts.startAgain()
          resolve(failed('install_failed'))
        }
        const cancel = timers.after(longestHandOverMs, () => stays(null))
        its.on('error', stays)
        its.quitAndInstall(true, parts.mayStartAnew)
      })
    },
  }
}
