/** The people who work here, as an administrator keeps them, and what each of them keeps for themselves. */
import { z } from 'zod'
import { pin } from './office.ts'
import { administrators, staffOnly } from './procedure.ts'
import { pinRefusals, staffRole, typedPassword } from './session.ts'
import { passwordRefusal } from './sign-in.ts'
import { atMs, id, line, optionalLine } from './values.ts'

export const staffAccount = z.object({
  staffId: id,
  name: z.string(),
  role: staffRole,
  email: z.string().nullable(),
  phone: z.string().nullable(),
  active: z.boolean(),
  hasPin: z.boolean(),
  hasBadge: z.boolean(),
  hasTotp: z.boolean(),
  recoveryCodesLeft: z.int().nonnegative(),
  /** Someone else chose the password, or there is none yet. */
  mustChoosePassword: z.boolean(),
})
export type StaffAccount = z.infer<typeof staffAccount>

/** `email` and `phone` as typed, empty for none. */
const person = z.object({ name: line(120), role: staffRole, email: optionalLine(254), phone: optionalLine(40) })
export type StaffFields = z.infer<typeof person>

const done = z.object({ outcome: z.literal('done') })
const personRefusal = z.object({
  outcome: z.literal('refused'),
  /** `last_administrator`: the office would be left without one. */
  reason: z.enum(['name_taken', 'email_invalid', 'phone_invalid', 'contact_taken', 'last_administrator', 'not_found']),
})
export type StaffRefusal = z.infer<typeof personRefusal>['reason']

/** Something shown once and never again. */
const temporaryPassword = z.object({ outcome: z.literal('done'), account: staffAccount, password: z.string() })

export const staffSession = z.object({
  sessionId: id,
  staffId: id,
  staffName: z.string(),
  terminalLabel: z.string(),
  how: z.enum(['password', 'email', 'sms', 'whatsapp', 'totp', 'recovery', 'pin', 'badge']),
  createdAtMs: atMs,
  seenAtMs: atMs,
  /** The one that asks. */
  own: z.boolean(),
})
export type StaffSession = z.infer<typeof staffSession>

export const staff = {
  list: administrators.output(z.array(staffAccount)),
  /** The password is made here, shown once, and must be replaced at the first sign-in. */
  add: administrators.input(person).output(z.discriminatedUnion('outcome', [temporaryPassword, personRefusal])),
  change: administrators
    .input(person.extend({ staffId: id, active: z.boolean() }))
    .output(
      z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('done'), account: staffAccount }), personRefusal]),
    ),
  /** A new temporary password for who lost theirs; `secondFactor` also forgets authenticator app and recovery codes. */
  reset: administrators
    .input(z.object({ staffId: id, secondFactor: z.boolean() }))
    .output(z.discriminatedUnion('outcome', [temporaryPassword, personRefusal])),
  me: staffOnly.output(staffAccount),
  changePassword: staffOnly
    .input(z.object({ current: typedPassword, next: typedPassword }))
    .output(z.discriminatedUnion('outcome', [done, passwordRefusal, ...pinRefusals])),
  setPin: staffOnly
    .input(z.object({ password: typedPassword, pin }))
    .output(z.discriminatedUnion('outcome', [done, z.object({ outcome: z.literal('weak_pin') }), ...pinRefusals])),
  /** The card a reader types; empty takes it away. `taken`: it is somebody else's. */
  setBadge: staffOnly
    .input(z.object({ password: typedPassword, badge: optionalLine(128) }))
    .output(
      z.discriminatedUnion('outcome', [
        done,
        z.object({ outcome: z.literal('refused'), reason: z.enum(['short', 'taken']) }),
        ...pinRefusals,
      ]),
    ),
  /** The secret for an authenticator app: it counts once a code of it was typed. */
  offerTotp: staffOnly
    .input(z.object({ password: typedPassword }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('offered'), uri: z.string(), secret: z.string() }),
        ...pinRefusals,
      ]),
    ),
  confirmTotp: staffOnly
    .input(z.object({ code: z.string().min(1).max(40) }))
    .output(z.discriminatedUnion('outcome', [done, z.object({ outcome: z.literal('not_offered') }), ...pinRefusals])),
  removeTotp: staffOnly
    .input(z.object({ password: typedPassword }))
    .output(z.discriminatedUnion('outcome', [done, ...pinRefusals])),
  /** Ten new ones, shown once; the old ones end. */
  newRecoveryCodes: staffOnly
    .input(z.object({ password: typedPassword }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done'), codes: z.array(z.string()) }),
        ...pinRefusals,
      ]),
    ),
  /** The caller's own open sessions; an administrator sees everyone's. */
  sessions: staffOnly.output(z.array(staffSession)),
  /** Ends one of them at once, wherever it is. */
  endSession: staffOnly.input(z.object({ sessionId: id })).output(done),
}
