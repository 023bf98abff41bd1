/** The sums that a customer most likely hands over for a total: exact, then the next round notes. */

/** At most five, growing, all at least `totalMinor`. `digits` are the currency's decimals. */
export function quickAmounts(totalMinor: number, digits: number): readonly number[] {
  const unitMinor = 10 ** digits
  const wholeUnits = Math.ceil(totalMinor / unitMinor)
  const magnitude = 10 ** (String(wholeUnits).length - 1)
  const steps = [magnitude / 10, magnitude / 2, magnitude, magnitude * 5, magnitude * 10].filter((step) => step >= 1)
  const rounded = steps.map((step) => Math.ceil(wholeUnits / step) * step * unitMinor)
  const sums = new Set([totalMinor, ...rounded.filter(Number.isSafeInteger)])
  return [...sums]
    .filter((sum) => sum >= totalMinor)
    .sort((left, right) => left - right)
    .slice(0, 5)
}
