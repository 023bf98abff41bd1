/**
 * Cells as spreadsheets take them. A cell that a spreadsheet would run as a formula gets a leading apostrophe when it is
 * written, and loses it when it is read back, so that a file may go out and in again without a change: a cell that
 * already has apostrophes before the formula gets one more, so none of its own is ever lost.
 */

/** A cell of a file may be this long, in UTF-16 units. */
export const cellLimit = 4_096
/** A refused value is quoted up to this length. */
const quotedLength = 200

// Equals, plus, minus, at, tab and line breaks, and the full-width forms some programs take for them.
const formula = /^[\s']*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/
// A phone number in E.164 can do no harm and stays as people know it.
const plainPhone = /^\+\d+$/

/** The text as it may stand in a file that a spreadsheet opens. Source: OWASP, CSV Injection. */
export function neutralise(text: string): string {
  return formula.test(text) && !plainPhone.test(text) ? `'${text}` : text
}

/** Takes back what `neutralise` added. */
export function restore(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell
}

/** A refused value as it is shown: one line, without control characters, of bounded length. */
export function quoted(value: string): string {
  const line = value
    .slice(0, quotedLength * 4)
    .replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .trim()
  const short = line.length > quotedLength ? `${line.slice(0, quotedLength).replace(/[\uD800-\uDBFF]$/, '')}…` : line
  // A copy: a slice would keep the whole piece of the file it was cut from in memory.
  return structuredClone(short)
}
