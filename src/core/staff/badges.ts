/** The badge of a member of staff: a card whose number a reader types. It brings back who signed in fully that day, as the PIN does. */
import { hmacOf, type OfficeKeys } from '../kernel/keys.ts'
import { cleanLine, westernDigits } from '../kernel/text.ts'

const shortest = 6

/** Kept as an HMAC with a key outside the database: card numbers are few enough to be tried. Null where it is too short to be one. */
export function badgeHmac(keys: OfficeKeys, typed: string): Buffer | null {
  const number = westernDigits(cleanLine(typed))
  return number.length < shortest ? null : hmacOf(keys.code, ['badge', number])
}
