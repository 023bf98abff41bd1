/** What this terminal brings to be updated: its feed, its key, its installer, and a backup first. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from 'electron'
import type { Logger } from '../core/kernel/logger.ts'
import { failed } from '../core/kernel/outcome.ts'
import type { Timers } from '../core/kernel/timers.ts'
import type { UpdateHost } from '../core/update/feed.ts'
import { manifestName } from '../core/update/manifest-proof.ts'
import { machineTime } from '../gateways/system.ts'
import { updateFeed, updateKey } from '../gateways/update-feed.ts'
import { updateSettings } from '../gateways/update-settings.ts'
import { startTask } from '../storage/backup/task-client.ts'
import { againCode, startAgain } from './start-again.ts'
import { type Installer, packingOf, updateInstaller } from './update-installer.ts'

export interface UpdateHostParts {
  readonly app: Pick<App, 'getVersion' | 'isPackaged' | 'relaunch' | 'exit' | 'releaseSingleInstanceLock'>
  readonly process: Pick<NodeJS.Process, 'platform' | 'arch' | 'env' | 'resourcesPath' | 'pid' | 'argv'>
  readonly folder: string
  /** What the next start finds in its environment in the place of this one's arguments. */
  readonly carried: Readonly<Record<string, string>>
  /** The entry of the worker that copies the office's data. */
  readonly workerUrl: URL
  /** Of the key that is part of this build. */
  readonly keyFile: string
  readonly logger: Logger
  readonly timers: Timers
  touchedAgoMs(): number | null
  transferring(): boolean
  closeOffice(): Promise<void>
}

function keyIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Beside the office's data, as `counterfoil backup` writes it. */
const backupFolder = 'before-update'
/** How many of them are kept: an update is undone by the newest, and the disk is not theirs. */
const keptBackups = 3
/** What a copy is called until it is whole; one that was killed leaves it. */
const unfinished = /\.unfinished(-journal)?$/

/** In the worker thread: its check alone takes seconds, and the counter works on. */
async function backUp(folder: string, workerUrl: URL): ReturnType<UpdateHost['beforeInstall']> {
  const place = join(folder, backupFolder)
  const remove = (names: readonly string[]): void => {
    for (const name of names) rmSync(join(place, name), { force: true })
  }
  const inPlace = (): string[] => (existsSync(place) ? readdirSync(place) : [])
  remove(inPlace().filter((name) => unfinished.test(name)))
  const task = { task: 'copy', dataFolder: folder, folder: place, nowMs: machineTime.wallMs() } as const
  const made = await startTask<'copy'>(task, workerUrl).end.catch(() => failed({ message: 'The copy broke off.' }))
  // Their names begin with the moment, so the oldest come first.
  if (made.ok)
    remove(
      inPlace()
        .filter((name) => /^counterfoil-[\d-]+\.db$/.test(name))
        .sort()
        .slice(0, -keptBackups),
    )
  return made
}

export interface HostUpdates {
  readonly host: UpdateHost
  readonly problems: readonly string[]
  /** Resolves once what puts an update in place runs, and this program may end. */
  handedOver(): Promise<void>
}

export function updateHost(parts: UpdateHostParts): HostUpdates {
  const { app, folder, carried, logger, timers } = parts
  const { platform, arch, env, resourcesPath } = parts.process
  const { feed: address, channel, workingHours, problems } = updateSettings(env)
  const packing = packingOf({ packaged: app.isPackaged, platform, env, resourcesPath })
  const key = updateKey(keyIn(parts.keyFile))
  // The AppImage's successor inherits the environment; what an installer or the system starts does not.
  const inherits = packing === 'appimage'
  const isUsual = Object.keys(carried).length === 0

  async function closeOffice(): Promise<void> {
    await parts.closeOffice()
    app.releaseSingleInstanceLock()
    Object.assign(env, carried)
  }

  let installer: Installer | null = null
  function source(): UpdateHost['source'] {
    if (typeof address === 'string') return { off: address }
    if (packing === null) return { off: 'not_installed' }
    if (key === null) return { off: 'no_key' }
    installer = updateInstaller({
      packing,
      image: env.APPIMAGE ?? '',
      arch,
      address,
      timers,
      logger,
      mayStartAnew: inherits || isUsual,
      closeOffice,
      startAgain() {
        startAgain({ app, process: parts.process })
        app.exit(againCode)
      },
    })
    return {
      feed: updateFeed({ address, manifestName: manifestName(channel, platform, arch), key, timers }),
      installer,
    }
  }

  return {
    host: {
      version: app.getVersion(),
      channel,
      arch,
      source: source(),
      // Windows and dpkg ask a person for the right to install; a terminal with arguments comes back only with them.
      unattended: inherits || (packing === 'mac' && isUsual),
      workingHours,
      beforeInstall: () => backUp(folder, parts.workerUrl),
      touchedAgoMs: parts.touchedAgoMs,
      transferring: parts.transferring,
    },
    problems,
    handedOver: async () => installer?.handedOver(),
  }
}
