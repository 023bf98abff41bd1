/** Takes a CSV file into the office: its first row, a look ahead where the country is not known, then batch after batch. */
import type { ImportKind } from '../../contract/transfers.ts'
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { kindOfHeader, readHeader } from '../../core/transfers/columns.ts'
import { batchRows, type FileRow, type RowImporter } from '../../core/transfers/import-batch.ts'
import { lookAheadRows } from '../../core/transfers/infer-region.ts'
import { fault, isBlank, nameCells, type Reject } from '../../core/transfers/row-fault.ts'
import type { CheckedFile } from './check-file.ts'
import type { ProgressMeter } from './progress-meter.ts'
import { type CsvRecord, readRecords } from './read-records.ts'
import type { RejectsFile } from './rejects-file.ts'
import type { EndState } from './transfer-record.ts'

export interface FileHead<Column extends string> {
  /** The columns in the file's order. */
  readonly columns: readonly Column[]
  /** The first rows that have as many cells as there are columns. */
  readonly firstRows: readonly Readonly<Record<Column, string>>[]
}

/** Reads the first row and some more. Fails with one clear line where the columns are not those of the kind. */
export async function readHead<Column extends string>(
  file: string,
  checked: CheckedFile,
  kind: ImportKind,
  expected: readonly Column[],
): Promise<Outcome<FileHead<Column>, string>> {
  const records: (readonly string[])[] = []
  for await (const page of readRecords(file, checked)) {
    if (page.kind === 'cut' && records.length === 0) return failed(`Row ${page.row}: ${page.reason}.`)
    if (page.kind === 'records')
      for (const { cells } of page.records) if (cells !== null && !isBlank(cells)) records.push(cells)
    if (records.length > lookAheadRows) break
  }
  const [header, ...rows] = records
  if (header === undefined) return failed(`${file} is empty.`)
  const columns = readHeader(header, expected)
  if (!columns.ok) {
    const other = kindOfHeader(header)
    return other === null || other === kind
      ? columns
      : failed(`This is a file of ${other}, not of ${kind}: import it as ${other}.`)
  }
  const named = rows.slice(0, lookAheadRows).map((cells) => nameCells(columns.value, cells))
  return done({ columns: columns.value, firstRows: named.flatMap((row) => (row.ok ? [row.value] : [])) })
}

export interface Loading<Column extends string> {
  readonly file: string
  readonly checked: CheckedFile
  readonly columns: readonly Column[]
  readonly importer: RowImporter<Column>
  readonly meter: ProgressMeter
  readonly rejects: RejectsFile
  readonly cancelled: () => boolean
  /** Called between batches: lets the counter write. */
  readonly makeWay: (batchMs: number) => Promise<void>
  readonly monotonicMs: () => number
}

/** Batch after batch until the end, a cut, or a cancellation; what was committed stays. */
export async function loadRows<Column extends string>(loading: Loading<Column>): Promise<EndState> {
  const { checked, meter, rejects } = loading
  let batch: FileRow<Column>[] = []
  let headerSeen = false

  async function commit(bytes: number): Promise<void> {
    if (batch.length === 0) return
    const startedMs = loading.monotonicMs()
    const result = loading.importer.take(batch)
    batch = []
    rejects.write(result.rejects)
    meter.add(result, bytes / checked.bytes)
    await loading.makeWay(loading.monotonicMs() - startedMs)
  }

  for await (const page of readRecords(loading.file, checked)) {
    if (page.kind === 'cut') {
      await commit(checked.bytes)
      const reject: Reject = { row: page.row, ...fault('', page.value, page.reason).failure }
      rejects.write([reject])
      meter.add({ rows: 1, added: 0, changed: 0, unchanged: 0, rejects: [reject] }, 0)
      return { state: 'failed', failure: `Row ${page.row}: ${page.reason}. The rows before it were taken.` }
    }
    for (const record of page.records) {
      if (record.cells !== null && isBlank(record.cells)) continue
      if (headerSeen) batch.push(fileRow(loading.columns, record))
      headerSeen = true
      if (batch.length < batchRows) continue
      await commit(page.bytes)
      if (loading.cancelled()) return { state: 'cancelled', failure: null }
    }
  }
  await commit(checked.bytes)
  return { state: 'done', failure: null }
}

function fileRow<Column extends string>(columns: readonly Column[], record: CsvRecord): FileRow<Column> {
  const { row, cells } = record
  return { row, cells: cells === null ? fault('', record.line, record.reason) : nameCells(columns, cells) }
}
