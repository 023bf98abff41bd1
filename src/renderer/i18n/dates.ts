/** Dates and times as people of the locale write them. */

/** An ISO date without time, `2026-10-21`. */
export function dateText(isoDate: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  return format.format(new Date(`${isoDate}T00:00:00Z`))
}

/** A month, `2026-10`, or the office's own name for the period where it isn't one. */
export function periodText(period: string, locale: string): string {
  if (!/^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/.test(period)) return period
  const format = new Intl.DateTimeFormat(locale, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
    calendar: 'gregory',
  })
  return format.format(new Date(`${period}-15T00:00:00Z`))
}

/** A moment, as date and time of this terminal. */
export function momentText(atMs: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(atMs))
}

/** The time of day, for "locked until". */
export function timeText(atMs: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(atMs))
}
