/** The limits against abuse while someone types them, and what can't be right in them. */
import type { AbuseLimits } from '../../../../contract/delivery.ts'
import { asciiDigits } from '../../../ui/digits.ts'
import { microsText, parseMicros } from '../micros.ts'

/** The same bounds as the contract's, so that the administrator hears of them before the office does. */
export const countBounds = {
  contactPer2Minutes: { min: 1, max: 100 },
  contactPerDay: { min: 1, max: 1000 },
  terminalPerMinute: { min: 1, max: 1000 },
  officePerMinute: { min: 1, max: 1_000_000 },
  numberBlockPer10Minutes: { min: 2, max: 10_000 },
  dailySms: { min: 1, max: 1_000_000 },
} as const
export type CountName = keyof typeof countBounds

export interface LimitsDraft {
  readonly counts: Readonly<Record<CountName, string>>
  readonly smsCountries: readonly string[]
  readonly dailySmsOn: boolean
  readonly dailyCostOn: boolean
  readonly dailyCost: string
  readonly costCurrency: string
  readonly segmentPrice: string
}

/** What stands in a cap that was off, the moment it is switched on. */
const usualDailySms = 500

export function draftOf(limits: AbuseLimits): LimitsDraft {
  const count = (name: Exclude<CountName, 'dailySms'>) => String(limits[name])
  return {
    counts: {
      contactPer2Minutes: count('contactPer2Minutes'),
      contactPerDay: count('contactPerDay'),
      terminalPerMinute: count('terminalPerMinute'),
      officePerMinute: count('officePerMinute'),
      numberBlockPer10Minutes: count('numberBlockPer10Minutes'),
      dailySms: String(limits.dailySms ?? usualDailySms),
    },
    smsCountries: limits.smsCountries,
    dailySmsOn: limits.dailySms !== null,
    dailyCostOn: limits.dailyCostMicros !== null,
    dailyCost: limits.dailyCostMicros === null ? '' : microsText(limits.dailyCostMicros),
    costCurrency: limits.costCurrency,
    segmentPrice: microsText(limits.segmentPriceMicros),
  }
}

const wholeNumber = (text: string): number | null => {
  const plain = asciiDigits(text).trim()
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null
}

export function isCountRight(name: CountName, text: string): boolean {
  const value = wholeNumber(text)
  return value !== null && value >= countBounds[name].min && value <= countBounds[name].max
}

/** A cap of nothing would stop everything; the switch beside it does that more plainly. */
export function isCostRight(text: string): boolean {
  const parsed = parseMicros(text)
  return parsed.outcome === 'done' && parsed.micros > 0
}

/** What is sent, or null while something can't be right. A cap that is off is not asked. */
export function limitsOf(draft: LimitsDraft): AbuseLimits | null {
  const names = Object.keys(countBounds) as CountName[]
  const wrong = names.some(
    (name) => (name !== 'dailySms' || draft.dailySmsOn) && !isCountRight(name, draft.counts[name]),
  )
  const price = parseMicros(draft.segmentPrice)
  const cost = parseMicros(draft.dailyCost)
  if (wrong || price.outcome === 'refused' || (draft.dailyCostOn && !isCostRight(draft.dailyCost))) return null
  const count = (name: CountName) => wholeNumber(draft.counts[name]) ?? 0
  return {
    contactPer2Minutes: count('contactPer2Minutes'),
    contactPerDay: count('contactPerDay'),
    terminalPerMinute: count('terminalPerMinute'),
    officePerMinute: count('officePerMinute'),
    numberBlockPer10Minutes: count('numberBlockPer10Minutes'),
    smsCountries: [...draft.smsCountries],
    dailySms: draft.dailySmsOn ? count('dailySms') : null,
    dailyCostMicros: draft.dailyCostOn && cost.outcome === 'done' ? cost.micros : null,
    costCurrency: draft.costCurrency,
    segmentPriceMicros: price.micros,
  }
}
