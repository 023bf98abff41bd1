/** The SQL of the meetings with headquarters against this office's own database. */
import type { ConflictPlace } from '../core/headquarters/conflicts.ts'
import type { Db } from '../core/kernel/db.ts'
import { asOne } from './as-one.ts'
import { pruneStore } from './prune.ts'
import type { LogRecord } from './records.ts'
import { recoveryStore } from './recovery-store.ts'
import { wholeStore } from './whole-store.ts'

export interface HeadquartersRow {
  readonly node: string
  readonly branch_id: string | null
  readonly branch_code: string | null
  readonly server: string | null
  readonly epoch: number
  readonly restored: number
  /** 1: headquarters may have payments of this office that it has lost. */
  readonly recover: number
  readonly customers_seq: number
  readonly bills_seq: number
  readonly feed_mark: number
  /** The branch that this office was before it left; null where nothing there is certain. */
  readonly left_branch: string | null
  readonly left_epoch: number | null
  /** See whole.ts; null: the whole state need not be sent. */
  readonly whole_at: string | null
  readonly last_try_at_ms: number | null
  readonly last_met_at_ms: number | null
  readonly last_met_there_ms: number | null
  readonly clock_offset_ms: number | null
  readonly audit_seq: number
  readonly failure: string | null
  readonly failure_words: string | null
}

export interface LaneRow {
  readonly lane: number
  readonly acked_seq: number
  readonly acked_hash: Buffer
  readonly sent_seq: number
  readonly sent_hash: Buffer
}

export interface ParkedRow {
  readonly id: number
  readonly direction: 'push' | 'pull'
  readonly epoch: number
  readonly seq: number
  readonly entity: string
  readonly entity_id: string
  readonly at_ms: number
  readonly body: string
  readonly reason: string
  readonly parked_at_ms: number
  readonly tries: number
  readonly again: number
}

export type NewParked = Omit<ParkedRow, 'id' | 'tries' | 'again'>

export interface ConflictRow {
  readonly id: string
  readonly customer_id: string
  readonly field: string
  readonly kept: string | null
  readonly lost: string | null
  readonly happened_at_ms: number
  readonly reviewed_at_ms: number | null
  readonly reviewed_by: string | null
}

export interface Waiting {
  readonly changes: number
  readonly oldestAtMs: number | null
}

export function headquartersStore(db: Db) {
  const state = db.prepare<[], HeadquartersRow>('SELECT * FROM headquarters WHERE id = 1')
  const lane = db.prepare<[number], LaneRow>('SELECT * FROM headquarters_lane WHERE lane = ?')
  const log = db.prepare<[number, number, number], LogRecord>(
    'SELECT seq, at_ms, entity, entity_id, body FROM change_log WHERE lane = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  const sent = db.prepare('UPDATE headquarters_lane SET sent_seq = ?, sent_hash = ? WHERE lane = ?')
  const acked = db.prepare(
    'UPDATE headquarters_lane SET acked_seq = ?, acked_hash = ?, sent_seq = ?, sent_hash = ? WHERE lane = ? AND acked_seq < ?',
  )
  const rewind = db.prepare(
    'UPDATE headquarters_lane SET acked_seq = ?, acked_hash = ?, sent_seq = ?, sent_hash = ? WHERE lane = ?',
  )
  const feedFromStart = db.prepare(
    'UPDATE headquarters SET customers_seq = 0, bills_seq = 0, feed_mark = 0 WHERE id = 1',
  )
  const feedMark = db.prepare('UPDATE headquarters SET feed_mark = max(feed_mark, ?) WHERE id = 1')
  const waiting = db.prepare<[], { n: number; oldest: number | null }>(
    `SELECT sum(n) AS n, min(oldest) AS oldest FROM (
       SELECT (SELECT count(*) FROM change_log c WHERE c.lane = l.lane AND c.seq > l.acked_seq) AS n,
         (SELECT c.at_ms FROM change_log c WHERE c.lane = l.lane AND c.seq > l.acked_seq ORDER BY c.seq LIMIT 1) AS oldest
       FROM headquarters_lane l)`,
  )
  const epoch = db.prepare('UPDATE headquarters SET epoch = ?, restored = 0, recover = 1 WHERE id = 1')
  const epochWanted = db.prepare('UPDATE headquarters SET restored = 1 WHERE id = 1')
  const tried = db.prepare('UPDATE headquarters SET last_try_at_ms = ?, failure = ?, failure_words = ? WHERE id = 1')
  const cutShort = db.prepare(
    'UPDATE headquarters SET last_try_at_ms = ?, failure = NULL, failure_words = NULL WHERE id = 1',
  )
  const met = db.prepare(
    `UPDATE headquarters SET last_try_at_ms = ?, last_met_at_ms = ?, last_met_there_ms = ?, has_met = 1, failure = NULL, failure_words = NULL
     WHERE id = 1`,
  )
  const offset = db.prepare('UPDATE headquarters SET clock_offset_ms = ? WHERE id = 1')
  const customersAt = db.prepare('UPDATE headquarters SET customers_seq = ? WHERE id = 1')
  const billsAt = db.prepare('UPDATE headquarters SET bills_seq = ? WHERE id = 1')
  const auditAt = db.prepare('UPDATE headquarters SET audit_seq = ? WHERE id = 1')
  const park = db.prepare(
    `INSERT INTO headquarters_parked (direction, epoch, seq, entity, entity_id, at_ms, body, reason, parked_at_ms)
     VALUES (@direction, @epoch, @seq, @entity, @entity_id, @at_ms, @body, @reason, @parked_at_ms)
     ON CONFLICT (direction, entity, entity_id, seq) DO UPDATE SET epoch = excluded.epoch, reason = excluded.reason,
       parked_at_ms = excluded.parked_at_ms, tries = tries + 1, again = 0`,
  )
  const again = db.prepare<[string], ParkedRow>(
    'SELECT * FROM headquarters_parked WHERE again = 1 AND direction = ? ORDER BY id LIMIT 500',
  )
  const unpark = db.prepare('DELETE FROM headquarters_parked WHERE id = ?')
  const unparkPulled = db.prepare(
    `DELETE FROM headquarters_parked WHERE direction = 'pull' AND entity = ? AND entity_id = ?`,
  )
  const parkedCount = db.prepare<[], number>('SELECT count(*) FROM headquarters_parked').pluck()
  const parkedList = db.prepare<[number, number], ParkedRow>(
    'SELECT * FROM headquarters_parked WHERE id > ? ORDER BY id LIMIT ?',
  )
  const tryAgain = db.prepare('UPDATE headquarters_parked SET again = 1 WHERE id = ?')
  const tryAllAgain = db.prepare('UPDATE headquarters_parked SET again = 1')
  const putConflict = db.prepare(
    `INSERT INTO headquarters_conflict (id, customer_id, field, kept, lost, happened_at_ms, reviewed_at_ms, reviewed_by)
     VALUES (@id, @customer_id, @field, @kept, @lost, @happened_at_ms, @reviewed_at_ms, @reviewed_by)
     ON CONFLICT (id) DO UPDATE SET reviewed_at_ms = coalesce(reviewed_at_ms, excluded.reviewed_at_ms),
       reviewed_by = coalesce(reviewed_by, excluded.reviewed_by)`,
  )
  const openConflicts = db.prepare<[number, string, number], ConflictRow>(
    `SELECT * FROM headquarters_conflict WHERE reviewed_at_ms IS NULL AND (happened_at_ms, id) > (?, ?)
     ORDER BY happened_at_ms, id LIMIT ?`,
  )
  const openConflictCount = db
    .prepare<[], number>('SELECT count(*) FROM headquarters_conflict WHERE reviewed_at_ms IS NULL')
    .pluck()
  const conflict = db.prepare<[string], ConflictRow>('SELECT * FROM headquarters_conflict WHERE id = ?')
  const reviewed = db.prepare(
    'UPDATE headquarters_conflict SET reviewed_at_ms = ?, reviewed_by = ? WHERE id = ? AND reviewed_at_ms IS NULL',
  )
  const join = db.prepare(
    `UPDATE headquarters SET node = lower(hex(randomblob(6))), branch_id = ?, branch_code = ?, server = ?, epoch = ?, restored = 0, customers_seq = 0, bills_seq = 0,
       feed_mark = 0, whole_at = iif(has_met = 1, 'unknown', NULL), audit_seq = 0, failure = NULL, failure_words = NULL WHERE id = 1`,
  )
  const beginAnew = db.prepare(
    'UPDATE headquarters SET restored = 1, last_try_at_ms = NULL, last_met_at_ms = NULL, last_met_there_ms = NULL WHERE id = 1',
  )
  const leave = db.prepare(
    `UPDATE headquarters SET left_branch = iif(whole_at IS NULL, branch_id, NULL), left_epoch = epoch, branch_id = NULL, branch_code = NULL, server = NULL, clock_offset_ms = NULL, failure = NULL,
       failure_words = NULL WHERE id = 1`,
  )
  const forgetParked = db.prepare('DELETE FROM headquarters_parked')
  const forgetLanes = db.prepare(
    `UPDATE headquarters_lane SET acked_seq = 0, acked_hash = x'', sent_seq = 0, sent_hash = x''`,
  )
  const hasMet = db.prepare<[], number>('SELECT has_met FROM headquarters WHERE id = 1').pluck()
  const visit = db.prepare<[string]>('SELECT * FROM visit WHERE id = ?')
  const feedback = db.prepare<[string]>('SELECT * FROM feedback WHERE id = ?')
  const auditEnd = db.prepare<[], { seq: number; hash: Buffer }>(
    'SELECT seq, hash FROM audit WHERE seq = (SELECT max(seq) FROM audit)',
  )

  return {
    asOne: asOne(db),
    recovery: recoveryStore(db),
    whole: wholeStore(db),
    prune: pruneStore(db),
    state(): HeadquartersRow {
      const row = state.get()
      if (row === undefined) throw new Error('the row of headquarters is gone')
      return row
    },
    lane(number: number): LaneRow {
      const row = lane.get(number)
      if (row === undefined) throw new Error(`there is no lane ${number}`)
      return row
    },
    /** In order, at most `limit`. */
    log: (number: number, afterSeq: number, limit: number): LogRecord[] => log.all(number, afterSeq, limit),
    noteSent(number: number, seq: number, hash: Uint8Array): void {
      sent.run(seq, hash, number)
    },
    /** Headquarters has less of the lane than it once said: everything after `seq` waits again. */
    rewind(number: number, seq: number, hash: Uint8Array): void {
      rewind.run(seq, hash, seq, hash, number)
    },
    /** All that headquarters ever told comes down again, and changes only what differs. */
    feedFromStart(): void {
      feedFromStart.run()
    },
    /** A lane never goes back but by `rewind`. */
    noteAcked(number: number, seq: number, hash: Uint8Array): void {
      acked.run(seq, hash, seq, hash, number, seq)
    },
    waiting(): Waiting {
      const row = waiting.get()
      return { changes: row?.n ?? 0, oldestAtMs: row?.oldest ?? null }
    },
    /** The next meeting begins a new epoch, if this one does not come so far or never hears that it did. */
    noteEpochWanted(): void {
      epochWanted.run()
    },
    setEpoch(given: number): void {
      epoch.run(given)
    },
    noteFailure(atMs: number, reason: string, words: string): void {
      tried.run(atMs, reason, words)
    },
    /** Headquarters was reached, and somebody ended the meeting before all was said. */
    noteCutShort(atMs: number): void {
      cutShort.run(atMs)
    },
    noteMet(atMs: number, thereMs: number): void {
      met.run(atMs, atMs, thereMs)
    },
    noteOffset(ms: number): void {
      offset.run(ms)
    },
    /** Headquarters has counted this page of its feed. */
    noteFeedMark(mark: number): void {
      feedMark.run(mark)
    },
    noteCustomers(seq: number): void {
      customersAt.run(seq)
    },
    noteBills(seq: number): void {
      billsAt.run(seq)
    },
    noteAudit(seq: number): void {
      auditAt.run(seq)
    },
    park(row: NewParked): void {
      park.run(row)
    },
    /** Those that somebody asked to try again. */
    again: (direction: ParkedRow['direction']): ParkedRow[] => again.all(direction),
    unpark(id: number): void {
      unpark.run(id)
    },
    /** Headquarters' newer state of it was taken. */
    unparkPulled(entity: string, entityId: string): void {
      unparkPulled.run(entity, entityId)
    },
    parkedCount: (): number => parkedCount.get() ?? 0,
    parkedList: (afterId: number, limit: number): ParkedRow[] => parkedList.all(afterId, limit),
    tryAgain: (id: number): boolean => tryAgain.run(id).changes > 0,
    tryAllAgain: (): number => tryAllAgain.run().changes,
    putConflict(row: ConflictRow): void {
      putConflict.run(row)
    },
    /** Oldest first; after one of them, or null. */
    openConflicts: (limit: number, after: ConflictPlace | null = null): ConflictRow[] =>
      openConflicts.all(after?.happenedAtMs ?? Number.MIN_SAFE_INTEGER, after?.conflictId ?? '', limit),
    openConflictCount: (): number => openConflictCount.get() ?? 0,
    conflict: (id: string): ConflictRow | undefined => conflict.get(id),
    noteReviewed: (id: string, atMs: number, by: string): boolean => reviewed.run(atMs, by, id).changes > 0,
    /**
     * This office is a branch from now on; everything it ever logged waits again. Where it met a headquarters before, the log is not
     * whole any more, and the first meeting says what must be sent.
     */
    join(branchId: string, code: string, server: string, given: number): void {
      join.run(branchId, code, server, given)
      if (hasMet.get() === 1) return
      forgetLanes.run()
      forgetParked.run()
    },
    /** The next meeting begins a new epoch, and asks for all that headquarters has of this branch. */
    beginAnew(): void {
      beginAnew.run()
    },
    /** This office belongs to no headquarters from now on. How far it came there is kept: it may come back. */
    leave(): void {
      leave.run()
      beginAnew.run()
    },
    rowOf: (entity: string, entityId: string): unknown => (entity === 'visit' ? visit : feedback).get(entityId),
    auditEnd: (): { seq: number; hash: Buffer } | undefined => auditEnd.get(),
  }
}
export type HeadquartersStore = ReturnType<typeof headquartersStore>
