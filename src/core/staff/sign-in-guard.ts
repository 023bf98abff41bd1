/**
 * The slow locks of sign-in. What shows is counted by what was typed at this terminal, for names nobody has as for known ones.
 * Wrong passwords and second factors of a person count unseen: at each terminal for itself, and all together for terminals
 * where that person never signed in. So nobody at a kiosk keeps a person from the desk they work at.
 */
import { seldom } from '../audit/seldom.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { hmacOf, type OfficeKeys } from '../kernel/keys.ts'
import { foldText } from '../kernel/text.ts'
import { readIdentifier } from '../visits/verification-rules.ts'
import { badgeLock, type SlowLock, slowLock, stricter, triesPerTerminal, type WrongOutcome, wrongOf } from './rules.ts'
import type { StaffRow, StaffStore } from './store.ts'

export interface GuardParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly keys: OfficeKeys
  readonly audit: AuditTrail
  readonly store: StaffStore
  readonly region: () => string
  /** Whether that person signed in fully at that terminal before. */
  readonly knows: (staffId: string, terminalId: string) => boolean
}

/** Who tries a password: what was typed, where, and whose it is; null where it is nobody's. */
export interface Attempt {
  readonly typed: string
  readonly terminalId: string
  readonly staffId: string | null
}

/** The count of a whole terminal is over after so long without a wrong password. */
const terminalCalmMs = 15 * 60_000

// Keys with a question mark are forgotten after a day without a touch.
const hereKey = (staffId: string, terminalId: string): string => `?at:${staffId}:${terminalId}`
const terminalKey = (terminalId: string): string => `?terminal:${terminalId}`
const pinKey = (staffId: string, terminalId: string): string => `?pin:${staffId}:${terminalId}`
const pinsKey = (staffId: string): string => `pin:${staffId}`

export function signInGuard({ transact, clock, keys, audit, store, region, knows }: GuardParts) {
  const tellsAgain = seldom(clock)

  /** Not what was typed itself: people type passwords into the wrong field. A contact counts in its one form. */
  function typedKey(typed: string): string {
    const read = readIdentifier(typed, region())
    const form = read === null || read.kind === 'account' ? foldText(typed) : read.value
    return `?typed:${hmacOf(keys.code, ['sign-in', form]).toString('base64url')}`
  }
  const typedHere = ({ typed, terminalId }: Attempt): string => `${typedKey(typed)}:${terminalId}`

  const lockedUntil = (...locks: string[]): number => Math.max(...locks.map((key) => store.guard(key).lockedUntilMs))
  const lockedOf = (untilMs: number): (WrongOutcome & { outcome: 'locked' }) | null =>
    untilMs > clock.now() ? { outcome: 'locked', untilMs } : null

  function count(key: string, lockOf: (failures: number, nowMs: number) => SlowLock = slowLock, calmMs = 0): SlowLock {
    const now = clock.now()
    const before = store.guard(key)
    const calm = calmMs > 0 && before.touchedAtMs + calmMs <= now
    const lock = lockOf(calm ? 1 : before.failures + 1, now)
    store.putGuard(key, lock.failures, lock.lockedUntilMs, now)
    return lock
  }

  function note(staffId: string | null, terminalId: string, what: string, failuresInARow: number): void {
    const who = staffId ?? 'unknown'
    if (staffId === null && !tellsAgain(`${what} ${terminalId}`)) return
    audit.append({
      ...{ actor: who, terminalId, visitId: null, action: 'staff.sign_in' },
      ...{ subject: who, outcome: 'wrong', detail: { what, failuresInARow } },
    })
  }

  /** What holds a person back here: elsewhere than where they are known, all wrong answers to their name together. */
  const personKeys = (staffId: string, terminalId: string): string[] =>
    knows(staffId, terminalId) ? [hereKey(staffId, terminalId)] : [hereKey(staffId, terminalId), staffId]

  const locked = (staffId: string, terminalId: string): WrongOutcome | null =>
    lockedOf(lockedUntil(...personKeys(staffId, terminalId)))

  function wrong(staffId: string, terminalId: string, what: string): SlowLock {
    const here = count(hereKey(staffId, terminalId))
    const everywhere = count(staffId)
    note(staffId, terminalId, what, here.failures)
    return knows(staffId, terminalId) ? here : stricter(here, everywhere)
  }

  return {
    locked,
    /** From who is signed in. */
    wrong: (staffId: string, terminalId: string, what: string): WrongOutcome =>
      transact(() => wrongOf(wrong(staffId, terminalId, what))),
    /** After a right password there is nothing to hide: a lock shows at the password too. */
    wrongFactor: (attempt: Attempt & { readonly staffId: string }, what: string): WrongOutcome =>
      transact(() => {
        const lock = wrong(attempt.staffId, attempt.terminalId, what)
        const key = typedHere(attempt)
        if (lock.lockedUntilMs > 0) store.putGuard(key, store.guard(key).failures, lock.lockedUntilMs, clock.now())
        return wrongOf(lock)
      }),
    /** Before a password is looked at: the same for every name. */
    lockedAt: (attempt: Attempt): WrongOutcome | null =>
      lockedOf(lockedUntil(typedHere(attempt), terminalKey(attempt.terminalId))),
    /** Shows what was typed here, never whose it is. A person who is held back is not counted on: it would never end. */
    wrongPassword: (attempt: Attempt): WrongOutcome =>
      transact(() => {
        const { staffId, terminalId } = attempt
        const shown = count(typedHere(attempt))
        const terminal = count(
          terminalKey(terminalId),
          (failures, nowMs) => slowLock(failures, nowMs, triesPerTerminal),
          terminalCalmMs,
        )
        if (staffId === null) note(null, terminalId, 'password', shown.failures)
        else if (locked(staffId, terminalId) === null) wrong(staffId, terminalId, 'password')
        return wrongOf({ ...shown, lockedUntilMs: Math.max(shown.lockedUntilMs, terminal.lockedUntilMs) })
      }),
    /** For an answer that cost nothing. */
    triesLeft: (staffId: string, terminalId: string): number =>
      slowLock(store.guard(hereKey(staffId, terminalId)).failures + 1, 0).triesLeft + 1,
    /** Signed in fully: what was counted here, and of that person elsewhere, is over; other terminals' own counts are not. */
    passed(attempt: Attempt & { readonly staffId: string }): void {
      const { staffId, terminalId } = attempt
      for (const key of [staffId, hereKey(staffId, terminalId), typedHere(attempt), pinsKey(staffId)])
        store.dropGuard(key)
    },
    /** An administrator's word, or a proven contact: everything of that person, wherever it was counted. */
    clear(row: Pick<StaffRow, 'id' | 'name' | 'email' | 'phone'>): void {
      for (const key of [row.id, pinsKey(row.id)]) store.dropGuard(key)
      for (const prefix of [hereKey(row.id, ''), pinKey(row.id, '')]) store.dropGuards(prefix)
      for (const typed of [row.name, row.email, row.phone]) if (typed !== null) store.dropGuards(`${typedKey(typed)}:`)
    },
    /** Cards at one desk on one day. */
    badgeLocked: (deskAndDay: string): WrongOutcome | null => lockedOf(lockedUntil(`?badge:${deskAndDay}`)),
    wrongBadge: (deskAndDay: string, terminalId: string, dayEndMs: number): WrongOutcome =>
      transact(() => {
        const lock = count(`?badge:${deskAndDay}`, (failures, nowMs) => badgeLock(failures, nowMs, dayEndMs))
        note(null, terminalId, 'badge', lock.failures)
        return wrongOf(lock)
      }),
    /** PINs that take over a desk count there, apart from those that approve. */
    pinLocked: (staffId: string, terminalId: string): WrongOutcome | null =>
      lockedOf(lockedUntil(pinKey(staffId, terminalId))),
    wrongPin: (staffId: string, terminalId: string): SlowLock => count(pinKey(staffId, terminalId)),
    /** Every wrong PIN, whatever it was for. */
    pinsInARow: {
      wrong: (staffId: string): number => count(pinsKey(staffId)).failures,
      read: (staffId: string): number => store.guard(pinsKey(staffId)).failures,
      over(staffId: string, terminalId: string): void {
        for (const key of [pinsKey(staffId), pinKey(staffId, terminalId)]) store.dropGuard(key)
      },
    },
  }
}
export type SignInGuard = ReturnType<typeof signInGuard>
