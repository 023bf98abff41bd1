/** Recovery codes: the way in without a phone. Shown once, kept as HMACs, each good for one use. */
import type { KeyObject } from 'node:crypto'
import { type Chance, randomBelow } from './chance.ts'
import { hmacOf } from './keys.ts'
import { westernDigits } from './text.ts'

// Without I, L, O and U, 0 and 1: what is copied from paper must not be mistaken.
const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const half = 5

/** `K7MQ2-X9RTA`: 10 characters of 30, 49 bits each code. */
export function newRecoveryCodes(chance: Chance, count: number): string[] {
  const character = (): string => alphabet.charAt(randomBelow(chance, alphabet.length))
  const word = (): string => Array.from({ length: half }, character).join('')
  const codes = new Set<string>()
  while (codes.size < count) codes.add(`${word()}-${word()}`)
  return [...codes]
}

/** What was typed, without dashes, spaces and case; null where it cannot be a recovery code. */
export function readRecoveryCode(typed: string): string | null {
  const bare = westernDigits(typed)
    .toUpperCase()
    .replace(/[\s\-–.\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
  return bare.length === 2 * half && [...bare].every((letter) => alphabet.includes(letter)) ? bare : null
}

/** What is kept of a code: bound to its owner, so that it cannot be moved to another's row. */
export function recoveryHash(key: KeyObject, owner: string, code: string): Buffer {
  return hmacOf(key, ['recovery', owner, readRecoveryCode(code) ?? code])
}
