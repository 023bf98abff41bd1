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
