/** Reading a provider's JSON without trusting it: what is not there or not of its kind is null. */

export type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

export function parsedFields(text: string): Fields | null {
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return null
  }
}

/** A text that says something; null for anything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** The objects of a list; null where it is no list, or something in it is no object. */
export function listOf(value: unknown): readonly Fields[] | null {
  if (!Array.isArray(value)) return null
  const items = value.map(fieldsOf)
  return items.every((item) => item !== null) ? items : null
}

const microsPerUnit = 1_000_000

/**
 * Decimal text, like `-0.00750`, as millionths, without a float in between: the seventh decimal rounds. Null where it is
 * no such number, or too large to be exact.
 */
export function microsOf(text: string): number | null {
  const parts = /^([+-]?)(\d{1,15})(?:\.(\d{1,20}))?$/.exec(text.trim())
  if (parts === null) return null
  const [, sign, whole, fraction = ''] = parts
  const digits = fraction.padEnd(7, '0')
  const micros = Number(whole) * microsPerUnit + Number(digits.slice(0, 6)) + (digits.charAt(6) >= '5' ? 1 : 0)
  if (!Number.isSafeInteger(micros)) return null
  return sign === '-' && micros !== 0 ? -micros : micros
}

/** ISO 4217, in capitals. */
export function currencyOf(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Za-z]{3}$/.test(value) ? value.toUpperCase() : null
}
