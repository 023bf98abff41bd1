/**
 * The rest of getting in: the second factor after the password, a new password where one is due, and the way back for who
 * forgot theirs. Known and unknown contacts get the same words.
 */
import { z } from 'zod'
import { anyone } from './procedure.ts'
import { factorKind, pinRefusals, signedIn, typedPassword } from './session.ts'
import { atMs, channel, id, line, locale } from './values.ts'
import { sendRefusal } from './verification.ts'

/** `over`: the sign-in took longer than ten minutes, or began at another terminal. Begin again. */
const over = z.object({ outcome: z.literal('over') })

/** Codes for staff always have this many digits. */
export const staffCodeDigits = 6

const sentCode = z.object({
  outcome: z.literal('sent'),
  challengeId: id,
  /** Shown here and in the message: `K7`. */
  reference: z.string(),
  channel,
  resendAtMs: atMs,
})
export type SentCode = z.infer<typeof sentCode>

export const staffSendOutcome = z.discriminatedUnion('outcome', [sentCode, sendRefusal, over])
export type StaffSendOutcome = z.infer<typeof staffSendOutcome>

/** Why a password is not taken. `weak`: guessed too easily (zxcvbn below 2 of 4). */
export const passwordRefusal = z.object({ outcome: z.literal('refused'), reason: z.enum(['short', 'weak']) })

/** `same`: the one that somebody else chose, and knows. */
const givenPasswordRefusal = passwordRefusal.extend({ reason: z.enum(['short', 'weak', 'same']) })

/** `dead`: this code is expired, superseded or used up; ask for another. */
const codeRefusals = [...pinRefusals, z.object({ outcome: z.literal('dead') })] as const

export const signIn = {
  sendCode: anyone.input(z.object({ channel, locale })).output(staffSendOutcome),
  answer: anyone
    .input(z.object({ kind: factorKind, code: z.string().min(1).max(40) }))
    .output(
      z.discriminatedUnion('outcome', [
        signedIn,
        z.object({ outcome: z.literal('new_password') }),
        over,
        ...codeRefusals,
      ]),
    ),
  choosePassword: anyone
    .input(z.object({ password: typedPassword }))
    .output(z.discriminatedUnion('outcome', [signedIn, givenPasswordRefusal, over])),
  /** For the bar beside a new password. 0 to 4; nothing of it is kept. */
  passwordStrength: anyone
    .input(z.object({ password: z.string().max(128) }))
    .output(z.object({ score: z.int().min(0).max(4), problem: z.enum(['short', 'weak']).nullable() })),
  /** A code to a member of staff who forgot their password: to what was typed, or to their other contact. */
  forgot: anyone.input(z.object({ contact: line(254), channel, locale })).output(staffSendOutcome),
  proveContact: anyone
    .input(z.object({ challengeId: id, code: z.string().min(1).max(40) }))
    .output(z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('proven') }), ...codeRefusals])),
  /** Ends every session of the person. The proof holds ten minutes and once. */
  resetPassword: anyone
    .input(z.object({ challengeId: id, password: typedPassword }))
    .output(z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('done') }), passwordRefusal, over])),
}
