/** Reads a CSV file record by record, page by page, in bounded memory. */
import { createReadStream } from 'node:fs'
import { lineEnd, type Scan, scanRecord } from '../../core/transfers/scan-record.ts'
import type { CheckedFile } from './check-file.ts'

/** A record longer than this, in UTF-16 units, is taken for one whose quote was never closed. */
const recordLimit = 1 << 20
const pieceBytes = 64 << 10

export interface CsvRecord {
  /** Its place among the records of the file, blank ones counted, the first being 1: a spreadsheet's row number. */
  readonly row: number
  /** Null where the row cannot be read: then `line` is how it begins, and `reason` says why. */
  readonly cells: readonly string[] | null
  readonly line: string
  readonly reason: string
}

export type RecordPage =
  /** `bytes` of the file have been read so far. */
  | { readonly kind: 'records'; readonly records: readonly CsvRecord[]; readonly bytes: number }
  /** The file is cut off in this row. Always the last page. */
  | { readonly kind: 'cut'; readonly row: number; readonly value: string; readonly reason: string }

const misplaced = 'a quote (") in this row is out of place: one is missing, or one is too many'
const unclosed = 'a quote (") opened in this row is never closed'
const tooLong = 'too long for one row: a quote (") opened in it is probably never closed'

/** Pages of records in the file's order. Throws what the file system throws. */
export async function* readRecords(file: string, checked: CheckedFile): AsyncGenerator<RecordPage, void> {
  const decoder = new TextDecoder()
  const stream = createReadStream(file, { end: checked.bytes - 1, highWaterMark: pieceBytes })
  const pages = paging()
  let bytes = 0
  for await (const piece of stream) {
    bytes += piece.length
    const records = pages.take(decoder.decode(piece, { stream: true }), false)
    if (records.length > 0) yield { kind: 'records', records, bytes }
    if (pages.cut() !== null) break
  }
  const records = pages.cut() === null ? pages.take(decoder.decode(), true) : []
  const cut = pages.cut()
  const last = checked.cutOff && cut === null ? records.pop() : undefined
  if (records.length > 0) yield { kind: 'records', records, bytes }
  if (cut !== null) yield { kind: 'cut', ...cut, value: pages.rest() }
  else if (last !== undefined)
    yield {
      kind: 'cut',
      row: last.row,
      value: last.cells?.join(',') ?? last.line,
      reason: 'the file is cut off here in the middle of a character, or is not UTF-8',
    }
}

/** Cuts text that comes piece by piece into records. */
function paging() {
  let text = ''
  let row = 0
  let columns = 0
  /** No look before so much text is there: a long record would be scanned anew with every piece. */
  let waitFor = 0
  let cut: { row: number; reason: string } | null = null

  /** Whether the line at `start` is a whole row: then the quote before it was one too many, and the file goes on. */
  function goesOn(start: number, atEnd: boolean): boolean {
    const scan = scanRecord(text, start, atEnd)
    return columns > 1 && scan.kind === 'record' && scan.cells.length === columns
  }

  return {
    take(more: string, atEnd: boolean): CsvRecord[] {
      text += more
      if (text.length < waitFor && !atEnd) return []
      let start = 0
      const records: CsvRecord[] = []
      while (start < text.length) {
        const found = scanRecord(text, start, atEnd)
        const overlong = found.kind === 'more' && text.length - start > recordLimit
        const scan: Scan = overlong ? { kind: 'unclosed', next: lineEnd(text, start) } : found
        if (scan.kind === 'more') break
        row += 1
        const reason = overlong ? tooLong : scan.kind === 'unclosed' ? unclosed : misplaced
        if (scan.kind === 'unclosed' && !goesOn(scan.next, atEnd)) {
          cut = { row, reason }
          break
        }
        if (columns < 2 && scan.kind === 'record') columns = scan.cells.length
        records.push({
          row,
          cells: scan.kind === 'record' ? scan.cells : null,
          line: scan.kind === 'record' ? '' : text.slice(start, Math.min(scan.next, start + 1_000)),
          reason: scan.kind === 'record' ? '' : reason,
        })
        start = scan.next
      }
      text = text.slice(start)
      waitFor = Math.min(text.length * 2, recordLimit + 1)
      return records
    },
    /** Where the file is cut off, null where it is not. */
    cut: () => cut,
    /** What is left unread, from the beginning of the row that is cut off. */
    rest: (): string => text.slice(0, 1_000),
  }
}
