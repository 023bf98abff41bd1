/** Takes a CSV file into the office: its first row, a look ahead where the country is not known, then batch after batch. */
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { kindOfHeader, readHeader } from '../../core/transfers/columns.ts'
import { type BatchResult, batchRows, type FileRow } from '../../core/transfers/import-batch.ts'
import { lookAheadRows } from '../../core/transfers/infer-region.ts'
import { fault, isBlank, nameCells, type Reject } from '../../core/transfers/row-fault.ts'
import type { CheckedFile } from './check-file.ts'
import type { ProgressMeter } from './progress-meter.ts'
import { type CsvRecord, readRecords } from './read-records.ts'
import type { RejectsFile } from './rejects-file.ts'
import { type ImportRequest, shownNameOf } from './transfer.ts'
import type { EndState } from './transfer-record.ts'

/** A batch ends early after so much of the file, so that rows of monstrous length do not gather in memory. */
const batchBytes = 2 << 20
/** The look ahead ends here at the latest. */
const lookAheadBytes = 4 << 20

export interface FileHead<Column extends string> {
  /** The columns in the file's order. */
  readonly columns: readonly Column[]
  /** The cells of one column in the first rows; empty where none was asked for. */
  readonly sample: readonly string[]
}

/** Reads the first row and some more. Fails with one clear line where the columns are not those of the kind. */
export async function readHead<Column extends string>(
  request: ImportRequest,
  checked: CheckedFile,
  expected: readonly Column[],
  sampled: Column | null,
): Promise<Outcome<FileHead<Column>, string>> {
  let columns: readonly Column[] | null = null
  const sample: string[] = []
  for await (const page of readRecords(request.file, checked)) {
    if (page.kind === 'cut' && columns === null) return failed(`Row ${page.row}: ${page.reason}.`)
    for (const { cells } of page.kind === 'records' ? page.records : []) {
      if (cells === null || isBlank(cells)) continue
      if (columns === null) {
        const header = readHeader(cells, expected)
        if (!header.ok) return failed(wrongKind(cells, request) ?? header.failure)
        columns = header.value
      } else if (sampled !== null) {
        const named = nameCells(columns, cells)
        if (named.ok) sample.push(named.value[sampled])
      }
      if (sample.length >= lookAheadRows) break
    }
    const enough = sampled === null || sample.length >= lookAheadRows
    if (columns !== null && (enough || (page.kind === 'records' && page.bytes > lookAheadBytes))) break
  }
  return columns === null ? failed(`${shownNameOf(request)} is empty.`) : done({ columns, sample })
}

/** What to do with a file whose first row is that of the other kind. */
function wrongKind(header: readonly string[], request: ImportRequest): string | null {
  const other = kindOfHeader(header)
  return other === null || other === request.kind
    ? null
    : `This is a file of ${other}, not of ${request.kind}: import it as ${other}.`
}

/** Commits all of a batch or throws. One that writes to another machine answers later. */
export interface BatchTaker<Column extends string> {
  take(rows: readonly FileRow<Column>[]): BatchResult | Promise<BatchResult>
}

export interface Loading<Column extends string> {
  readonly file: string
  readonly checked: CheckedFile
  readonly columns: readonly Column[]
  readonly importer: BatchTaker<Column>
  /** Rows of one batch; left out: as many as do not keep the counter waiting. */
  readonly rows?: number
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
  let batchFrom = 0
  let headerSeen = false

  async function commit(bytes: number): Promise<void> {
    if (batch.length === 0) return
    const startedMs = loading.monotonicMs()
    const result = await loading.importer.take(batch)
    batch = []
    batchFrom = bytes
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
      if (batch.length < (loading.rows ?? batchRows) && page.bytes - batchFrom < batchBytes) continue
      if (loading.cancelled()) return { state: 'cancelled', failure: null }
      await commit(page.bytes)
    }
  }
  if (loading.cancelled()) return { state: 'cancelled', failure: null }
  await commit(checked.bytes)
  return { state: 'done', failure: null }
}

function fileRow<Column extends string>(columns: readonly Column[], record: CsvRecord): FileRow<Column> {
  const { row, cells } = record
  return { row, cells: cells === null ? fault('', record.line, record.reason) : nameCells(columns, cells) }
}
