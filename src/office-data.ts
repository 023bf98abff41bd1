/** Opens an office's data: the database, the clock that never goes back, the keys, the audit trail. */
import { auditTrail, bySystem, latestAuditMoment } from './core/audit/trail.ts'
import type { Chance } from './core/kernel/chance.ts'
import { changeLog } from './core/kernel/change-log.ts'
import { type Clock, type ClockJump, officeClock, type TimeSources } from './core/kernel/clock.ts'
import { type Db, transactor } from './core/kernel/db.ts'
import { idMaker } from './core/kernel/ids.ts'
import type { Logger } from './core/kernel/logger.ts'
import { done, failed, type Outcome } from './core/kernel/outcome.ts'
import { settingsService } from './core/settings/service.ts'
import { openDatabase, openFailureOf, storageFault } from './storage/database.ts'
import { officeKeys } from './storage/office-keys.ts'
import type { OpenFailure } from './storage/open-failure.ts'

/** What a host gives to open an office's data. */
export interface OfficePorts {
  readonly folder: string
  readonly migrationsFolder: string
  readonly time: TimeSources
  readonly chance: Chance
  readonly logger: Logger
  /** IANA name, for due dates and receipts. */
  readonly timeZone: string
  readonly cacheKiB?: number
  /** See `openDatabase`. */
  readonly checkUpToBytes?: number
  /** See `openDatabase`. */
  readonly isSuspect?: boolean
}

/** Who this office is in the stamps of what it writes. Read each time: a meeting beside the work may begin another name. */
function stampNode(db: Db): () => string {
  const read = db.prepare<[], string>('SELECT node FROM headquarters').pluck()
  return () => read.get() ?? ''
}

/** What every part of the product writes with. */
export type OpenOffice = ReturnType<typeof assemble>

function assemble(db: Db, clock: Clock, ports: OfficePorts) {
  const transact = transactor(db)
  const keys = officeKeys(ports.folder, ports.chance)
  const audit = auditTrail(db, clock, keys.code)
  return {
    db,
    clock,
    /** The machine's clock as it is: for what another machine's clock is compared with. */
    wallMs: () => ports.time.wallMs(),
    transact,
    audit,
    keys,
    changes: changeLog(db, clock),
    node: stampNode(db),
    newId: idMaker(clock, ports.chance),
    settings: settingsService({ db, transact, audit }),
    chance: ports.chance,
    logger: ports.logger,
    timeZone: ports.timeZone,
    folder: ports.folder,
  }
}

/** Opens and migrates the database. A clock that jumped is on the audit trail. */
export function openOffice(ports: OfficePorts): Outcome<OpenOffice, OpenFailure> {
  const opened = openDatabase(ports)
  if (!opened.ok) return opened
  try {
    return done(begin(opened.value, ports))
  } catch (error) {
    opened.value.close()
    if (storageFault(error) === null) throw error
    return failed(openFailureOf(ports.folder, error))
  }
}

function begin(db: Db, ports: OfficePorts): OpenOffice {
  const jumps: ClockJump[] = []
  let record = (jump: ClockJump): void => {
    jumps.push(jump)
  }
  const clock = officeClock(ports.time, latestAuditMoment(db), (jump) => record(jump))
  const office = assemble(db, clock, ports)
  record = (jump) => {
    // Later: a jump may be noticed in the middle of the very transaction that would write it.
    queueMicrotask(() => {
      if (!db.open) return
      noteJump(office, jump)
    })
  }
  for (const jump of jumps) record(jump)
  return office
}

/** Never throws: nobody waits for this note, and a database that cannot take it now must not end the host. */
function noteJump(office: OpenOffice, jump: ClockJump): void {
  try {
    office.transact(() =>
      office.audit.append({
        ...bySystem,
        visitId: null,
        action: 'clock.jumped',
        subject: 'office',
        outcome: jump.direction,
        detail: { byMs: jump.byMs },
      }),
    )
  } catch (error) {
    office.logger.error('a clock jump could not be noted', {
      errorName: error instanceof Error ? error.name : 'unknown',
    })
  }
}
