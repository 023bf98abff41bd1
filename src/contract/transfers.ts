/** Import and export of CSV files, as jobs that run beside the counter's work and can be watched and cancelled. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { auditFilter } from './audit-filter.ts'
import { administrators } from './procedure.ts'
import { id, line } from './values.ts'

export const importKind = z.enum(['customers', 'bills'])
export type ImportKind = z.infer<typeof importKind>
export const exportKind = z.enum(['customers', 'bills', 'payments', 'feedback', 'audit'])
export type ExportKind = z.infer<typeof exportKind>

export const jobProgress = z.object({
  jobId: id,
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Rows read (import) or written (export) so far. */
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  /** 0 to 1; by bytes read or rows written. */
  fraction: z.number().min(0).max(1),
  rowsPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  /** One clear line where `state` is `failed`. */
  failure: z.string().nullable(),
  /** The first rejected rows; the rejects file has them all. */
  rejects: z.array(z.object({ row: z.int(), column: z.string(), value: z.string(), reason: z.string() })).max(100),
})
export type JobProgress = z.infer<typeof jobProgress>

const chunkRead = z.object({ text: z.string(), nextOffset: z.int().nullable() })

export const transfers = {
  /** Opens an upload; send the file with `append`, then `startImport`. */
  openUpload: administrators
    .input(z.object({ kind: importKind, fileName: line(255), bytes: z.int().nonnegative() }))
    .output(z.object({ uploadId: id, chunkBytes: z.int() })),
  /** Base64 of the next bytes, in order from `offset`. */
  append: administrators
    .input(z.object({ uploadId: id, offset: z.int().nonnegative(), base64: z.string().max(2_000_000) }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done'), received: z.int() }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['not_found', 'out_of_order', 'too_large']) }),
      ]),
    ),
  startImport: administrators
    .input(z.object({ uploadId: id }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('started'), jobId: id }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['not_found', 'incomplete', 'busy']) }),
      ]),
    ),
  /** `audit`: only the rows of the trail that this finds; for the kind `audit`. */
  startExport: administrators
    .input(z.object({ kind: exportKind, audit: auditFilter.optional() }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('started'), jobId: id }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['busy']) }),
      ]),
    ),
  /** Progress, several times a second at most, until the job is done, cancelled or failed. */
  watch: administrators.input(z.object({ jobId: id })).output(eventIterator(jobProgress)),
  /** Stops after the batch under way; what was committed stays. */
  cancel: administrators.input(z.object({ jobId: id })).output(z.object({ outcome: z.enum(['done', 'not_found']) })),
  /** The export's file, or the import's rejects file, piece by piece from byte `offset`. */
  readFile: administrators.input(z.object({ jobId: id, offset: z.int().nonnegative() })).output(chunkRead.nullable()),
}
