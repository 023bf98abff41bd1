/** An import from its first look at the file to its line on the audit trail. Runs in the worker thread. */
import type { Bills } from '../../core/billing/bills.ts'
import type { Customers } from '../../core/customers/service.ts'
import type { CustomerStore } from '../../core/customers/store.ts'
import type { Outcome } from '../../core/kernel/outcome.ts'
import { billColumns, customerColumns } from '../../core/transfers/columns.ts'
import { anyBill } from '../../core/transfers/export-store.ts'
import { billImporter, customerImporter, type RowImporter } from '../../core/transfers/import-batch.ts'
import { decidePlace, type ImportPlace } from '../../core/transfers/office-place.ts'
import { seenKeys } from '../../core/transfers/seen-keys.ts'
import { type CheckedFile, checkFile } from './check-file.ts'
import { loadRows, readHead } from './load-file.ts'
import { wayMaker } from './make-way.ts'
import { type ProgressMeter, progressMeter } from './progress-meter.ts'
import { type RejectsFile, rejectsFile, rejectsFolderFor } from './rejects-file.ts'
import { type ImportRequest, shownNameOf, type TransferEnd } from './transfer.ts'
import { transferFault } from './transfer-fault.ts'
import { type EndState, recordEnd, type TransferParts } from './transfer-record.ts'

export interface ImportParts extends TransferParts {
  readonly customers: Customers
  readonly customerStore: CustomerStore
  readonly bills: Bills
}

export async function runImport(request: ImportRequest, parts: ImportParts): Promise<TransferEnd> {
  const meter = progressMeter(parts.monotonicMs, parts.say)
  let note: string | null = null
  let rejects: RejectsFile | null = null
  let end: EndState
  try {
    rejects = rejectsFile(request.rejectsFolder ?? rejectsFolderFor(request.file, parts.folder), request.file)
    const found = await importFile(request, parts, { meter, rejects })
    note = found.note
    end = found.end
  } catch (error) {
    end = { state: 'failed', failure: transferFault(error, request) }
  }
  const recorded = recordEnd(request, parts, meter, end)
  return {
    progress: meter.end(recorded.state, recorded.failure),
    note,
    rejectsFile: rejects === null ? null : rejects.close(),
  }
}

interface Attempt {
  readonly meter: ProgressMeter
  readonly rejects: RejectsFile
}

type Found = { readonly end: EndState; readonly note: string | null }
const refusal = (failure: string): Found => ({ end: { state: 'failed', failure }, note: null })

async function importFile(request: ImportRequest, parts: ImportParts, attempt: Attempt): Promise<Found> {
  const checked = await checkFile(request.file, shownNameOf(request))
  if (!checked.ok) return refusal(checked.failure)
  const seen = seenKeys(parts.db)
  try {
    if (request.kind === 'customers') {
      return await load(request, parts, attempt, checked.value, {
        columns: customerColumns,
        phoneColumn: 'phone',
        importer: ({ region }) => customerImporter({ ...parts, seen, region }),
      })
    }
    return await load(request, parts, attempt, checked.value, {
      columns: billColumns,
      phoneColumn: null,
      importer: ({ currency }) => billImporter({ ...parts, seen, currency }),
    })
  } finally {
    seen.close()
  }
}

interface KindSteps<Column extends string> {
  readonly columns: readonly Column[]
  readonly phoneColumn: Column | null
  importer(place: ImportPlace): RowImporter<Column>
}

async function load<Column extends string>(
  request: ImportRequest,
  parts: ImportParts,
  attempt: Attempt,
  checked: CheckedFile,
  steps: KindSteps<Column>,
): Promise<Found> {
  const head = await readHead(request, checked, steps.columns, steps.phoneColumn)
  if (!head.ok) return refusal(head.failure)
  const place: Outcome<ImportPlace, string> = decidePlace({
    kind: request.kind,
    option: request.region,
    settings: parts.settings.get(),
    hasBills: anyBill(parts.db),
    phones: head.value.sample,
  })
  if (!place.ok) return refusal(place.failure)
  if (place.value.learned !== null) parts.settings.change(place.value.learned, request.by)
  const end = await loadRows({
    ...attempt,
    file: request.file,
    checked,
    columns: head.value.columns,
    importer: steps.importer(place.value),
    cancelled: parts.cancelled,
    makeWay: wayMaker(parts.db, parts),
    monotonicMs: parts.monotonicMs,
  })
  return { end, note: place.value.note }
}
