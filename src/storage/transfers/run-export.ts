/** An export: the office's rows into a file that appears only when it is whole. Runs in the worker thread. */
import type { Db } from '../../core/kernel/db.ts'
import { columnsOf } from '../../core/transfers/columns.ts'
import { exportRow } from '../../core/transfers/export-rows.ts'
import { exportReader } from '../../core/transfers/export-store.ts'
import { type WholeFile, wholeFile } from './csv-output.ts'
import { type ProgressMeter, progressMeter } from './progress-meter.ts'
import type { ExportRequest, TransferEnd } from './transfer.ts'
import { transferFault } from './transfer-fault.ts'
import { type EndState, recordEnd, type TransferParts } from './transfer-record.ts'

const pageRows = 500

/** `reader` is a connection of its own, for reading: it is busy while the rows are read. */
export function runExport(request: ExportRequest, parts: TransferParts, reader: Db): TransferEnd {
  const meter = progressMeter(parts.monotonicMs, parts.say)
  let output: WholeFile | null = null
  let end: EndState
  try {
    output = wholeFile(request.file, columnsOf[request.kind], request.byteOrderMark)
    end = writeRows(request, parts, reader, meter, output)
  } catch (error) {
    end = { state: 'failed', failure: transferFault(error, request) }
  }
  // Recorded before the file appears: nobody's data leaves unrecorded.
  end = recordEnd(request, parts, meter, end)
  try {
    if (end.state === 'done') output?.finish()
    else output?.discard()
  } catch (error) {
    end = { state: 'failed', failure: transferFault(error, request) }
  }
  return { progress: meter.end(end.state, end.failure), note: null, rejectsFile: null }
}

function writeRows(
  request: ExportRequest,
  parts: TransferParts,
  reader: Db,
  meter: ProgressMeter,
  output: WholeFile,
): EndState {
  const toCells = exportRow(request.kind, parts.settings.get().currency)
  const { total, rows } = exportReader(reader, request.kind, request.audit)
  let page: string[][] = []
  const put = (): void => {
    output.write(page)
    const written = meter.counts.rows + page.length
    meter.add({ rows: page.length, added: 0, changed: 0, unchanged: 0, rejects: [] }, total === 0 ? 1 : written / total)
    page = []
  }
  for (const row of rows()) {
    page.push(toCells(row))
    if (page.length < pageRows) continue
    put()
    if (parts.cancelled()) return { state: 'cancelled', failure: null }
  }
  put()
  return { state: 'done', failure: null }
}
