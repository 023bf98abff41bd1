/** Updates of the desktop terminal: what is known of a newer version, and installing it. The Node host has none of its own. */
import { z } from 'zod'
import { administrators, administratorsToTheEnd } from './procedure.ts'
import { atMs } from './values.ts'

export const updateChannel = z.enum(['latest', 'beta'])
export type UpdateChannel = z.infer<typeof updateChannel>

/** Why an update does not begin now. Those from `screen_in_use` on do not hold an administrator back. */
export const waitReason = z.enum([
  'visit_open',
  'verification_under_way',
  'payment_under_way',
  'message_under_way',
  'transfer_under_way',
  'screen_in_use',
  'failed_lately',
  'staff_at_work',
  'working_hours',
  'needs_person',
])
export type WaitReason = z.infer<typeof waitReason>

/** Why nothing is asked for. */
export const offReason = z.enum(['elsewhere', 'no_feed', 'insecure_feed', 'no_key', 'not_installed'])
export type OffReason = z.infer<typeof offReason>

export const refusalReason = z.enum([
  'unreachable',
  'signature_missing',
  'signature_wrong',
  'unreadable',
  'downgrade',
  'wrong_channel',
  'wrong_processor',
  'wrong_file',
  'broken_download',
  'backup_failed',
  'install_failed',
])
export type RefusalReason = z.infer<typeof refusalReason>

const offered = z.string()

export const updateState = z.object({
  /** What runs now. */
  version: z.string(),
  channel: updateChannel,
  /** When the feed last answered; null where it has not yet. */
  checkedAtMs: atMs.nullable(),
  step: z.discriminatedUnion('kind', [
    /** `elsewhere`: this host is updated with its package. */
    z.object({ kind: z.literal('off'), why: offReason }),
    z.object({ kind: z.literal('checking') }),
    z.object({ kind: z.literal('current') }),
    /** There is a newer one, and it is not this terminal's turn yet. */
    z.object({ kind: z.literal('not_yet'), offered }),
    z.object({ kind: z.literal('downloading'), offered }),
    /** Proven and on the disk. Empty `waitingFor` means that an administrator may install it now. */
    z.object({ kind: z.literal('ready'), offered, waitingFor: z.array(waitReason) }),
    z.object({ kind: z.literal('installing'), offered }),
    z.object({ kind: z.literal('refused'), offered: offered.nullable(), why: refusalReason, atMs }),
  ]),
})
export type UpdateState = z.infer<typeof updateState>

export const update = {
  state: administratorsToTheEnd.output(updateState),
  /** Asks the feed now, and comes back once it is known what it has. */
  check: administrators.output(updateState),
  /** Ends the terminal and starts the new version, unless somebody is being served. */
  install: administrators.output(
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('started') }),
      /** Empty `waitingFor`: nothing is ready to be installed. */
      z.object({ outcome: z.literal('refused'), waitingFor: z.array(waitReason) }),
    ]),
  ),
}
