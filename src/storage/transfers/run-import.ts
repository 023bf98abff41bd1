/** An import from its first look at the file to its line on the audit trail. Runs in the worker thread. */
import type { AuditTrail } from '../../core/audit/trail.ts'
import type { Bills } from '../../core/billing/bills.ts'
import type { Customers } from '../../core/customers/service.ts'
import type { CustomerStore } from '../../core/customers/store.ts'
import type { Db, Transact } from '../../core/kernel/db.ts'
import type { NewId } from '../../core/kernel/ids.ts'
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import type { SettingsService } from '../../core/settings/service.ts'
import { billColumns, customerColumns, kindOfHeader, readHeader } from '../../core/transfers/columns.ts'
import { batchRows, billImporter, customerImporter, type RowImporter } from '../../core/transfers/import-batch.ts'
import { lookAheadRows } from '../../core/transfers/infer-region.ts'
import { decidePlace, type ImportPlace } from '../../core/transfers/office-place.ts'
import { type SeenKeys, seenKeys } from '../../core/transfers/seen-keys.ts'
import { checkFile, type CheckedFile } from './check-file.ts'
import { fileRows, isBlank } from './file-rows.ts'
import { type ProgressMeter, progressMeter } from './progress-meter.ts'
import { readRecords } from './read-records.ts'
import { rejectsFile, rejectsFolderFor, type RejectsFile } from './rejects-file.ts'
import type { ImportRequest, TransferEnd, TransferProgress } from './transfer.ts'
import { transferFault } from './transfer-fault.ts'

export interface TransferParts {
  readonly db: Db
  readonly transact: Transact
  readonly audit: AuditTrail
  readonly newId: NewId
  readonly settings: SettingsService
  readonly customers: Customers
  readonly customerStore: CustomerStore
  readonly bills: Bills
  /** The data folder. */
  readonly folder: string
  readonly monotonicMs: () => number
  readonly cancelled: () => boolean
  readonly say: (progress: TransferProgress) => void
}
