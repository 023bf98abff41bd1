/** Headquarters as the administrator's screen sees it: joining, meeting, what waits, and what was left over. */
import type { MeetingSummary, ParkedRecord } from '../contract/headquarters.ts'
import { type Actor, bySystem } from '../core/audit/trail.ts'
import type { Customers } from '../core/customers/service.ts'
import type { CustomerStore } from '../core/customers/store.ts'
import type { SecretStore } from '../core/delivery/secret-store.ts'
import { describeConflict, resolveConflict } from '../core/headquarters/conflicts.ts'
import { readReason } from '../core/headquarters/parked-reason.ts'
import type { HeadquartersDesk, Joined, MeetingStarted } from '../core/headquarters/port.ts'
import { usualEveryMinutes } from '../core/headquarters/schedule.ts'
import type { ChangeLog } from '../core/kernel/change-log.ts'
import type { Db } from '../core/kernel/db.ts'
import { oneAtATime } from '../core/kernel/one-at-a-time.ts'
import { forgetCredential, forgetPasswordToJoin, keepCredential, passwordToJoin, readCredential } from './credential.ts'
import { type MeetingRunsParts, meetingRuns } from './meeting-runs.ts'
import { headquartersStore, type ParkedRow, type Waiting } from './store.ts'
import type { Credential } from './task.ts'
import { wholeLeft } from './whole.ts'

export interface HeadquartersParts extends Omit<MeetingRunsParts, 'store' | 'credential' | 'joined' | 'everyMinutes'> {
  readonly db: Db
  readonly monotonicMs: () => number
  /** The machine's clock as it is. */
  readonly wallMs: () => number
  readonly changes: ChangeLog
  readonly customers: Customers
  readonly customerStore: CustomerStore
  /** Keeps the way to headquarters, sealed. */
  readonly secrets: SecretStore
  /** Of the environment, which wins; null where it names none. */
  readonly fixed: Credential | null
}

export interface OfficeHeadquarters extends HeadquartersDesk {
  /** The first meeting follows soon, where the office belongs to a headquarters. */
  start(): void
  close(): Promise<void>
}

const pageRows = 100
const everyKey = 'headquarters.everyMinutes'
const passwordBytes = 24
const saltBytes = 16

const notFixed = 'The address of headquarters is given by HQ_DATABASE_URL on this machine.'

export function headquartersDesk(parts: HeadquartersParts): OfficeHeadquarters {
  const { db, secrets, fixed, transact } = parts
  const store = headquartersStore(db)
  const getEvery = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck()
  const putEvery = db.prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)')
  const inTurn = oneAtATime()

  const joined = (): boolean => fixed !== null || store.state().branch_id !== null
  const everyMinutes = (): number => Number(getEvery.get(everyKey) ?? usualEveryMinutes)
  async function credential(): Promise<Credential | null> {
    if (fixed !== null) return fixed
    const known = await readCredential(secrets)
    return known.kind === 'known' ? known.credential : null
  }
  const runs = meetingRuns({ ...parts, store, credential, joined, everyMinutes })
  const waiting = seldomCounted(() => {
    const { changes, oldestAtMs } = store.waiting()
    return { changes: changes + wholeLeft(store), oldestAtMs }
  }, parts.monotonicMs)

  function summary(): MeetingSummary {
    const row = store.state()
    const { changes, oldestAtMs } = joined() ? waiting() : { changes: 0, oldestAtMs: null }
    return {
      joined: joined(),
      meeting: runs.progress() !== null,
      lastMetAtMs: row.last_met_at_ms,
      waiting: changes,
      oldestWaitingAtMs: oldestAtMs,
      parked: joined() ? store.parkedCount() : 0,
      trouble: joined() ? runs.trouble() : null,
      clockOffsetMs: row.clock_offset_ms,
    }
  }

  function begin(by: Actor, takeOver: boolean): MeetingStarted {
    if (!joined()) return { outcome: 'refused', reason: 'not_joined' }
    if (!runs.run(by, takeOver)) return { outcome: 'refused', reason: 'busy' }
    if (takeOver) runs.record(by, 'headquarters.taken_over', 'done', {})
    // Unattended machines ask every few minutes.
    else if (by.actor !== bySystem.actor) runs.record(by, 'headquarters.asked', 'done', {})
    return { outcome: 'started' }
  }

  async function join(code: string, ca: string, by: Actor): Promise<Joined> {
    if (fixed !== null) return { outcome: 'refused', reason: 'fixed', words: notFixed }
    if (joined()) return { outcome: 'refused', reason: 'joined', words: 'Leave the other headquarters first.' }
    const fresh = Buffer.from(parts.chance.bytes(passwordBytes)).toString('base64url')
    const newPassword = await passwordToJoin(secrets, fresh)
    const notWritten = { outcome: 'refused', reason: 'not_written' } as const
    if (newPassword === null)
      return { ...notWritten, words: 'The key could not be saved on this machine. The code was not used.' }
    const own = ca === '' ? {} : { ca }
    // Loaded only here: the counter itself needs no PostgreSQL, and starts sooner without.
    const { joinHeadquarters } = await import('./join.ts')
    const answer = await joinHeadquarters({ code, newPassword, salt: parts.chance.bytes(saltBytes), ...own })
    if (!answer.ok) return { outcome: 'refused', reason: answer.failure.reason, words: answer.failure.words }
    const { url, branchId, branchCode, server, epoch } = answer.value
    const credential = { url, ...(answer.value.ca === null ? {} : { ca: answer.value.ca }) }
    if (!(await keepCredential(secrets, credential)))
      return {
        ...notWritten,
        words: 'The key could not be saved on this machine. Make room, then try the same code again.',
      }
    transact(() => {
      store.join(branchId, branchCode, server, epoch)
      store.beginAnew()
      parts.audit.append({
        ...by,
        visitId: null,
        action: 'headquarters.joined',
        subject: 'office',
        outcome: 'done',
        detail: { branch: branchCode, server },
      })
    })
    await forgetPasswordToJoin(secrets)
    runs.run(by, false)
    return { outcome: 'joined', branchCode }
  }

  return {
    summary,
    networkBack: () => runs.networkBack(),
    status() {
      const row = store.state()
      const progress = runs.progress()
      const { lastMetAtMs, trouble, ...rest } = summary()
      return {
        ...rest,
        lastMetAtMs,
        trouble,
        fixed: fixed !== null,
        branchCode: row.branch_code,
        server: row.server,
        conflicts: store.openConflictCount(),
        officeAheadMs: Math.max(0, parts.clock.now() - parts.wallMs()),
        everyMinutes: everyMinutes(),
        nextAtMs: runs.nextAtMs(),
        progress: progress === null ? null : { ...progress, of: progress.of ?? null },
        troubleWords: trouble === null ? null : row.failure_words,
      }
    },
    meetNow: (by) => begin(by, false),
    cancel: () => runs.cancel(),
    join: (code, ca, by) => inTurn('join', () => join(code, ca, by)),
    leave: (by) =>
      inTurn('join', async () => {
        if (fixed !== null) return { outcome: 'refused', reason: 'fixed' }
        if (!joined()) return { outcome: 'refused', reason: 'not_joined' }
        await runs.stop()
        const { branch_code } = store.state()
        await forgetCredential(secrets)
        transact(() => store.leave())
        await runs.stop()
        runs.record(by, 'headquarters.left', 'done', { branch: branch_code ?? '' })
        return { outcome: 'left' }
      }),
    takeOver: (by) => begin(by, true),
    setSchedule(minutes, by) {
      transact(() => putEvery.run(everyKey, String(minutes)))
      runs.record(by, 'headquarters.planned', 'done', { minutes })
      runs.planAnew()
    },
    parked(afterId) {
      const rows = joined() ? store.parkedList(afterId, pageRows + 1) : []
      return { rows: rows.slice(0, pageRows).map(shownParked), more: rows.length > pageRows }
    },
    tryAgain(parkedId, by) {
      const records = transact(() => (parkedId === null ? store.tryAllAgain() : Number(store.tryAgain(parkedId))))
      if (records === 0) return 0
      runs.record(by, 'headquarters.tried_again', 'done', { records })
      runs.run(by, false)
      return records
    },
    conflicts(after) {
      const rows = store.openConflicts(pageRows + 1, after)
      const shown = rows.slice(0, pageRows).flatMap((row) => describeConflict(parts.customerStore, row) ?? [])
      return { rows: shown, more: rows.length > pageRows }
    },
    resolve: (conflictId, choice, by) =>
      resolveConflict(
        {
          ...parts,
          conflict: (id) => store.conflict(id),
          noteReviewed: (id, atMs, who) => void store.noteReviewed(id, atMs, who),
        },
        conflictId,
        choice,
        by,
      ),
    start: () => runs.start(),
    close: () => runs.close(),
  }
}

const shownParked = (row: ParkedRow): ParkedRecord => ({
  parkedId: row.id,
  direction: row.direction,
  entity: row.entity,
  entityId: row.entity_id,
  atMs: row.at_ms,
  ...readReason(row.reason, row.direction),
  parkedAtMs: row.parked_at_ms,
  tries: row.tries,
  again: row.again === 1,
})

/** Weeks without a network leave a million rows to count: that is done so seldom that it takes a hundredth of the time at most. */
const share = 100

function seldomCounted(count: () => Waiting, monotonicMs: () => number): () => Waiting {
  let last: Waiting = { changes: 0, oldestAtMs: null }
  let againMs = Number.NEGATIVE_INFINITY
  return () => {
    const begunMs = monotonicMs()
    if (begunMs < againMs) return last
    last = count()
    const tookMs = monotonicMs() - begunMs
    againMs = tookMs < 1 ? begunMs : begunMs + tookMs * share
    return last
  }
}
