/** One meeting with headquarters: connect, agree on versions and epoch, push, pull, report. Never throws for what may happen. */
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'
import { agreeOnEpoch, newEpoch } from './epochs.ts'
import { failureOf, type MeetingFailure, stopped } from './failure.ts'
import { lanes } from './lanes.ts'
import type { Client } from './link.ts'
import type { StampTrust } from './merge.ts'
import type { MeetingParts } from './parts.ts'
import { pruneLog } from './prune.ts'
import { puller } from './pull.ts'
import { Diverged, type Pushed, push, pushParked } from './push.ts'
import { recoverPayments } from './recover.ts'
import { stepWhole, wholeLeft } from './whole.ts'
import type { Batch } from './write-parcel.ts'

/** The newest version of headquarters' tables that this office knows, and the oldest it can work with. */
const headquartersVersion = 60
const oldestServed = 60

/** Clocks that differ by no more than this count as the same. */
const toleratedOffsetMs = 5_000

export interface Met extends Pushed {
  readonly customers: number
  readonly bills: number
  /** Payments that headquarters had and this office, restored from a backup, did not. */
  readonly recovered: number
  readonly epoch: number
  /** Headquarters' clock minus this office's, by which all is dated here; milliseconds. */
  readonly offsetMs: number
}

export interface MeetingRequest {
  /** Goes on although a newer copy of this office met headquarters: that copy is left behind then. */
  readonly takeOver?: boolean
}

export async function meet(parts: MeetingParts, request: MeetingRequest = {}): Promise<Outcome<Met, MeetingFailure>> {
  let client: Client | null = null
  try {
    parts.say({ doing: 'connect', records: 0 })
    client = await parts.connect()
    const met = await meetOver(parts, client, request)
    return done(met)
  } catch (error) {
    const failure = failureOf(error)
    parts.transact(() => parts.store.noteFailure(parts.clock.now(), failure.reason, failure.words))
    return failed(failure)
  } finally {
    await client?.end().catch(() => undefined)
  }
}

async function meetOver(parts: MeetingParts, client: Client, request: MeetingRequest): Promise<Met> {
  const { store } = parts
  await agreeOnVersion(client)
  const { thereMs, offsetMs } = await compareClocks(parts, client)
  const there = await myBranch(client)
  if (there.id !== store.state().branch_id)
    throw stopped('refused', 'This address belongs to another branch than this office is.')
  const trust: StampTrust = { nowMs: thereMs, offsetMs: Math.abs(offsetMs) > toleratedOffsetMs ? offsetMs : 0 }
  const batch: Batch = { client, branchId: there.id, trust, office: { node: parts.node(), rowOf: parts.store.rowOf } }
  let epoch = await agreeOnEpoch(parts, batch, there.epoch, request.takeOver === true)
  tellAuditEnd(parts, epoch.number)
  await report(parts, client, there.id, offsetMs)
  let pushed: Pushed
  try {
    pushed = await push(parts, batch, epoch.number, stepWhole)
  } catch (error) {
    if (!(error instanceof Diverged)) throw error
    // A copy of the whole machine was put back: the same epoch, but not what was sent in it.
    epoch = await newEpoch(parts, batch, { anotherWrote: true })
    pushed = await push(parts, batch, epoch.number, stepWhole)
  }
  const again = await pushParked(parts, batch)
  await followFeed(parts, client, there.id)
  const pulled = await puller(parts, client, there.id).run()
  const recovered = await recoverPayments(parts, client, there.id)
  await report(parts, client, there.id, offsetMs)
  // What was cut short has reached headquarters, and is not done.
  if (parts.cancelled()) parts.transact(() => parts.store.noteCutShort(parts.clock.now()))
  else {
    finish(parts, { ...pulled, recovered, epoch: epoch.number, isNew: epoch.isNew }, thereMs)
    await pruneLog(parts, lanes)
  }
  return {
    records: pushed.records + again,
    parked: pushed.parked + pulled.parked,
    customers: pulled.customers,
    bills: pulled.bills,
    recovered,
    epoch: epoch.number,
    offsetMs,
  }
}

/**
 * Headquarters' database may have been put back, and its feed may have passed this office's cursor again since: then this office has
 * counted more pages than headquarters. Whatever headquarters has of this branch comes down, told before or not.
 */
async function followFeed(parts: MeetingParts, client: Client, branchId: string): Promise<void> {
  const { customers_seq, bills_seq, feed_mark } = parts.store.state()
  const { rows } = await client.query<{ last: number; mark: number }>(
    `SELECT coalesce((SELECT max(seq) FROM counterfoil.feed WHERE branch_id = $1), 0) AS last,
       coalesce((SELECT feed_mark FROM counterfoil.branch_report WHERE branch_id = $1), 0) AS mark`,
    [branchId],
  )
  const [there = { last: 0, mark: 0 }] = rows
  if (there.mark >= feed_mark && there.last >= Math.max(customers_seq, bills_seq)) return
  await client.query(`SELECT counterfoil.feed_mine('-infinity')`)
  parts.transact(() => parts.store.feedFromStart())
}

async function agreeOnVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; serves_from: number }>(
    'SELECT version, serves_from FROM counterfoil.version',
  )
  const [there] = rows
  if (there === undefined) throw stopped('no_schema', 'counterfoil hq init did not finish at headquarters.')
  if (there.version < oldestServed)
    throw stopped(
      'headquarters_old',
      `Headquarters is at version ${there.version}, this office needs ${oldestServed}. Run "counterfoil hq init" of this version there.`,
    )
  if (there.serves_from > headquartersVersion)
    throw stopped(
      'office_old',
      `Headquarters serves offices from version ${there.serves_from} on, this one is at ${headquartersVersion}. Update Counterfoil here.`,
    )
}

/**
 * Everything here is dated by the office's clock, which never goes back and so may be ahead of a machine's that was set right: that
 * one counts for headquarters. The machine's own is what a person can set.
 */
async function compareClocks(parts: MeetingParts, client: Client): Promise<{ thereMs: number; offsetMs: number }> {
  const begunMs = parts.monotonicMs()
  const { rows } = await client.query<{ ms: number }>(
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms',
  )
  const halfMs = Math.max(0, parts.monotonicMs() - begunMs) / 2
  const thereMs = (rows[0]?.ms ?? 0) + Math.round(halfMs)
  parts.transact(() => parts.store.noteOffset(thereMs - parts.wallMs()))
  return { thereMs, offsetMs: thereMs - parts.clock.now() }
}

async function myBranch(client: Client): Promise<{ id: string; epoch: number }> {
  const { rows } = await client.query<{ id: string; epoch: number }>('SELECT id, epoch FROM counterfoil.branch')
  const [mine] = rows
  if (mine === undefined) throw stopped('revoked', 'Headquarters no longer lets this branch in.')
  return mine
}

/** Where the audit trail ends now, in the change log: headquarters can tell later whether it was cut or rewritten. */
function tellAuditEnd(parts: MeetingParts, epoch: number): void {
  const { store } = parts
  parts.transact(() => {
    const end = store.auditEnd()
    if (end === undefined || end.seq === store.state().audit_seq) return
    const body = { epoch, seq: end.seq, hash: end.hash.toString('hex'), at_ms: parts.clock.now() }
    parts.changes.append('audit_head', String(end.seq), body)
    store.noteAudit(end.seq)
  })
}

async function report(parts: MeetingParts, client: Client, branchId: string, offsetMs: number): Promise<void> {
  const waiting = parts.store.waiting()
  await client.query(
    `INSERT INTO counterfoil.branch_report (branch_id, heard_at, app_version, office_name, currency, waiting, oldest_waiting_at, parked, clock_offset_ms)
     VALUES ($1, now(), $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (branch_id) DO UPDATE SET heard_at = excluded.heard_at, app_version = excluded.app_version,
       office_name = excluded.office_name, currency = excluded.currency, waiting = excluded.waiting,
       oldest_waiting_at = excluded.oldest_waiting_at, parked = excluded.parked, clock_offset_ms = excluded.clock_offset_ms`,
    [
      branchId,
      parts.office.version,
      parts.office.name,
      parts.office.currency,
      waiting.changes + wholeLeft(parts.store),
      waiting.oldestAtMs === null ? null : new Date(waiting.oldestAtMs).toISOString(),
      parts.store.parkedCount(),
      offsetMs,
    ],
  )
}

function finish(
  parts: MeetingParts,
  what: {
    readonly customers: number
    readonly bills: number
    readonly recovered: number
    readonly epoch: number
    readonly isNew: boolean
  },
  thereMs: number,
): void {
  const { store, transact } = parts
  const nowMs = parts.clock.now()
  transact(() => {
    store.noteMet(nowMs, thereMs)
    // A meeting that changed nothing here leaves no row: there are hundreds of them a day.
    if (what.customers + what.bills + what.recovered === 0 && !what.isNew) return
    const { customers, bills, recovered, epoch } = what
    parts.audit.append({
      ...parts.by,
      visitId: null,
      action: 'headquarters.met',
      subject: 'office',
      outcome: what.isNew ? 'new_epoch' : 'done',
      detail: { customers, bills, recovered, epoch },
    })
  })
}
