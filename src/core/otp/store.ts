/** The only SQL of challenges, attempts and contact guards. */
import type { Channel, ContactKind, Locale } from '../../contract/values.ts'
import type { Db } from '../kernel/db.ts'
import type { GuardState, Purpose } from './rules.ts'

export type ChallengeStatus = 'live' | 'verified' | 'spent' | 'superseded' | 'expired' | 'exhausted' | 'cancelled'

export interface ChallengeRow {
  readonly id: string
  readonly purpose: Purpose
  readonly customer_id: string | null
  readonly contact_kind: ContactKind
  readonly contact_value: string
  readonly channel: Channel
  readonly locale: Locale
  readonly terminal_id: string
  readonly code_hmac: Buffer | null
  readonly reference: string
  readonly digits: number
  readonly decoy: number
  readonly status: ChallengeStatus
  readonly tries_used: number
  readonly max_tries: number
  readonly created_at_ms: number
  readonly taken_at_ms: number | null
  readonly expires_at_ms: number
  readonly resend_at_ms: number
  readonly requested_by: string
  /** What was typed at a kiosk; empty at the desk. */
  readonly asked_as: string
}

/** What is told of a challenge and stays in the archive, in its order there: nothing its code could be proven by. */
export const lastingColumns = [
  'id',
  'purpose',
  'customer_id',
  'contact_kind',
  'contact_value',
  'channel',
  'locale',
  'terminal_id',
  'reference',
  'digits',
  'decoy',
  'status',
  'tries_used',
  'max_tries',
  'created_at_ms',
  'taken_at_ms',
  'expires_at_ms',
  'requested_by',
] as const satisfies readonly (keyof ChallengeRow)[]
export type LastingChallenge = Pick<ChallengeRow, (typeof lastingColumns)[number]>

interface GuardRow {
  readonly failures: number
  readonly locked_at_ms: number
  readonly locked_until_ms: number
}

const unguarded: GuardState = { failures: 0, lockedAtMs: 0, lockedUntilMs: 0 }

export function otpStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO challenge (id, purpose, customer_id, contact_kind, contact_value, channel, locale, terminal_id, code_hmac,
       reference, digits, decoy, status, tries_used, max_tries, created_at_ms, taken_at_ms, expires_at_ms, resend_at_ms, requested_by, asked_as)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const byId = db.prepare<[string], ChallengeRow>('SELECT * FROM challenge WHERE id = ?')
  const last = db.prepare<[string, string, string], ChallengeRow>(
    `SELECT * FROM challenge INDEXED BY challenge_by_contact WHERE contact_value = ? AND terminal_id = ? AND purpose = ? ORDER BY created_at_ms DESC LIMIT 1`,
  )
  const lastAsked = db.prepare<[string, string, string], ChallengeRow>(
    `SELECT * FROM challenge WHERE asked_as = ? AND asked_as <> '' AND terminal_id = ? AND purpose = ? ORDER BY created_at_ms DESC LIMIT 1`,
  )
  const askedFor = db.prepare<[string, number, number], number>(
    `SELECT created_at_ms FROM challenge WHERE asked_as = ? AND asked_as <> '' AND created_at_ms > ? ORDER BY created_at_ms DESC LIMIT ?`,
  )
  askedFor.pluck()
  const sentTo = db.prepare<[string, number, number], number>(
    'SELECT created_at_ms FROM challenge WHERE contact_value = ? AND created_at_ms > ? ORDER BY created_at_ms DESC LIMIT ?',
  )
  const sentFrom = db.prepare<[string, number, number], number>(
    'SELECT created_at_ms FROM challenge WHERE terminal_id = ? AND created_at_ms > ? ORDER BY created_at_ms DESC LIMIT ?',
  )
  const inOffice = db.prepare<[number, number], number>(
    'SELECT created_at_ms FROM challenge WHERE created_at_ms > ? ORDER BY created_at_ms DESC LIMIT 1 OFFSET ?',
  )
  inOffice.pluck()
  sentTo.pluck()
  sentFrom.pluck()
  const liveAt = db.prepare<[string], ChallengeRow>(`SELECT * FROM challenge WHERE status = 'live' AND terminal_id = ?`)
  const close = db.prepare('UPDATE challenge SET status = ?, code_hmac = NULL WHERE id = ?')
  const countTry = db.prepare('UPDATE challenge SET tries_used = ? WHERE id = ?')
  const taken = db.prepare(
    `UPDATE challenge SET taken_at_ms = @takenAtMs, expires_at_ms = @expiresAtMs
     WHERE id = @id AND status = 'live' AND taken_at_ms IS NULL AND expires_at_ms > @nowMs`,
  )
  const insertAttempt = db.prepare('INSERT INTO attempt (challenge_id, at_ms, outcome) VALUES (?, ?, ?)')
  const guard = db.prepare<[string], GuardRow>(
    'SELECT failures, locked_at_ms, locked_until_ms FROM contact_guard WHERE contact_value = ?',
  )
  const putGuard = db.prepare(
    `INSERT INTO contact_guard (contact_value, failures, locked_at_ms, locked_until_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (contact_value) DO UPDATE SET failures = excluded.failures, locked_at_ms = excluded.locked_at_ms,
       locked_until_ms = excluded.locked_until_ms`,
  )
  const dropGuard = db.prepare('DELETE FROM contact_guard WHERE contact_value = ?')
  const dead = db.prepare<[number, number], { id: string }>(
    `SELECT id FROM challenge WHERE status = 'live' AND expires_at_ms <= ? LIMIT ?`,
  )

  return {
    insert(row: ChallengeRow): void {
      insert.run(
        row.id,
        row.purpose,
        row.customer_id,
        row.contact_kind,
        row.contact_value,
        row.channel,
        row.locale,
        row.terminal_id,
        row.code_hmac,
        row.reference,
        row.digits,
        row.decoy,
        row.status,
        row.tries_used,
        row.max_tries,
        row.created_at_ms,
        row.taken_at_ms,
        row.expires_at_ms,
        row.resend_at_ms,
        row.requested_by,
        row.asked_as,
      )
    },
    byId: (challengeId: string): ChallengeRow | undefined => byId.get(challengeId),
    /** The newest challenge of this contact at this terminal for this purpose, however it ended. */
    last: (contactValue: string, terminalId: string, purpose: Purpose): ChallengeRow | undefined =>
      last.get(contactValue, terminalId, purpose),
    /** The newest challenge asked for so at this kiosk. */
    lastAsked: (askedAs: string, terminalId: string, purpose: Purpose): ChallengeRow | undefined =>
      lastAsked.get(askedAs, terminalId, purpose),
    /** The moments of the last codes asked for so at any kiosk, newest first. */
    askedFor: (askedAs: string, afterMs: number, limit: number): number[] => askedFor.all(askedAs, afterMs, limit),
    /** The moments of the last codes to a contact, from any terminal, newest first. */
    sentTo: (contactValue: string, afterMs: number, limit: number): number[] =>
      sentTo.all(contactValue, afterMs, limit),
    /** The moments of the last codes from a terminal, newest first. */
    sentFrom: (terminalId: string, afterMs: number, limit: number): number[] =>
      sentFrom.all(terminalId, afterMs, limit),
    /** The moment of the `nth` last code of the whole office, counted from 1; null where there were fewer since then. */
    nthLastInOffice: (afterMs: number, nth: number): number | null => inOffice.get(afterMs, nth - 1) ?? null,
    liveAt: (terminalId: string): ChallengeRow[] => liveAt.all(terminalId),
    /** Sets a final status and forgets the code's HMAC. */
    close(challengeId: string, status: Exclude<ChallengeStatus, 'live'>): void {
      close.run(status, challengeId)
    },
    countTry(challengeId: string, triesUsed: number): void {
      countTry.run(triesUsed, challengeId)
    },
    /** Validity starts with the taking; a code that is over already stays over. */
    markTaken(challengeId: string, takenAtMs: number, expiresAtMs: number, nowMs: number): void {
      taken.run({ takenAtMs, expiresAtMs, id: challengeId, nowMs })
    },
    insertAttempt(challengeId: string, atMs: number, outcome: string): void {
      insertAttempt.run(challengeId, atMs, outcome)
    },
    guard(contactValue: string): GuardState {
      const row = guard.get(contactValue)
      return row === undefined
        ? unguarded
        : { failures: row.failures, lockedAtMs: row.locked_at_ms, lockedUntilMs: row.locked_until_ms }
    },
    putGuard(contactValue: string, state: GuardState): void {
      putGuard.run(contactValue, state.failures, state.lockedAtMs, state.lockedUntilMs)
    },
    dropGuard: (contactValue: string): boolean => dropGuard.run(contactValue).changes > 0,
    /** Live challenges whose time is over, at most `limit`. */
    dead: (nowMs: number, limit: number): string[] => dead.all(nowMs, limit).map((row) => row.id),
  }
}
export type OtpStore = ReturnType<typeof otpStore>
