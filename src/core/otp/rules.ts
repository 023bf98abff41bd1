/** Pure decisions about one-time codes: policies per purpose, limits, locks, and how a code and its reference look. */
import { type Chance, randomBelow } from '../kernel/chance.ts'
import { westernDigits } from '../kernel/text.ts'

export type Purpose = 'visit' | 'registration' | 'contact_change' | 'staff_sign_in' | 'password_reset' | 'rest_sign_in'

export interface Policy {
  /** Milliseconds from the moment the provider took the message. */
  readonly validMs: number
  readonly maxTries: number
  readonly resendAfterMs: number
}

const seconds = 1_000
const minutes = 60 * seconds

/** The defaults of the design's policy table. */
export const policies: Readonly<Record<Purpose, Policy>> = {
  visit: { validMs: 5 * minutes, maxTries: 5, resendAfterMs: 60 * seconds },
  registration: { validMs: 15 * minutes, maxTries: 5, resendAfterMs: 60 * seconds },
  contact_change: { validMs: 15 * minutes, maxTries: 5, resendAfterMs: 60 * seconds },
  staff_sign_in: { validMs: 10 * minutes, maxTries: 5, resendAfterMs: 60 * seconds },
  password_reset: { validMs: 10 * minutes, maxTries: 5, resendAfterMs: 60 * seconds },
  rest_sign_in: { validMs: 5 * minutes, maxTries: 3, resendAfterMs: 60 * seconds },
}

/** At most `count` codes within `windowMs`. */
export interface Limit {
  readonly count: number
  readonly windowMs: number
}

/** How many codes may be asked for: to one contact, from one terminal, in the whole office. */
export interface CodeLimits {
  readonly contactPer2Minutes: number
  readonly contactPerDay: number
  readonly terminalPerMinute: number
  readonly officePerMinute: number
}

export const contactLimits = (limits: CodeLimits): readonly Limit[] => [
  { count: limits.contactPer2Minutes, windowMs: 2 * minutes },
  { count: limits.contactPerDay, windowMs: 24 * 60 * minutes },
]
export const terminalLimits = (limits: CodeLimits): readonly Limit[] => [
  { count: limits.terminalPerMinute, windowMs: minutes },
]
export const officeWindowMs = minutes

/** How far back sends must be remembered for these limits. */
export const longestWindowMs = (limits: readonly Limit[]): number => Math.max(...limits.map((limit) => limit.windowMs))

/** Wrong codes in a row after which only a supervisor can lift the block. Source: NIST SP 800-63B-4 §3.2.2. */
export const blockAfterFailures = 100

/** Locks the contact for 30 s, doubling to 1 h; `nth` counts locks in a row from 1. */
export function doublingLockMs(nth: number): number {
  return Math.min(30 * seconds * 2 ** Math.min(nth - 1, 20), 60 * minutes)
}

/**
 * When the next code may be sent, given the moments of the last ones, newest first; null where it may be sent now.
 */
export function limitedUntil(limits: readonly Limit[], sentAtMs: readonly number[], nowMs: number): number | null {
  let until: number | null = null
  for (const { count, windowMs } of limits) {
    const nth = sentAtMs[count - 1]
    if (nth !== undefined && nth + windowMs > nowMs) until = Math.max(until ?? 0, nth + windowMs)
  }
  return until
}

/** Uniformly random digits, leading zeros included. */
export function newCode(chance: Chance, digits: number): string {
  let code = ''
  while (code.length < digits) code += randomBelow(chance, 10)
  return code
}

// Without I, O, Q, S and Z, 0 and 1: what is read aloud must not be mistaken.
const letters = 'ABCDEFGHJKLMNPRTUVWXY'
const numerals = '23456789'

/** A letter and a numeral, `K7`: tells two messages apart, proves nothing. */
export function newReference(chance: Chance): string {
  return letters.charAt(randomBelow(chance, letters.length)) + numerals.charAt(randomBelow(chance, numerals.length))
}

/** What was typed or pasted, as bare Western digits; null where it cannot be a code of that length. */
export function readCode(typed: string, digits: number): string | null {
  const bare = westernDigits(typed).replace(/[\s\-–.\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
  return new RegExp(`^\\d{${digits}}$`).test(bare) ? bare : null
}

export interface GuardKeys {
  readonly shown: string
  readonly hidden: string | null
}

/**
 * Whose failures a challenge counts among: those that its answers show, and those that only decide. At a kiosk what was typed
 * shows; what was done to the contact from elsewhere must not, for nobody does anything to a contact we do not know. A
 * contact's sign-in over REST is an account of its own, and so is what staff prove by it: guesses from a network or at a
 * counter must not lock the person elsewhere.
 */
export function guardKeys(challenge: {
  readonly purpose: Purpose
  readonly contact_value: string
  readonly asked_as: string
}): GuardKeys {
  const { purpose, contact_value: contact, asked_as: asked } = challenge
  if (purpose === 'rest_sign_in') return { shown: restKey(contact), hidden: null }
  if (purpose === 'staff_sign_in') return { shown: staffKey(contact), hidden: null }
  if (purpose === 'password_reset') return { shown: kioskKey(asked), hidden: staffKey(contact) }
  return asked === '' ? { shown: contact, hidden: null } : { shown: kioskKey(asked), hidden: contact }
}
export const kioskKey = (typed: string): string => `kiosk:${typed}`
export const restKey = (contact: string): string => `rest:${contact}`
const staffKey = (contact: string): string => `staff:${contact}`

export interface GuardState {
  readonly failures: number
  readonly lockedAtMs: number
  readonly lockedUntilMs: number
}

/** The guard after one more wrong code. `exhausted`: the challenge itself has no tries left. */
export function afterWrongCode(guard: GuardState, policy: Policy, exhausted: boolean, nowMs: number): GuardState {
  const failures = guard.failures + 1
  if (!exhausted && failures % policy.maxTries !== 0) return { ...guard, failures }
  return { failures, lockedAtMs: nowMs, lockedUntilMs: nowMs + doublingLockMs(Math.ceil(failures / policy.maxTries)) }
}

/**
 * Whether a lock stops this challenge. One that was issued before the lock and has no wrong try of its own stays good:
 * a stranger's guesses at another terminal must not burn the code of the person at this one (Keycloak 46164).
 */
export function lockApplies(
  guard: GuardState,
  challenge: { readonly triesUsed: number; readonly createdAtMs: number },
  nowMs: number,
): boolean {
  if (guard.lockedUntilMs <= nowMs) return false
  return challenge.triesUsed > 0 || challenge.createdAtMs >= guard.lockedAtMs
}
