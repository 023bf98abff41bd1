/** The update service over a real office, with what it depends on in the test's hand. */
import type { RefusalReason } from '../../../src/contract/update.ts'
import { done, failed } from '../../../src/core/kernel/outcome.ts'
import type { Release, UpdateHost, UpdateInstaller } from '../../../src/core/update/feed.ts'
import { updateService } from '../../../src/core/update/service.ts'
import { handTime, quietLog, seededChance, testOffice } from '../../support/office.ts'

type Latest = Awaited<ReturnType<Extract<UpdateHost['source'], { feed: unknown }>['feed']['latest']>>

export const release = (version: string, stagingPercentage = 100): Release => ({
  version,
  stagingPercentage,
  files: [{ name: `${version}.AppImage`, sha512: version, bytes: 1 }],
})

/** A real office; a feed, an installer and a timer in the test's hand. Twelve o'clock, working hours till eight. */
export function updating(options: { unattended?: boolean; hour?: number; backup?: boolean } = {}) {
  const { unattended = true, hour = 12, backup = true } = options
  const office = testOffice({ time: handTime(Date.UTC(2026, 9, 21, hour)) })
  const waiting: { ms: number; run: () => void }[] = []
  const log: string[] = []
  const did: string[] = []
  const hand = {
    latest: failed('unreachable') as Latest,
    download: null as RefusalReason | null,
    transferring: false,
    replaceable: true,
    touchedAgoMs: null as number | null,
    /** What the backup waits for. */
    copying: Promise.resolve(),
    installed: new Promise<never>(() => {}) as ReturnType<UpdateInstaller['install']>,
  }
  const host: UpdateHost = {
    version: '1.0.0',
    channel: 'latest',
    arch: 'x64',
    source: {
      feed: { latest: async () => hand.latest },
      installer: {
        canReplace: () => hand.replaceable,
        async download({ version }) {
          did.push(`download ${version}`)
          return hand.download === 'wrong_file' ? failed('wrong_file') : done(null)
        },
        async install() {
          did.push('install')
          return hand.installed
        },
      },
    },
    unattended,
    workingHours: { fromMinute: 7 * 60, toMinute: 20 * 60 },
    async beforeInstall() {
      did.push('backup')
      await hand.copying
      return backup ? done(null) : failed({ message: 'disk full' })
    },
    touchedAgoMs: () => hand.touchedAgoMs,
    transferring: () => hand.transferring,
  }
  const opened = () =>
    updateService({
      ...office.app.officeData,
      chance: seededChance(),
      logger: { ...quietLog, warn: (what) => log.push(what) },
      timers: {
        after(ms, run) {
          const timer = { ms, run }
          waiting.push(timer)
          return () => void waiting.splice(waiting.indexOf(timer), waiting.includes(timer) ? 1 : 0)
        },
        deadline: () => new AbortController().signal,
      },
      host,
    })
  const updates = opened()
  const ring = async (): Promise<void> => {
    for (const { run } of waiting.splice(0)) run()
    await settled()
  }
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return { office, updates, opened, hand, did, log, waiting, ring, settled }
}
