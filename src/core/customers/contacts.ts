/** Contacts in one form: whatever notation a phone or a mail address came in, equal ones are one contact. */
import { domainToASCII } from 'node:url'
import { type CountryCode, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { westernDigits } from '../kernel/text.ts'

/**
 * E.164 of a phone in any notation of `region` (`09123456789`, `+98 912 345 6789`, `0098…`, `98-912…`, local digits);
 * null where it is no valid number. Source: ITU-T E.164 through libphonenumber.
 */
export function normalisePhone(typed: string, region: CountryCode | ''): string | null {
  const text = westernDigits(typed)
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')
    .trim()
  if (text.length > 40 || !/^[+\d(][\d\s().\-–/]*$/.test(text)) return null
  const digits = text.replace(/\D/g, '')
  if (digits.length < 5 || digits.length > 17) return null
  const international = text.startsWith('+') ? `+${digits}` : digits.startsWith('00') ? `+${digits.slice(2)}` : null
  if (international !== null) return valid(international, undefined)
  if (region === '') return valid(`+${digits}`, undefined)
  return valid(digits, region) ?? valid(`+${digits}`, undefined)
}

/**
 * A number whose range the country's plan does not know (yet) is taken where it is as long as the country's mobile
 * numbers: operators get new ranges sooner than tables are told, and people carry such numbers.
 */
function valid(text: string, region: CountryCode | undefined): string | null {
  const parsed = region === undefined ? parsePhoneNumberFromString(text) : parsePhoneNumberFromString(text, region)
  if (parsed === undefined) return null
  if (parsed.isValid()) return parsed.number
  const country = parsed.country ?? parsed.getPossibleCountries()[0]
  const mobile = country === undefined ? undefined : getExampleNumber(country, examples)
  return mobile !== undefined && parsed.nationalNumber.length === mobile.nationalNumber.length ? parsed.number : null
}

/** The address in lower case with an ASCII domain; null where it cannot be delivered to. Source: RFC 5321 §4.5.3.1 for the lengths. */
export function normaliseEmail(typed: string): string | null {
  const text = typed.normalize('NFC').trim().toLowerCase()
  if (text.length > 254) return null
  const match = /^([^\s@"<>(),:;\\[\]\p{Cc}]{1,64})@([^\s@]{3,253})$/u.exec(text)
  if (match?.[1] === undefined || match[2] === undefined) return null
  const [, local, domain] = match
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return null
  const ascii = domainToASCII(domain)
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/.test(ascii)
    ? `${local}@${ascii}`
    : null
}
