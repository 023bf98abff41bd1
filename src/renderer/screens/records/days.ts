/** Days as a date field gives them, and the moments of this terminal's day they stand for. */

/** The first moment of the day `2026-10-21`, or of the one `later` days on; null where none is chosen. */
export function startOfDay(day: string, later = 0): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (match === null) return null
  const moment = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + later).getTime()
  return Number.isNaN(moment) || moment < 0 ? null : moment
}
