/** What every transfer works with in the worker, and its one line on the audit trail. */
import type { AuditTrail } from '../../core/audit/trail.ts'
import type { Db, Transact } from '../../core/kernel/db.ts'
import type { NewId } from '../../core/kernel/ids.ts'
import type { SettingsService } from '../../core/settings/service.ts'
import type { ProgressMeter } from './progress-meter.ts'
import type { TransferProgress, TransferRequest } from './transfer.ts'
import { transferFault } from './transfer-fault.ts'

export interface TransferParts {
  readonly db: Db
  readonly transact: Transact
  readonly audit: AuditTrail
  readonly newId: NewId
  readonly settings: SettingsService
  /** The data folder. */
  readonly folder: string
  readonly monotonicMs: () => number
  readonly pause: (ms: number) => Promise<void>
  readonly cancelled: () => boolean
  readonly say: (progress: TransferProgress) => void
}

export type EndState =
  | { readonly state: 'done' | 'cancelled'; readonly failure: null }
  | { readonly state: 'failed'; readonly failure: string }

/** Counts only, no personal data. Where even that cannot be written, the transfer has failed. */
export function recordEnd(
  request: TransferRequest,
  parts: TransferParts,
  meter: ProgressMeter,
  end: EndState,
): EndState {
  const { rows, ...changes } = meter.counts
  try {
    parts.transact(() =>
      parts.audit.append({
        ...request.by,
        visitId: null,
        action: `${request.kind}.${request.direction}ed`,
        subject: parts.newId(),
        outcome: end.state,
        detail: request.direction === 'import' ? { rows, ...changes } : { rows },
      }),
    )
    return end
  } catch (error) {
    return end.state === 'failed' ? end : { state: 'failed', failure: transferFault(error, request) }
  }
}
