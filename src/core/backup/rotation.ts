/** Which backups are kept: of the last 7 days, 4 weeks and 6 months that have one, the newest of each. */

export interface RotatedBackup {
  readonly name: string
  /** The office's day it was made on, `2026-10-21`. */
  readonly day: string
  readonly madeAtMs: number
  /** Read back whole when it was made, and unchanged since. Any other counts for nothing and is never deleted. */
  readonly good: boolean
}

/** Monday-based weeks since the one that 1970-01-01 lies in. */
const weekOf = (day: string): string => String(Math.floor((Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 3) / 7))

const rules: readonly { readonly keep: number; readonly of: (day: string) => string }[] = [
  { keep: 7, of: (day) => day },
  { keep: 4, of: weekOf },
  { keep: 6, of: (day) => day.slice(0, 7) },
]

/** The names that may go. The newest good one always stays. */
export function outOfRotation(backups: readonly RotatedBackup[]): string[] {
  const good = backups.filter((each) => each.good).sort((left, right) => right.madeAtMs - left.madeAtMs)
  const kept = new Set<RotatedBackup>()
  for (const rule of rules) {
    const seen = new Set<string>()
    for (const backup of good) {
      const span = rule.of(backup.day)
      if (seen.has(span)) continue
      if (seen.size === rule.keep) break
      seen.add(span)
      kept.add(backup)
    }
  }
  return good.filter((backup) => !kept.has(backup)).map(({ name }) => name)
}
