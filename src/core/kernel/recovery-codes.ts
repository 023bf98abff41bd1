/** Recovery codes: ten words of chance, shown once, each good for one sign-in without the phone. Kept as HMACs only. */
import { type Chance, randomBelow } from './chance.ts'
import { hmacOf, type OfficeKeys } from './keys.ts'
import { westernDigits } from './text.ts'

const count = 10
const length = 10

// Crockford's: no I, L, O, U. Ten of these are 50 bits, beyond guessing through a lock after every fifth try.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Ten different codes as a person reads them, `7K3QP-XW2ND`. */
export function newRecoveryCodes(chance: Chance): string[] {
  const codes = new Set<string>()
  while (codes.size < count) {
    let code = ''
    while (code.length < length) code += letters.charAt(randomBelow(chance, letters.length))
    codes.add(`${code.slice(0, 5)}-${code.slice(5)}`)
  }
  return [...codes]
}

/** What was typed, in the one form that is hashed: I and L read as 1, O as 0; null where it cannot be a recovery code. */
function readRecoveryCode(typed: string): string | null {
  const bare = westernDigits(typed)
    .toUpperCase()
    .replace(/[\s\-–\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[IL]/g, '1')
    .replaceAll('O', '0')
  return bare.length === length && [...bare].every((letter) => letters.includes(letter)) ? bare : null
}

/** Bound to its owner, with a key outside the database. Null where `typed` cannot be a recovery code. */
export function recoveryCodeHmac(keys: OfficeKeys, ownerId: string, typed: string): Buffer | null {
  const code = readRecoveryCode(typed)
  return code === null ? null : hmacOf(keys.code, ['recovery', ownerId, code])
}
