/**
 * The contract of an office that could not be opened: what is wrong with its data, which backups there are, and the way
 * back. Nobody can be signed in then; the backup's passphrase is what lets someone restore, and the host answers this
 * machine only. At a locked kiosk, where anyone stands, only the office's own backups count, in the folder they are made in.
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import {
  backupFile,
  backupFileName,
  backupPreview,
  backupRefusal,
  backupStep,
  stoppedRestore,
  typedPassphrase,
} from './backup.ts'
import { line } from './values.ts'

export const closedBecause = z.enum([
  'corrupt',
  /** There was an office here, and its database is gone or empty. */
  'missing',
  'from_the_future',
  'history_changed',
  'full',
  'read_only',
  'failed',
])
export type ClosedBecause = z.infer<typeof closedBecause>

export const recoveryState = z.object({
  why: closedBecause,
  /** The one line for whoever looks after this machine. */
  detail: z.string(),
  /** The folder the list is from; null where none is known. */
  folder: z.string().nullable(),
  /** A locked kiosk, where strangers stand: no other folder can be looked in. */
  fixed: z.boolean(),
  /** Newest first; null where the folder cannot be read. */
  backups: z.array(backupFile).nullable(),
  running: z.object({ step: backupStep, fraction: z.number().min(0).max(1) }).nullable(),
})
export type RecoveryState = z.infer<typeof recoveryState>

const base = oc.errors({
  /** The office is closed: call `recovery`. */
  RECOVERY: { status: 503 },
})
/** A backup by its folder and name. */
const chosen = z.object({ folder: line(1000), name: backupFileName, passphrase: typedPassphrase })

export const recoveryContract = {
  /** What every screen asks first; it always answers RECOVERY here. */
  office: { state: base.output(z.never()) },
  session: { current: base.output(z.never()) },
  recovery: {
    state: base.output(recoveryState),
    /** Looks for backups in another folder of this machine; one of a network only where it is mounted. */
    look: base.input(z.object({ folder: line(1000) })).output(recoveryState),
    preview: base.input(chosen).output(backupPreview),
    restore: base
      .input(chosen.extend({ confirmed: z.literal(true) }))
      .output(
        z.discriminatedUnion('outcome', [
          z.object({ outcome: z.literal('restarting') }),
          z.object({ outcome: z.literal('stopped') }),
          z.object({ outcome: z.literal('refused'), reason: z.enum([...backupRefusal.options, 'busy', 'no_room']) }),
        ]),
      ),
    /** How far a restore has come that is being prepared; null where none is. Cheaper than `state`, which reads the folder. */
    progress: base.output(recoveryState.shape.running),
    /** Ends a restore that is being prepared; nothing was changed then. */
    stopRestore: base.output(stoppedRestore),
    /** Opens the office once more, after someone made room or mended the folder. */
    tryAgain: base.output(z.object({ outcome: z.literal('restarting') })),
  },
}
