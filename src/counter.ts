/** One office's counter, as both hosts run it: its data under lock, its product, its deliveries, its jobs, its housekeeping. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type App, buildApp, buildRegister } from './app.ts'
import type { ClosedBecause } from './contract/recovery.ts'
import { bySystem } from './core/audit/trail.ts'
import type { PdfPrinter } from './core/billing/receipts.ts'
import type { Logger } from './core/kernel/logger.ts'
import { done, failed, type Outcome } from './core/kernel/outcome.ts'
import type { ReceiptPrinter } from './core/printing/port.ts'
import { currencyOfRegion, isRegion } from './core/settings/regions.ts'
import type { TransferJobs } from './core/transfers/port.ts'
import type { UpdateHost } from './core/update/feed.ts'
import { devInbox } from './gateways/dev-inbox.ts'
import { providersFromEnvironment } from './gateways/from-environment.ts'
import { machineNetworkUp, somethingListens } from './gateways/network.ts'
import { providerGateway, settingsProblem } from './gateways/provider-gateway.ts'
import {
  backupSecrets,
  headquartersSecrets,
  officeKeyCipher,
  type SecretCipher,
  secretFile,
} from './gateways/secret-file.ts'
import {
  argon2Passwords,
  argon2Pins,
  machineChance,
  machineTime,
  machineTimers,
  machineTimeZone,
  passwordMs,
} from './gateways/system.ts'
import { startHouseKeeping } from './house-keeping.ts'
import { type OpenOffice, openOffice } from './office-data.ts'
import { backupDesk } from './storage/backup/backup-desk.ts'
import { readNotes } from './storage/backup/notes.ts'
import { keepSeriesNoted } from './storage/backup/receipt-series.ts'
import { dropPrepared, finishRestore } from './storage/backup/swap.ts'
import { databaseFileName, openFailureOf, prepareFolder, storageFault } from './storage/database.ts'
import { type InstanceLock, takeInstanceLock } from './storage/instance-lock.ts'
import type { OpenFailure } from './storage/open-failure.ts'
import { transferJobs } from './storage/transfers/jobs.ts'
import { credentialFromEnvironment } from './sync/credential.ts'
import { headquartersDesk } from './sync/desk.ts'

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
  /** For the transports: what a thrown storage error means; damage is noted too, so that everyone is told of it. */
  readonly storageFault: typeof storageFault
  /** Calls `listener` when a restore is ready: close this counter, which puts it in place, and open it again. */
  onRestart(listener: () => void): void
  close(): Promise<void>
}

export interface CounterFailure {
  /** One clear line. */
  readonly message: string
  /** Why the office's data could not be opened, where a person can do something about it on screen; null for anything else. */
  readonly closed: ClosedBecause | null
}

/** A larger database is looked over beside the work; this one costs a tenth of a second. */
const checkUpToBytes = 64 << 20
/** What a quick look at the start does not see, an index that lost a row, is looked for when the office has settled: 1 min. */
const checkAfterMs = 60_000

const failureOf = ({ kind, message }: OpenFailure): CounterFailure => ({
  message,
  closed: kind === 'folder_missing' ? null : kind === 'not_writable' ? 'read_only' : kind,
})

/** Opens the counter, or says in one line why it cannot: another instance, a folder, a database. */
export function openCounter(parts: CounterParts): Outcome<Counter, CounterFailure> {
  const folder = prepareFolder(parts.folder)
  if (!folder.ok) {
    const failure = failureOf(folder.failure)
    // Where there is no office there is nothing to find back.
    return failed(existsSync(join(parts.folder, databaseFileName)) ? failure : { ...failure, closed: null })
  }
  const lock = takeInstanceLock(parts.folder)
  if (!lock.ok) {
    const { kind, message } = lock.failure
    return failed({ message, closed: kind === 'taken' ? null : kind })
  }
  const release = (failure: OpenFailure): Outcome<Counter, CounterFailure> => {
    lock.value.release()
    return failed(failureOf(failure))
  }
  let office: OpenOffice | null = null
  try {
    // Damage that was found beside the work, or at it: this start looks the whole database over, however long that takes.
    const isSuspect = readNotes(parts.folder).trouble?.why === 'damaged'
    dropPrepared(parts.folder)
    finishRestore(parts.folder)
    const opened = openOffice({
      folder: parts.folder,
      migrationsFolder: parts.migrationsFolder,
      time: machineTime,
      chance: machineChance,
      logger: parts.logger,
      timeZone: machineTimeZone(),
      checkUpToBytes,
      isSuspect,
    })
    if (!opened.ok) return release(opened.failure)
    office = opened.value
    return done(runCounter(parts, office, { lock: lock.value, isSuspect }))
  } catch (error) {
    // The first writes of a start: a disk that is full, or a file that may only be read, shows here.
    office?.db.close()
    if (storageFault(error) !== null) return release(openFailureOf(folder.value.file, error))
    lock.value.release()
    throw error
  }
}

function runCounter(
  parts: CounterParts,
  office: OpenOffice,
  start: { readonly lock: InstanceLock; readonly isSuspect: boolean },
): Counter {
  const { lock, isSuspect } = start
  const problems = regionFromEnvironment(office, parts.env)
  noteStart(office)
  keepSeriesNoted(parts.folder, join(parts.folder, databaseFileName))
  const keyFile = officeKeyCipher(office.keys, office.chance)
  const ciphers = parts.keychain === undefined ? { cipher: keyFile } : { cipher: parts.keychain, alsoReads: [keyFile] }
  const officeName = (): string => office.settings.get().officeName
  const found = providersFromEnvironment(parts.env, officeName)
  const { folder, workerUrl, migrationsFolder } = parts
  let restart = (): void => {}
  const backups = backupDesk({
    ...office,
    ...{ folder, workerUrl, migrationsFolder, timers: machineTimers },
    secrets: backupSecrets(folder, keyFile),
    restart: () => restart(),
  })
  const headquarters = headquartersDesk({
    ...office,
    ...buildRegister(office),
    ...{ folder, workerUrl, migrationsFolder, timers: machineTimers, somethingListens },
    monotonicMs: () => machineTime.monotonicMs(),
    secrets: headquartersSecrets(folder, keyFile),
    fixed: credentialFromEnvironment(parts.env),
  })
  if (isSuspect) backups.foundWhole()
  else backups.checkInBackground(statSync(join(folder, databaseFileName)).size > checkUpToBytes ? 0 : checkAfterMs)
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
    secrets: secretFile({ folder, ...ciphers }),
    makeGateway: (settings, secret) => providerGateway(settings, secret, found.bases, officeName),
    settingsProblem,
    networkUp: machineNetworkUp,
    pdf: parts.pdf,
    backups,
    headquarters,
    ...(updates === undefined ? {} : { updates }),
    printer: parts.printer,
  })
  const transfers = transferJobs({ ...office, folder, workerUrl, migrationsFolder })
  app.staffAccess.sessions.endAllAfterRestart()
  app.delivery.start()
  app.updates.start()
  headquarters.start()
  const stopHouseKeeping = startHouseKeeping(office, app, passwords)
  let closed: Promise<void> | null = null
  const close = (): Promise<void> => {
    closed ??= closeAll()
    return closed
  }
  async function closeAll(): Promise<void> {
    app.updates.stop()
    stopHouseKeeping()
    app.printing.stop()
    await backups.close()
    await headquarters.close()
    await transfers.close()
    await app.delivery.stop()
    await app.delivery.close()
    office.db.close()
    try {
      backups.swap()
    } finally {
      lock.release()
    }
  }
  return {
    app,
    transfers,
    problems: [...problems, ...found.problems],
    announce: (address) => lock.announce(address),
    storageFault(error) {
      const fault = storageFault(error)
      if (fault === 'corrupt') backups.foundDamaged()
      return fault
    },
    onRestart(listener) {
      restart = listener
    },
    close,
  }
}

/** The first write of every start: where none can be made, the start ends here and says why. */
function noteStart(office: OpenOffice): void {
  office.db
    .prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)')
    .run('startedAtMs', String(office.clock.now()))
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
