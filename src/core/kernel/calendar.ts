/** The office's calendar: which day it is there, for due dates and receipts. */

/** `2026-10-21` of a moment in `timeZone` (IANA name). */
export function isoDateAt(atMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(atMs)
  return parts.slice(0, 10)
}

/** Date and time for people, in `locale`, with Western digits so that it can be read aloud to any desk. */
export function dateTimeText(atMs: number, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(`${locale}-u-nu-latn`, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(
    atMs,
  )
}

/** Whether a text is a real day of the ISO calendar: `2026-02-30` is not. */
export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1900 || year > 2200 || month < 1 || month > 12) return false
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

export interface Day {
  /** First moment of the local day, to within the quarter of an hour of a clock change. */
  readonly startMs: number
  /** First moment of the next. */
  readonly endMs: number
}

const hourMs = 3_600_000
/** Time zones differ by quarters of an hour: India's day begins at half past six in the evening, UTC. */
const quarterMs = hourMs / 4

/** Says in which local day of `timeZone` a moment lies. The day in hand is remembered: asking again costs nothing. */
export function dayOf(timeZone: string): (atMs: number) => Day {
  let known: Day = { startMs: 0, endMs: 0 }
  return (atMs) => {
    if (atMs >= known.startMs && atMs < known.endMs) return known
    const date = isoDateAt(atMs, timeZone)
    let startMs = atMs - (atMs % quarterMs)
    while (isoDateAt(startMs - hourMs, timeZone) === date) startMs -= hourMs
    while (isoDateAt(startMs - quarterMs, timeZone) === date) startMs -= quarterMs
    let endMs = startMs + 22 * hourMs
    while (isoDateAt(endMs, timeZone) === date) endMs += quarterMs
    known = { startMs, endMs }
    return known
  }
}
