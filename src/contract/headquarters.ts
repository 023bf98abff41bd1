/** Headquarters: joining it, meeting it, what waits, what was left over, and values that two branches wrote at once. */
import { z } from 'zod'
import { customerRefusal } from './customers.ts'
import { administrators, staffOnly } from './procedure.ts'
import { atMs, id, line, words } from './values.ts'

/** Why a meeting did not come about. */
export const meetingTrouble = z.enum([
  /** No network, no such host, nothing listens, or it stopped answering. */
  'unreachable',
  /** The password or the role is not the right one. */
  'refused',
  /** The certificate does not prove that this is headquarters. */
  'certificate',
  'no_tls',
  'no_schema',
  'headquarters_old',
  'office_old',
  'revoked',
  /** A newer copy of this office meets headquarters. */
  'left_behind',
  'headquarters_full',
  'rights',
  'office_storage',
  /** What was kept when the office joined cannot be read any more: join again. */
  'no_credential',
  'bug',
])
export type MeetingTrouble = z.infer<typeof meetingTrouble>

/** What every member of staff may know. */
export const meetingSummary = z.object({
  joined: z.boolean(),
  /** One is under way. */
  meeting: z.boolean(),
  lastMetAtMs: atMs.nullable(),
  /** Changes that headquarters does not have yet, and how old the oldest is. */
  waiting: z.int().nonnegative(),
  oldestWaitingAtMs: atMs.nullable(),
  /** Records that one side would not take: they do not leave by themselves. */
  parked: z.int().nonnegative(),
  /** Why the last try failed; null where it did not. */
  trouble: meetingTrouble.nullable(),
  /** Headquarters' clock minus this computer's, milliseconds; null until they first met. */
  clockOffsetMs: z.int().nullable(),
})
export type MeetingSummary = z.infer<typeof meetingSummary>

/** `of`: in all, where that is known. */
const meetingProgress = z.object({
  doing: z.enum(['connect', 'push', 'pull']),
  records: z.int().nonnegative(),
  of: z.int().nonnegative().nullable(),
})

/** Of the time between two meetings, minutes. */
const meetingEvery = z.int().min(1).max(240)

export const meetingStatus = meetingSummary.extend({
  /** The address is given by the environment; nothing of it is changed on screen. */
  fixed: z.boolean(),
  branchCode: z.string().nullable(),
  /** Host, port and database, without the password. */
  server: z.string().nullable(),
  conflicts: z.int().nonnegative(),
  /** How far the office's time, which never goes back, is ahead of this computer's clock, milliseconds. */
  officeAheadMs: z.int().nonnegative(),
  everyMinutes: meetingEvery,
  /** Null while one is under way, and where no meeting comes by itself until somebody acts. */
  nextAtMs: atMs.nullable(),
  progress: meetingProgress.nullable(),
  /** What was said of the last failure, in one line for whoever looks after this; never a password. */
  troubleWords: z.string().nullable(),
})
export type MeetingStatus = z.infer<typeof meetingStatus>

/** Why a record was not taken. */
export const parkedReason = z.enum([
  // This office will not take it.
  'account_taken',
  'no_customer',
  'bill_no_taken',
  /** More was paid of the bill here than it amounts to there. */
  'below_paid',
  /** The bill was paid here in part, for another customer. */
  'other_customer',
  'no_receipt',
  'receipt_taken',
  'no_bill',
  /** The bill was paid here a second time meanwhile. */
  'bill_paid_already',
  /** Headquarters does not have it any more. */
  'gone',
  /** This office's own database would not; `detail` says what it said. */
  'refused_here',
  // Headquarters will not take it.
  'unreadable',
  'unknown_entity',
  /** Headquarters holds another content under the same number. */
  'key_taken',
  /** Headquarters does not know the customer, or shares it with this branch no longer. */
  'customer_unknown',
  /** Headquarters' database would not; `detail` says what it said. */
  'refused_there',
])
export type ParkedReason = z.infer<typeof parkedReason>

/** A record that one side would not take. `push`: headquarters refused it; `pull`: this office did. */
export const parkedRecord = z.object({
  parkedId: z.int().positive(),
  direction: z.enum(['push', 'pull']),
  entity: z.string(),
  entityId: z.string(),
  atMs,
  reason: parkedReason,
  /** For whoever looks after headquarters or this computer: one line, in English or as a database said it. May be empty. */
  detail: z.string(),
  parkedAtMs: atMs,
  tries: z.int().positive(),
  /** The next meeting tries it once more. */
  again: z.boolean(),
})
export type ParkedRecord = z.infer<typeof parkedRecord>

export const mergedFields = [
  'account_no',
  'name',
  'address',
  'ward',
  'locale',
  'preferred_channel',
  'email',
  'phone',
] as const

/** Two branches wrote one field without knowing of each other. Null stands for no value, or a contact that is not there. */
export const mergeConflict = z.object({
  conflictId: id,
  customerId: id,
  accountNo: z.string(),
  customerName: z.string(),
  /** `other`: one that this version does not know; `fieldName` is how headquarters calls it then, else null. */
  field: z.enum([...mergedFields, 'other']),
  fieldName: z.string().nullable(),
  kept: z.string().nullable(),
  other: z.string().nullable(),
  /** What the register holds now, where it is neither of the two any more. */
  now: z.string().nullable(),
  changedSince: z.boolean(),
  happenedAtMs: atMs,
})
export type MergeConflict = z.infer<typeof mergeConflict>

/** Two authorities' certificates fit, and more; no code is longer. */
export const joinCodeLine = line(20_000)

const started = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('started') }),
  z.object({ outcome: z.literal('refused'), reason: z.enum(['busy', 'not_joined']) }),
])

export const headquarters = {
  /** For the banner and the indicator. */
  summary: staffOnly.output(meetingSummary),
  /** A screen says that the network is back: a meeting that failed for its sake is tried again. */
  networkBack: staffOnly.output(z.object({ outcome: z.literal('done') })),
  status: administrators.output(meetingStatus),
  meetNow: administrators.output(started),
  /** Ends the one under way after the batch it is at. */
  cancel: administrators.output(z.object({ outcome: z.literal('done') })),
  /** With the one-time code from headquarters; `ca`: the certificate of headquarters' own authority, PEM, or empty. */
  join: administrators.input(z.object({ code: joinCodeLine, ca: words(20_000) })).output(
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('joined'), branchCode: z.string() }),
      z.object({
        outcome: z.literal('refused'),
        /** `joined`: it belongs to a headquarters already. `fixed`: the environment says which. `not_written`: the secret could not be kept. */
        reason: z.enum([...meetingTrouble.options, 'joined', 'fixed', 'busy', 'not_written']),
        words: z.string(),
      }),
    ]),
  ),
  /** Meets no more; everything here stays. */
  leave: administrators
    .input(z.object({ confirmed: z.literal(true) }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('left') }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['fixed', 'not_joined']) }),
      ]),
    ),
  /** This copy of the office goes on; the other copy is left behind from now on. */
  takeOver: administrators.input(z.object({ confirmed: z.literal(true) })).output(started),
  setSchedule: administrators
    .input(z.object({ everyMinutes: meetingEvery }))
    .output(z.object({ outcome: z.literal('done') })),
  /** Oldest first, a hundred at a time, after `afterId` (0: from the beginning). */
  parked: administrators
    .input(z.object({ afterId: z.int().nonnegative() }))
    .output(z.object({ rows: z.array(parkedRecord), more: z.boolean() })),
  /** One, or with null all of them; the next meeting tries them, and it begins now where it can. */
  tryAgain: administrators
    .input(z.object({ parkedId: z.int().positive().nullable() }))
    .output(z.object({ outcome: z.literal('done'), records: z.int().nonnegative() })),
  /** Those that nobody reviewed yet, oldest first, a hundred at a time; after the last one of the page before, or null. */
  conflicts: administrators
    .input(z.object({ after: z.object({ happenedAtMs: atMs, conflictId: id }).nullable() }))
    .output(z.object({ rows: z.array(mergeConflict), more: z.boolean() })),
  /** `other` makes an ordinary change of the customer. Either way the conflict is reviewed. */
  resolve: administrators.input(z.object({ conflictId: id, choice: z.enum(['keep', 'other']) })).output(
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('done') }),
      z.object({
        outcome: z.literal('refused'),
        /** `reviewed`: by somebody else meanwhile. `not_possible`: the register cannot hold the other value. */
        reason: z.enum([...customerRefusal.shape.reason.options, 'reviewed', 'not_possible']),
      }),
    ]),
  ),
}
