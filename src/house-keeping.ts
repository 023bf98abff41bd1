/** What an open office does by itself: it cleans up, archives, forgets, and measures what a password costs here. */
import type { App } from './app.ts'
import { archiveAfterMs, archiveEveryMs, cleanupEveryMs, closeDeadChallenges } from './core/otp/housekeeping.ts'
import { otpStore } from './core/otp/store.ts'
import { machineTimers } from './gateways/system.ts'
import type { OpenOffice } from './office-data.ts'
import { archiveChallenges } from './storage/archive.ts'

/** Starts all of it. Returns what stops it. */
export function startHouseKeeping(
  office: OpenOffice,
  app: App,
  passwords: { readonly ready: () => Promise<void> },
): () => void {
  const stops = [keepHouse(office, app), keepForgetting(office, app), measureSoon(office, passwords)]
  return () => {
    for (const stop of stops) stop()
  }
}

const measureAfterMs = 1_500

/** After the first screen is up, and before anyone has typed a password. */
function measureSoon({ logger }: OpenOffice, passwords: { readonly ready: () => Promise<void> }): () => void {
  return machineTimers.after(measureAfterMs, () => {
    passwords.ready().catch((error: unknown) => {
      logger.error('the cost of passwords could not be measured', {
        errorName: error instanceof Error ? error.name : 'unknown',
      })
    })
  })
}

const lookEveryMs = 60 * 60_000

/** Looks every hour whether the daily cleanup and the monthly archive are due; when they last ran is kept as a setting. */
function keepHouse(office: OpenOffice, app: App): () => void {
  const get = office.db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?')
  const put = office.db.prepare(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const due = (key: string, everyMs: number): boolean => {
    const nowMs = office.clock.now()
    if (nowMs - Number(get.get(key)?.value ?? 0) < everyMs) return false
    put.run(key, String(nowMs))
    return true
  }
  let cancel: () => void = () => {}
  const archive = archiveSteps(office)
  const look = (): void => {
    try {
      if (due('housekeeping.cleanedAtMs', cleanupEveryMs)) cleanUp(office, app)
      if (due('housekeeping.archivedAtMs', archiveEveryMs)) archive.start()
    } catch (error) {
      office.logger.error('housekeeping failed', { errorName: error instanceof Error ? error.name : 'unknown' })
    }
    cancel = machineTimers.after(lookEveryMs, look)
  }
  cancel = machineTimers.after(5_000, look)
  return () => {
    cancel()
    archive.stop()
  }
}

const forgetEveryMs = 60_000

/** What newcomers typed and never proved goes within a minute of its code's end, whether anyone comes after them or not. */
function keepForgetting(office: OpenOffice, app: App): () => void {
  let cancel: () => void = () => {}
  const look = (): void => {
    try {
      app.registrations.forget()
    } catch (error) {
      office.logger.error('old registrations stay', { errorName: error instanceof Error ? error.name : 'unknown' })
    }
    cancel = machineTimers.after(forgetEveryMs, look)
  }
  cancel = machineTimers.after(forgetEveryMs, look)
  return () => cancel()
}

function cleanUp(office: OpenOffice, app: App): void {
  closeDeadChallenges({ ...office, store: otpStore(office.db), outbox: app.outbox })
  app.delivery.limits.cleanUp()
}

/** Runs the archive one batch per turn of the event loop, so that a call waits for one batch at most. */
function archiveSteps(office: OpenOffice) {
  let cancel: () => void = () => {}
  return {
    start() {
      const steps = archiveChallenges({ ...office, beforeMs: office.clock.now() - archiveAfterMs })
      const step = (): void => {
        try {
          if (steps.next().done !== true) cancel = machineTimers.after(20, step)
        } catch (error) {
          office.logger.error('archive failed', { errorName: error instanceof Error ? error.name : 'unknown' })
        }
      }
      step()
    },
    stop: () => cancel(),
  }
}
