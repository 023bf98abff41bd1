/** Import and export jobs as the api sees them; a port, because the work runs in a worker thread that storage owns. */
import type { ExportKind, ImportKind, JobProgress } from '../../contract/transfers.ts'
import type { AuditMatch } from '../audit/match.ts'
import type { Actor } from '../audit/trail.ts'

export interface TransferJobs {
  /** Names the upload and how many bytes one `append` may carry. */
  openUpload(upload: { kind: ImportKind; fileName: string; bytes: number }): { uploadId: string; chunkBytes: number }
  append(
    uploadId: string,
    offset: number,
    base64: string,
  ): Promise<
    { outcome: 'done'; received: number } | { outcome: 'refused'; reason: 'not_found' | 'out_of_order' | 'too_large' }
  >
  startImport(
    uploadId: string,
    by: Actor,
  ): Promise<
    { outcome: 'started'; jobId: string } | { outcome: 'refused'; reason: 'not_found' | 'incomplete' | 'busy' }
  >
  startExport(
    kind: ExportKind,
    by: Actor,
    /** For the kind `audit`: only these rows. */
    audit?: AuditMatch,
  ): { outcome: 'started'; jobId: string } | { outcome: 'refused'; reason: 'busy' }
  watch(jobId: string, signal: AbortSignal | undefined): AsyncGenerator<JobProgress, void>
  cancel(jobId: string): boolean
  /** True while an import or an export is under way. */
  running(): boolean
  /** About 1 MB of the export's file or the import's rejects file; null where there is none. */
  readFile(jobId: string, offset: number): Promise<{ text: string; nextOffset: number | null } | null>
  /** Cancels what runs and waits for it. */
  close(): Promise<void>
}
