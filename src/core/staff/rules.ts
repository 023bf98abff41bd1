/** Pure decisions about staff: PINs, slow locks, and which second factors a person can give. */
import type { FactorKind, FactorWay, StaffMember } from '../../contract/session.ts'
import type { Channel, ContactKind } from '../../contract/values.ts'
import { maskContact } from '../audit/trail.ts'
import { doublingLockMs } from '../otp/rules.ts'
import type { StaffRow } from './store.ts'

const triesPerLock = 5

export const memberOf = (row: Pick<StaffRow, 'id' | 'name' | 'role'>): StaffMember => ({
  staffId: row.id,
  name: row.name,
  role: row.role,
})

/** Digits all alike, or a run up or down: the first a stranger tries. */
export function weakPin(pin: string): boolean {
  const digits = [...pin].map(Number)
  const steps = digits.slice(1).map((digit, index) => digit - (digits[index] ?? 0))
  return steps.every((step) => step === 0) || steps.every((step) => step === 1) || steps.every((step) => step === -1)
}

export interface SlowLock {
  readonly failures: number
  readonly lockedUntilMs: number
  readonly triesLeft: number
}

/** After every fifth wrong answer in a row nothing is checked: for 30 s, doubling to an hour. */
export function slowLock(failures: number, nowMs: number, perLock = triesPerLock): SlowLock {
  const full = failures % perLock === 0
  return {
    failures,
    lockedUntilMs: full ? nowMs + doublingLockMs(failures / perLock) : 0,
    triesLeft: full ? 0 : perLock - (failures % perLock),
  }
}

/** Wrong passwords at one terminal, whatever the name, before it must wait. */
export const triesPerTerminal = 20
/** Wrong PINs in a row, approving or taking over desks, after which only a full sign-in makes the PIN good again. */
export const mostWrongPins = 100
const wrongBadgesADay = 30

/** Wrong cards of one desk and day: a slow lock, then no more cards that day. A right card in between takes nothing off. */
export function badgeLock(failures: number, nowMs: number, dayEndMs: number): SlowLock {
  const lock = slowLock(failures, nowMs)
  return failures < wrongBadgesADay ? lock : { ...lock, lockedUntilMs: dayEndMs, triesLeft: 0 }
}

/** Of two locks that both hold, the one that ends later; without one, the fewer tries left. */
export const stricter = (one: SlowLock, other: SlowLock): SlowLock => ({
  failures: Math.max(one.failures, other.failures),
  lockedUntilMs: Math.max(one.lockedUntilMs, other.lockedUntilMs),
  triesLeft: Math.min(one.triesLeft, other.triesLeft),
})

export type WrongOutcome =
  | { readonly outcome: 'wrong'; readonly triesLeft: number }
  | { readonly outcome: 'locked'; readonly untilMs: number }

export const wrongOf = (lock: SlowLock): WrongOutcome =>
  lock.lockedUntilMs > 0
    ? { outcome: 'locked', untilMs: lock.lockedUntilMs }
    : { outcome: 'wrong', triesLeft: lock.triesLeft }

/** The kind of contact that a channel reaches. */
export const contactKindOf = (channel: Channel): ContactKind => (channel === 'email' ? 'email' : 'phone')

export const contactOf = (row: Pick<StaffRow, 'email' | 'phone'>, channel: Channel): string | null =>
  channel === 'email' ? row.email : row.phone

/**
 * How this person can show a second time that it is they. Empty: nothing is reachable, and the password alone counts. The
 * contact by which a forgotten password was replaced does not count as the second factor too, where there is another.
 */
export function waysOf(row: StaffRow, channels: readonly Channel[], recoveryCodesLeft: number): FactorWay[] {
  const way = (kind: FactorKind, to: string): FactorWay => ({ kind, to })
  const totp = row.totp_secret === null ? [] : [way('totp', '')]
  const recovery = recoveryCodesLeft > 0 ? [way('recovery', '')] : []
  const byContact = (channel: Channel): FactorWay[] => {
    const contact = contactOf(row, channel)
    return contact === null ? [] : [way(channel, maskContact(contact))]
  }
  const proving = channels.filter((channel) => contactKindOf(channel) !== row.reset_through)
  const apart = [...totp, ...proving.flatMap(byContact), ...recovery]
  return apart.length > 0 ? apart : channels.flatMap(byContact)
}

/** What a half-way sign-in was proven against: once any of it changes, it must begin again. */
export const standingOf = (row: StaffRow): string =>
  JSON.stringify([row.password_hash, row.email, row.phone, row.totp_secret?.toString('base64') ?? null])

/** Which of a person's fields an administrator changed, for the trail: never the values of contacts. */
export const changedFields = (before: StaffRow, after: StaffRow): Record<string, true> => ({
  ...(before.name === after.name ? {} : { nameChanged: true }),
  ...(before.email === after.email ? {} : { emailChanged: true }),
  ...(before.phone === after.phone ? {} : { phoneChanged: true }),
})
