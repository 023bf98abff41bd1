/** Which country the phones of a file belong to, for offices that have not said it yet. */
import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { normalisePhone } from '../customers/contacts.ts'
import { splitContacts } from './parse-customer-row.ts'

/** How many rows are looked at. */
export const lookAheadRows = 500
/** Countries tried, those most numbers speak for first. */
const mostCandidates = 5
/** Of all numbers, so many must speak for a country, and so many be numbers of people there. */
const leastSpeaking = 0.1
const leastFitting = 0.5

export interface InferredRegion {
  readonly region: CountryCode
  /** How many of the phones looked at are numbers of people there. */
  readonly fitting: number
  readonly phones: number
}

/**
 * The country most international-looking numbers (`+CC…`, `00CC…`, or digits valid only with a plus before them) speak
 * for, where most of the others are numbers of that country as well; else null. A national number is nearly always a
 * number of some other country, too, so a few foreign ones must not decide.
 */
export function inferRegion(phoneCells: readonly string[]): InferredRegion | null {
  const phones = phoneCells.flatMap(splitContacts)
  const votes = new Map<CountryCode, number>()
  for (const typed of phones) {
    const number = normalisePhone(typed, '')
    const country = number === null ? undefined : parsePhoneNumberFromString(number)?.country
    if (country !== undefined) votes.set(country, (votes.get(country) ?? 0) + 1)
  }
  const candidates = [...votes]
    .filter(([, speaking]) => speaking >= phones.length * leastSpeaking)
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostCandidates)
  let best: InferredRegion | null = null
  for (const [region] of candidates) {
    const fitting = phones.filter((typed) => isPersonIn(typed, region)).length
    if (fitting >= phones.length * leastFitting && (best === null || fitting > best.fitting))
      best = { region, fitting, phones: phones.length }
  }
  return best
}

/** Whether it is a mobile or fixed line there; premium and other special numbers are nobody's own. */
function isPersonIn(typed: string, region: CountryCode): boolean {
  const number = normalisePhone(typed, region)
  if (number === null || !number.startsWith(`+${getCountryCallingCode(region)}`)) return false
  const type = parsePhoneNumberFromString(number)?.getType()
  return type === 'MOBILE' || type === 'FIXED_LINE' || type === 'FIXED_LINE_OR_MOBILE'
}
