/** Backups of the office: when and where they are made, which there are, and the way back to one of them. */
import { z } from 'zod'
import { administrators, staffOnly } from './procedure.ts'
import { atMs, line } from './values.ts'

/** `daily`: at this hour of the office's own clock. */
export const backupSchedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off') }),
  z.object({ kind: z.literal('daily'), hour: z.int().min(0).max(23) }),
  z.object({ kind: z.literal('hours'), every: z.int().min(1).max(24) }),
])
export type BackupSchedule = z.infer<typeof backupSchedule>

/** Why no backup could be made. */
export const backupTrouble = z.enum([
  'no_folder',
  'no_passphrase',
  /** Not there, or another drive is in its place. */
  'folder_gone',
  'folder_full',
  'folder_read_only',
  /** No room beside the office's own data, where the copy is checked. */
  'no_room',
  /** The office's database itself is damaged. */
  'damaged',
  /** What was chosen for backups could not be read any more: none are made until it is chosen again. */
  'setup_lost',
  'failed',
])
export type BackupTrouble = z.infer<typeof backupTrouble>

/** What a backup holds, from its authenticated header. */
export const backupHolds = z.object({
  officeName: z.string(),
  madeAtMs: atMs,
  customers: z.int().nonnegative(),
  bills: z.int().nonnegative(),
  payments: z.int().nonnegative(),
})
export type BackupHolds = z.infer<typeof backupHolds>

export const backupFileName = z.string().regex(/^counterfoil-\d{8}-\d{6}(-\d{1,3})?\.cfbackup$/)

export const backupFile = z.object({
  name: backupFileName,
  bytes: z.int().nonnegative(),
  madeAtMs: atMs,
  /**
   * `verified`: read back to its last byte when it was made, and not changed since. `unknown`: made under another
   * passphrase, or by another office; its own passphrase tells. `damaged`: changed or cut off since it was made.
   */
  state: z.enum(['verified', 'unknown', 'damaged']),
  /** Null where it cannot be read without its passphrase. */
  holds: backupHolds.nullable(),
})
export type BackupFile = z.infer<typeof backupFile>

export const backupStep = z.enum(['copying', 'checking', 'encrypting', 'verifying', 'reading', 'preparing'])

export const backupState = z.object({
  schedule: backupSchedule,
  /** Null until one was chosen. */
  folder: z.string().nullable(),
  /** `unreadable`: the office's key file is another one; choose the passphrase anew. */
  passphrase: z.enum(['none', 'set', 'unreadable']),
  /** Set while one is made, or while a restore is prepared. */
  running: z.object({ step: backupStep, fraction: z.number().min(0).max(1) }).nullable(),
  lastGoodAtMs: atMs.nullable(),
  nextAtMs: atMs.nullable(),
  /** Since when none could be made, why, and when it is tried again. Null where all is well. */
  trouble: z.object({ why: backupTrouble, sinceMs: atMs, againAtMs: atMs.nullable() }).nullable(),
  /** The folder was on the disk of the office's own data when it was chosen: what breaks one breaks both. */
  sameDisk: z.boolean(),
  /** Since when this office has had payments and no good backup of them, although none is planned; null where that is less than a day. */
  unprotectedSinceMs: atMs.nullable(),
})
export type BackupState = z.infer<typeof backupState>

/** A passphrase or a recovery key, as typed. */
export const typedPassphrase = z.string().min(1).max(512)

/**
 * `wrong`: the passphrase does not open it. `damaged`: not one byte of a backup may have changed. `foreign`: not made with this
 * office's key, which is all that a locked kiosk takes. `newer`: a newer Counterfoil wrote the database inside.
 * `other_history`: a Counterfoil did whose migrations are not this one's.
 */
export const backupRefusal = z.enum(['gone', 'not_a_backup', 'newer', 'other_history', 'damaged', 'wrong', 'foreign'])
export type BackupRefusal = z.infer<typeof backupRefusal>

/** What came after a backup. */
const lostCounts = z.object({
  customers: z.int().nonnegative(),
  bills: z.int().nonnegative(),
  payments: z.int().nonnegative(),
})
export type LostCounts = z.infer<typeof lostCounts>

export const backupPreview = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('opened'),
    holds: backupHolds,
    /** What came after the backup and would be lost; null where the present data cannot be read. */
    lost: lostCounts.nullable(),
  }),
  z.object({ outcome: z.literal('refused'), reason: backupRefusal }),
])
export type BackupPreview = z.infer<typeof backupPreview>

/** False where nothing was being prepared, or where it was ready already and the office is about to start anew. */
export const stoppedRestore = z.object({ stopped: z.boolean() })

/** What everyone at a desk should know: that what is to be kept waits for a restore, or that the database is damaged. */
const backupWarning = z.enum(['restoring', 'damaged'])
export type BackupWarning = z.infer<typeof backupWarning>

export const backups = {
  state: administrators.output(backupState),
  /** `anew`: someone confirmed that the chosen folder is a new one, although it is called as before. */
  save: administrators
    .input(z.object({ schedule: backupSchedule, folder: line(1000), anew: z.boolean().default(false) }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done') }),
        z.object({
          outcome: z.literal('refused'),
          /**
           * `inside`: the data folder itself, which a backup must outlive. `gone`: the chosen folder's drive is away, and its
           * empty place must not become the folder.
           */
          reason: z.enum(['not_absolute', 'inside', 'missing', 'not_writable', 'gone', 'no_passphrase']),
        }),
      ]),
    ),
  /** Chooses the passphrase of the backups to come. The recovery key is shown this once. */
  choosePassphrase: administrators
    .input(z.object({ passphrase: z.string().min(1).max(128) }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done'), recoveryKey: z.string() }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['short', 'weak', 'not_written']) }),
      ]),
    ),
  /** Progress stands in `state`. */
  start: administrators.output(
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('started') }),
      z.object({ outcome: z.literal('refused'), reason: z.enum(['busy', 'no_folder', 'no_passphrase']) }),
    ]),
  ),
  /** Newest first; null where the folder cannot be read now. */
  list: administrators.output(z.array(backupFile).nullable()),
  preview: administrators.input(z.object({ name: backupFileName, passphrase: typedPassphrase })).output(backupPreview),
  warning: staffOnly.output(z.object({ warning: backupWarning.nullable() })),
  /**
   * Reads the whole backup, puts it in the place of the office's data and starts the office anew; everyone is signed out.
   * `lost`: what the administrator was told would be lost; refused with `more_came` where it is more by now.
   */
  restore: administrators
    .input(
      z.object({
        name: backupFileName,
        passphrase: typedPassphrase,
        confirmed: z.literal(true),
        lost: lostCounts.nullable().default(null),
      }),
    )
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('restarting') }),
        z.object({ outcome: z.literal('stopped') }),
        z.object({
          outcome: z.literal('refused'),
          reason: z.enum([...backupRefusal.options, 'busy', 'no_room', 'more_came']),
        }),
      ]),
    ),
  /** Ends a restore that is being prepared; nothing was changed then. Its progress stands in `state`. */
  stopRestore: administrators.output(stoppedRestore),
}
