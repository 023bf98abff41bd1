/** Money between screen and contract: decimal text and integer minor units, never a float. */
import { asciiDigits } from './digits.ts'

/** `12345` with 2 digits is `123.45`; plain ASCII, for exports to inputs. */
export function decimalText(amountMinor: number, digits: number): string {
  const sign = amountMinor < 0 ? '-' : ''
  const padded = String(Math.abs(amountMinor)).padStart(digits + 1, '0')
  if (digits === 0) return sign + padded
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

export interface MoneyFormat {
  /** ISO 4217. */
  readonly currency: string
  /** Digits after the decimal point, by ISO 4217. */
  readonly digits: number
  /** BCP 47, with the region where it matters: `en-IN` groups by lakh. */
  readonly locale: string
}

/** The amount with its currency as the locale writes it. Intl takes the exact decimal text, so nothing is rounded. */
export function formatMoney(amountMinor: number, { currency, digits, locale }: MoneyFormat): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(decimalText(amountMinor, digits) as Intl.StringNumericLiteral)
}

type ParsedMoney =
  | { readonly outcome: 'done'; readonly amountMinor: number }
  | { readonly outcome: 'refused'; readonly reason: 'empty' | 'malformed' | 'too_precise' | 'too_large' }

// Western (1,234,567) and Indian (12,34,567) grouping; a comma anywhere else is refused rather than guessed at.
const grouped = /^\d{1,3}(?:,\d{2,3})*,\d{3}$|^\d+$/

/** Reads an amount a person typed, in any of our scripts' digits, e.g. `1,234.50`, `۱٬۲۳۴٫۵`. Never negative. */
export function parseMoney(text: string, digits: number): ParsedMoney {
  const plain = asciiDigits(text)
    .replace(/[\s\u00a0\u200e\u200f]/g, '')
    .replace(/\u066c/g, ',')
    .replace(/\u066b/g, '.')
  if (plain === '') return { outcome: 'refused', reason: 'empty' }
  const [whole = '', fraction = '', ...more] = plain.split('.')
  const wholeOk = grouped.test(whole) || (whole === '' && fraction !== '')
  if (!wholeOk || !/^\d*$/.test(fraction) || more.length > 0) return { outcome: 'refused', reason: 'malformed' }
  if (fraction.length > digits && /[1-9]/.test(fraction.slice(digits))) {
    return { outcome: 'refused', reason: 'too_precise' }
  }
  const minorText = whole.replaceAll(',', '') + fraction.slice(0, digits).padEnd(digits, '0')
  if (BigInt(minorText) > BigInt(Number.MAX_SAFE_INTEGER)) return { outcome: 'refused', reason: 'too_large' }
  return { outcome: 'done', amountMinor: Number(minorText) }
}
