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
export function slowLock(failures: number, nowMs: number): SlowLock {
  const full = failures % triesPerLock === 0
  return {
    failures,
    lockedUntilMs: full ? nowMs + doublingLockMs(failures / triesPerLock) : 0,
    triesLeft: full ? 0 : triesPerLock - (failures % triesPerLock),
  }
}

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
 * How this person can show a second time that it is they. Empty: nothing is reachable yet, and the password alone counts.
 * Recovery codes stand in for another way; they are none of their own.
 */
export function waysOf(row: StaffRow, channels: readonly Channel[], recoveryCodesLeft: number): FactorWay[] {
  const way = (kind: FactorKind, to: string): FactorWay => ({ kind, to })
  const ways: FactorWay[] = row.totp_secret === null ? [] : [way('totp', '')]
  for (const channel of channels) {
    const contact = contactOf(row, channel)
    if (contact !== null) ways.push(way(channel, maskContact(contact)))
  }
  return ways.length > 0 && recoveryCodesLeft > 0 ? [...ways, way('recovery', '')] : ways
}

/** What a half-way sign-in was proven against: once any of it changes, it must begin again. */
export const standingOf = (row: StaffRow): string =>
  JSON.stringify([row.password_hash, row.email, row.phone, row.totp_secret?.toString('base64') ?? null])
