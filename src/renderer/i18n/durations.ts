/** How long something took, as people of the locale write it: a number with the largest unit that fits. */

const second = 1000
const minute = 60 * second
const hour = 60 * minute

function unitOf(ms: number): {
  readonly unit: 'second' | 'minute' | 'hour'
  readonly value: number
  readonly digits: number
} {
  // Nothing takes no time at all, so the least that is said is a tenth.
  if (ms < 9_950) return { unit: 'second', value: Math.max(ms / second, 0.1), digits: 1 }
  if (ms < minute - second / 2) return { unit: 'second', value: ms / second, digits: 0 }
  if (ms < hour - minute / 2) return { unit: 'minute', value: ms / minute, digits: 0 }
  return { unit: 'hour', value: ms / hour, digits: 0 }
}

/** `5.0 seconds`, `42 seconds`, `3 minutes`. Tenths below ten seconds only. */
export function durationText(ms: number, locale: string): string {
  const { unit, value, digits } = unitOf(ms)
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
}
