/** Versions and their order. Source: semver.org 2.0.0 §9-11. */

interface Version {
  readonly numbers: readonly [number, number, number]
  /** What stands after the hyphen, between its dots; empty for a release. */
  readonly before: readonly string[]
}

const pattern =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*))?(?:\+[\da-zA-Z.-]+)?$/

function parseVersion(text: string): Version | null {
  const found = text.length > 128 ? null : pattern.exec(text)
  if (found === null) return null
  return {
    numbers: [Number(found[1]), Number(found[2]), Number(found[3])],
    before: found[4] === undefined ? [] : found[4].split('.'),
  }
}

const isNumber = (part: string): boolean => /^\d+$/.test(part)

/** Numbers by value and before words; words by their letters. */
function compareParts(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

export const isVersion = (text: string): boolean => parseVersion(text) !== null
export const isPrerelease = (text: string): boolean => (parseVersion(text)?.before.length ?? 0) > 0

/** Below 0 where `left` comes before `right`. Throws for what is no version: callers look first. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parseVersion(left), parseVersion(right)]
  if (a === null || b === null) throw new Error('not a version')
  for (const at of [0, 1, 2] as const) if (a.numbers[at] !== b.numbers[at]) return a.numbers[at] - b.numbers[at]
  // A release comes after what led to it.
  if (a.before.length === 0 || b.before.length === 0) return b.before.length - a.before.length
  for (let at = 0; at < Math.min(a.before.length, b.before.length); at += 1) {
    const order = compareParts(a.before[at] ?? '', b.before[at] ?? '')
    if (order !== 0) return order
  }
  return a.before.length - b.before.length
}
