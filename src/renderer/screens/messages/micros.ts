/** Money of providers between screen and contract: decimal text and integer millionths, never a float. */
import { decimalText, parseMoney } from '../../ui/money.ts'

/** Millionths have six digits after the point. */
const digits = 6

type ParsedMicros =
  | { readonly outcome: 'done'; readonly micros: number }
  | { readonly outcome: 'refused'; readonly reason: 'empty' | 'malformed' | 'too_precise' | 'too_large' }

/** Reads an amount a person typed, in any of our scripts' digits: `0.0075` is 7500. Never negative. */
export function parseMicros(text: string): ParsedMicros {
  const parsed = parseMoney(text, digits)
  return parsed.outcome === 'done' ? { outcome: 'done', micros: parsed.amountMinor } : parsed
}

/** `7500` is `0.0075`, for an input; zeros at the end are left out. */
export const microsText = (micros: number): string => decimalText(micros, digits).replace(/\.?0+$/, '')

/** The amount with its currency as the locale writes it, exact to the millionth; without a known currency, the number alone. */
export function formatMicros(micros: number, currency: string | null, locale: string): string {
  const format = new Intl.NumberFormat(locale, {
    ...(currency === null ? {} : { style: 'currency' as const, currency }),
    maximumFractionDigits: digits,
  })
  return format.format(decimalText(micros, digits) as Intl.StringNumericLiteral)
}
