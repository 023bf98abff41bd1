/** Which country the phones of a file belong to, for offices that have not said it yet. */
import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { normalisePhone } from '../customers/contacts.ts'
import { splitContacts } from './parse-customer-row.ts'

/** How many rows are looked at. */
export const lookAheadRows = 500
/** Countries tried, those most numbers speak for first. */
const mostCandidates = 5

export interface InferredRegion {
  readonly region: CountryCode
  /** How many of the phones looked at are valid numbers there. */
  readonly fitting: number
  readonly phones: number
}

/**
 * The country most international-looking numbers (`+CC…`, `00CC…`, or digits valid only with a plus before them) speak
 * for, if at least half of all the numbers are valid there; else null. A few foreign numbers in a file of national
 * ones therefore decide nothing.
 */
export function inferRegion(phoneCells: readonly string[]): InferredRegion | null {
  const phones = phoneCells.flatMap(splitContacts)
  const votes = new Map<CountryCode, number>()
  for (const typed of phones) {
    const number = normalisePhone(typed, '')
    const country = number === null ? undefined : parsePhoneNumberFromString(number)?.country
    if (country !== undefined) votes.set(country, (votes.get(country) ?? 0) + 1)
  }
  const candidates = [...votes].sort((a, b) => b[1] - a[1]).slice(0, mostCandidates)
  let best: InferredRegion | null = null
  for (const [region] of candidates) {
    const code = `+${getCountryCallingCode(region)}`
    const fitting = phones.filter((typed) => normalisePhone(typed, region)?.startsWith(code) === true).length
    if (fitting * 2 >= phones.length && (best === null || fitting > best.fitting))
      best = { region, fitting, phones: phones.length }
  }
  return best
}
