/** One office's counter, as both hosts run it: its data under lock, its product, its deliveries, its jobs, its housekeeping. */
import { type App, buildApp } from './app.ts'
import { bySystem } from './core/audit/trail.ts'
import type { PdfPrinter } from './core/billing/receipts.ts'
import type { Logger } from './core/kernel/logger.ts'
import { done, failed, type Outcome } from './core/kernel/outcome.ts'
import { archiveAfterMs, archiveEveryMs, cleanupEveryMs, closeDeadChallenges } from './core/otp/housekeeping.ts'
import { otpStore } from './core/otp/store.ts'
import type { ReceiptPrinter } from './core/printing/port.ts'
import { currencyOfRegion, isRegion } from './core/settings/regions.ts'
import type { TransferJobs } from './core/transfers/port.ts'
import type { UpdateHost } from './core/update/feed.ts'
import { devInbox } from './gateways/dev-inbox.ts'
import { providersFromEnvironment } from './gateways/from-environment.ts'
import { machineNetworkUp } from './gateways/network.ts'
import { providerGateway, settingsProblem } from './gateways/provider-gateway.ts'
import { officeKeyCipher, type SecretCipher, secretFile } from './gateways/secret-file.ts'
import {
  argon2Passwords,
  argon2Pins,
  machineChance,
  machineTime,
  machineTimers,
  machineTimeZone,
  passwordMs,
} from './gateways/system.ts'
import { type OpenOffice, openOffice } from './office-data.ts'
import { archiveChallenges } from './storage/archive.ts'
import { prepareFolder } from './storage/database.ts'
import { takeInstanceLock } from './storage/instance-lock.ts'
import { transferJobs } from './storage/transfers/jobs.ts'

export interface CounterParts {
  readonly folder: string
  readonly migrationsFolder: string
  /** The entry of the import and export worker. */
  readonly workerUrl: URL
  readonly env: Readonly<Record<string, string | undefined>>
  readonly logger: Logger
  readonly pdf: PdfPrinter
  /** The printers that this host reaches without anyone at a screen. */
  readonly printer: ReceiptPrinter
  /** The system's keychain for the providers' secrets; left out, the office's own key file. */
  readonly keychain?: SecretCipher
  /** Where this host updates itself; hears whether an import or export is under way, and how to close the office. */
  readonly updates?: (counter: { transferring(): boolean; close(): Promise<void> }) => UpdateHost
}

export interface Counter {
  readonly app: App
  readonly transfers: TransferJobs
  /** What is wrong with the providers' settings, one line each. */
  readonly problems: readonly string[]
  /** What a second instance is told: where this one is. */
  announce(address: string): void
  close(): Promise<void>
}

/** Opens the counter, or says in one line why it cannot: another instance, a folder, a database. */
export function openCounter(parts: CounterParts): Outcome<Counter, string> {
  const folder = prepareFolder(parts.folder)
  if (!folder.ok) return failed(folder.failure.message)
  const taken = takeInstanceLock(parts.folder)
  if (!taken.ok) return failed(taken.failure.message)
  const lock = taken.value
  const opened = openOffice({
    folder: parts.folder,
    migrationsFolder: parts.migrationsFolder,
    time: machineTime,
    chance: machineChance,
    logger: parts.logger,
    timeZone: machineTimeZone(),
  })
  if (!opened.ok) {
    lock.release()
    return failed(opened.failure.message)
  }
  const office = opened.value
  const problems = regionFromEnvironment(office, parts.env)
  const keyFile = officeKeyCipher(office.keys, office.chance)
  const ciphers = parts.keychain === undefined ? { cipher: keyFile } : { cipher: parts.keychain, alsoReads: [keyFile] }
  const officeName = (): string => office.settings.get().officeName
  const found = providersFromEnvironment(parts.env, officeName)
  const passwords = argon2Passwords()
  // Both are called long after this function has run to its end.
  const updates = parts.updates?.({ transferring: () => transfers.running(), close: () => close() })
  const app = buildApp(office, {
    timers: machineTimers,
    hasher: argon2Pins,
    passwords,
    refuseAfterMs: 2 * passwordMs,
    providers: found.providers,
    inbox: found.anySet ? null : devInbox(office.clock),
    secrets: secretFile({ folder: parts.folder, ...ciphers }),
    makeGateway: (settings, secret) => providerGateway(settings, secret, found.bases, officeName),
    settingsProblem,
    networkUp: machineNetworkUp,
    pdf: parts.pdf,
    ...(updates === undefined ? {} : { updates }),
    printer: parts.printer,
  })
  const transfers = transferJobs({
    ...office,
    folder: parts.folder,
    workerUrl: parts.workerUrl,
    migrationsFolder: parts.migrationsFolder,
  })
  app.delivery.start()
  app.staffAccess.sessions.endAllAfterRestart()
  app.updates.start()
  const stopHousekeeping = keepHouse(office, app)
  const stopForgetting = keepForgetting(office, app)
  // After the first screen is up, and before anyone has typed a password.
  const stopMeasuring = machineTimers.after(measureAfterMs, () => {
    passwords.ready().catch((error: unknown) => {
      office.logger.error('the cost of passwords could not be measured', {
        errorName: error instanceof Error ? error.name : 'unknown',
      })
    })
  })
  let closed: Promise<void> | null = null
  const close = (): Promise<void> => {
    closed ??= closeAll()
    return closed
  }
  async function closeAll(): Promise<void> {
    app.updates.stop()
    stopMeasuring()
    stopHousekeeping()
    stopForgetting()
    app.printing.stop()
    await transfers.close()
    await app.delivery.stop()
    await app.delivery.close()
    office.db.close()
    lock.release()
  }
  return done({
    app,
    transfers,
    problems: [...problems, ...found.problems],
    announce: (address) => lock.announce(address),
    close,
  })
}

/** `COUNTERFOIL_REGION` goes over what the settings say, for machines nobody sits at. */
function regionFromEnvironment(office: OpenOffice, env: CounterParts['env']): string[] {
  const region = env.COUNTERFOIL_REGION ?? ''
  const now = office.settings.get()
  if (region === '' || region === now.region) return []
  if (!isRegion(region)) return ['COUNTERFOIL_REGION is not a country code of two capital letters.']
  office.settings.change({ region, ...(now.currency === '' ? { currency: currencyOfRegion(region) } : {}) }, bySystem)
  return []
}

const lookEveryMs = 60 * 60_000
const measureAfterMs = 1_500

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
