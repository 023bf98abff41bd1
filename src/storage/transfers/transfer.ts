/** What an import or export is asked, says while it runs, and ends with; plain data that crosses threads. */
import type { ExportKind, ImportKind, JobProgress } from '../../contract/transfers.ts'
import type { AuditMatch } from '../../core/audit/match.ts'
import type { Actor } from '../../core/audit/trail.ts'

export interface ImportRequest {
  readonly direction: 'import'
  readonly kind: ImportKind
  /** The file to read. */
  readonly file: string
  /** How the person knows the file, in what is said to them; the file itself where it is not given. */
  readonly shownName?: string
  /** For the audit trail. */
  readonly by: Actor
  /** `--region` or COUNTERFOIL_REGION; empty where neither is given. */
  readonly region: string
  /** The folder the rejects file goes to; null: beside the file, or where that cannot be, in the data folder. */
  readonly rejectsFolder: string | null
}

export interface ExportRequest {
  readonly direction: 'export'
  readonly kind: ExportKind
  /** The file to write; what stands there is replaced once the new one is whole. */
  readonly file: string
  readonly shownName?: string
  readonly by: Actor
  /** For the kind `audit`: only these rows. */
  readonly audit?: AuditMatch
  /** Begin with a byte order mark, by which spreadsheets know UTF-8. */
  readonly byteOrderMark: boolean
}

export type TransferRequest = ImportRequest | ExportRequest

export const shownNameOf = (request: Pick<TransferRequest, 'file' | 'shownName'>): string =>
  request.shownName ?? request.file

/** Where the office is: what the worker needs to open it. */
export interface TransferPlace {
  /** The worker's entry, `worker.ts` in source, `worker.js` where bundled. */
  readonly workerUrl: URL
  /** The data folder. */
  readonly folder: string
  readonly migrationsFolder: string
  /** IANA name. */
  readonly timeZone: string
}

export type TransferProgress = Omit<JobProgress, 'jobId'>

/** The end of a transfer; `progress.state` is `done`, `cancelled` or `failed`. */
export interface TransferEnd {
  readonly progress: TransferProgress
  /** What the person must hear beside the numbers: which country the phones were read as. */
  readonly note: string | null
  /** The rejects file, null where every row was taken. For an export null. */
  readonly rejectsFile: string | null
}

export type WorkerWord =
  | { readonly word: 'progress'; readonly progress: TransferProgress }
  | { readonly word: 'end'; readonly end: TransferEnd }

/** What the worker is started with. The first cell of `cancelFlag` becomes 1 to cancel; no message needs to be waited for. */
export interface WorkerInput {
  readonly request: TransferRequest
  readonly place: Omit<TransferPlace, 'workerUrl'>
  readonly cancelFlag: SharedArrayBuffer
}
