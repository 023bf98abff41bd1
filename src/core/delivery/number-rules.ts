/** Pure decisions about phone numbers that cost money: which kinds and countries get a text message. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Kinds that never get a text message: they cost the caller, or no telephone that reads texts is behind them. */
const neverTexted: ReadonlySet<string> = new Set([
  'PREMIUM_RATE',
  'SHARED_COST',
  'TOLL_FREE',
  'UAN',
  'VOICEMAIL',
  'PAGER',
  'PERSONAL_NUMBER',
  'FIXED_LINE',
])

/**
 * Whether an E.164 number may be texted: its country is allowed, and it is no landline and no number that costs extra. A
 * number whose range the country's plan does not know (yet) passes: operators get new ranges sooner than tables are told.
 * Source: libphonenumber's number types.
 */
export function textingRefusal(
  phone: string,
  allowedCountries: readonly string[],
): 'country_not_allowed' | 'number_type' | null {
  const parsed = parsePhoneNumberFromString(phone)
  const country = parsed?.country ?? parsed?.getPossibleCountries()[0]
  if (parsed === undefined || country === undefined || !allowedCountries.includes(country)) return 'country_not_allowed'
  const type = parsed.getType()
  return type !== undefined && neverTexted.has(type) ? 'number_type' : null
}

/** The block a number lies in: all but its last four digits. Pumping fraud runs through numbers side by side. */
export const numberBlock = (phone: string): string => phone.slice(0, -4)
