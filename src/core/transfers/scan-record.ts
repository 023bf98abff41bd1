/**
 * One record of CSV text (RFC 4180), read exactly. Forgiving where no meaning is lost: space around quotes, a quote inside
 * an unquoted cell, any line ending. A quote that nobody closed is found where it was opened, so that it costs its own
 * row and never runs rows together.
 */

export type Scan =
  /** `next` is where the following record begins. */
  | { readonly kind: 'record'; readonly cells: string[]; readonly next: number }
  /** The text ends before the record does. */
  | { readonly kind: 'more' }
  /** A quoted cell goes on after its closing quote; the row can be told apart only by its line, which ends before `next`. */
  | { readonly kind: 'misplaced'; readonly next: number }
  /** A quote is opened and never closed; the line it stands in ends before `next`. */
  | { readonly kind: 'unclosed'; readonly next: number }

const comma = 44
const quote = 34
const lineFeed = 10
const carriageReturn = 13

const isBreak = (code: number): boolean => code === lineFeed || code === carriageReturn

/** The position after spaces and tabs. */
function skipSpace(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at += 1
  return at
}

/** The position of the next comma or line break, or the text's length. */
function cellEnd(text: string, from: number): number {
  let at = from
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === comma || isBreak(code)) break
  }
  return at
}

/** The position after the line that holds `from`. */
export function lineEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && !isBreak(text.charCodeAt(at))) at += 1
  return at < text.length ? afterBreak(text, at) : at
}

const afterBreak = (text: string, at: number): number =>
  text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1

type QuotedCell =
  | { readonly kind: 'cell'; readonly value: string; readonly end: number }
  | { readonly kind: 'more' }
  | { readonly kind: 'misplaced' | 'unclosed' }

/** Reads the cell whose opening quote is at `open`. `end` is the comma, line break or end of text after it. */
function scanQuoted(text: string, open: number, atEnd: boolean): QuotedCell {
  let value = ''
  let from = open + 1
  for (;;) {
    const close = text.indexOf('"', from)
    if (close === -1) return { kind: atEnd ? 'unclosed' : 'more' }
    value += text.slice(from, close)
    if (text.charCodeAt(close + 1) === quote) {
      value += '"'
      from = close + 2
      continue
    }
    const end = skipSpace(text, close + 1)
    if (end === text.length) return atEnd ? { kind: 'cell', value, end } : { kind: 'more' }
    const code = text.charCodeAt(end)
    if (code === comma || isBreak(code)) return { kind: 'cell', value, end }
    // `"Bob" Smith` is text as it stands, unless what the quotes hold could be other cells or other rows.
    if (/[,\r\n]/.test(text.slice(open, close))) return { kind: 'misplaced' }
    const literalEnd = cellEnd(text, end)
    if (literalEnd === text.length && !atEnd) return { kind: 'more' }
    return { kind: 'cell', value: text.slice(open, literalEnd).trimEnd(), end: literalEnd }
  }
}

/** Reads the record that begins at `start`. `atEnd` says that no text follows this one. */
export function scanRecord(text: string, start: number, atEnd: boolean): Scan {
  const cells: string[] = []
  let at = start
  for (;;) {
    const begin = skipSpace(text, at)
    let end: number
    if (text.charCodeAt(begin) === quote) {
      const cell = scanQuoted(text, begin, atEnd)
      if (cell.kind === 'more') return cell
      if (cell.kind !== 'cell') return { kind: cell.kind, next: lineEnd(text, start) }
      cells.push(cell.value)
      end = cell.end
    } else {
      end = cellEnd(text, begin)
      cells.push(text.slice(begin, end).trimEnd())
    }
    // A carriage return at the very end may be half of a line ending.
    if (!atEnd && (end === text.length || (end === text.length - 1 && text.charCodeAt(end) === carriageReturn)))
      return { kind: 'more' }
    if (end === text.length) return { kind: 'record', cells, next: end }
    if (text.charCodeAt(end) !== comma) return { kind: 'record', cells, next: afterBreak(text, end) }
    at = end + 1
  }
}
