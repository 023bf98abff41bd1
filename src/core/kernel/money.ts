/** Money is integer minor units with its ISO 4217 currency; decimal text becomes minor units digit by digit, never through floats. */
import { westernDigits } from './text.ts'

/** Currencies whose minor unit is not a hundredth. Source: ISO 4217 list one, 2026. */
const digitsByCurrency: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
}

/** Digits after the decimal point, by ISO 4217. */
export function currencyDigits(currency: string): number {
  return digitsByCurrency[currency] ?? 2
}

export type ParsedAmount =
  | { readonly ok: true; readonly amountMinor: number }
  | { readonly ok: false; readonly reason: string }

/** Reads `1,234.50`, `1234.5` or `۱۲۳۴٫۵`. Refuses signs, more decimals than the currency has, and more than 2^53 − 1 minor units. */
export function parseAmount(text: string, currency: string): ParsedAmount {
  const digits = currencyDigits(currency)
  const plain = westernDigits(text).trim().replaceAll('٫', '.').replaceAll('٬', ',')
  const match = /^(\d{1,3}(?:,\d{2,3})*|\d+)(?:\.(\d+))?$/.exec(plain)
  if (match?.[1] === undefined) return { ok: false, reason: 'not an amount' }
  const whole = match[1].replaceAll(',', '').replace(/^0+(?=\d)/, '')
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > digits) return { ok: false, reason: `more than ${digits} decimals` }
  if (whole.length > 16) return { ok: false, reason: 'too large' }
  const amountMinor = Number(whole + fraction.padEnd(digits, '0'))
  return Number.isSafeInteger(amountMinor) ? { ok: true, amountMinor } : { ok: false, reason: 'too large' }
}

/** Minor units as decimal text with a full stop and no grouping, `58999` → `589.99`: what CSV files and pay-codes carry. */
export function decimalText(amountMinor: number, currency: string): string {
  const digits = currencyDigits(currency)
  const sign = amountMinor < 0 ? '-' : ''
  const text = Math.abs(amountMinor)
    .toString()
    .padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** Minor units for people: grouped, with the currency's code, Western digits. */
export function moneyText(amountMinor: number, currency: string): string {
  const [whole = '0', fraction] = decimalText(amountMinor, currency).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return `${currency} ${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}
