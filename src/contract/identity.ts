/**
 * Customers' own identity: registering with a proven contact, changing a contact, codes on or off, and an authenticator
 * app with recovery codes for those who want to be verified without any network.
 */
import { z } from 'zod'
import { pin } from './office.ts'
import { anyone, inVisit, inVisitByStaff, staffOnly, supervisors } from './procedure.ts'
import { pinRefusals } from './session.ts'
import { atMs, channel, id, line, locale, optionalLine } from './values.ts'
import { challenge, sendOutcome, sendRefusal, verifyOutcome, vouchRefusal } from './verification.ts'

const done = z.object({ outcome: z.literal('done') })
const code = z.string().min(1).max(40)

const registrant = z.object({
  name: line(200),
  address: optionalLine(400),
  ward: optionalLine(120),
  locale,
  /** A phone in any notation of the office's region, or a mail address. */
  contact: line(254),
  channel: channel.optional(),
})
export type Registrant = z.infer<typeof registrant>

const registerOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('sent'), challenge }),
  /** These have the contact already. */
  z.object({
    outcome: z.literal('known'),
    customers: z.array(z.object({ customerId: id, name: z.string(), accountNo: z.string() })),
  }),
  sendRefusal,
])
export type RegisterOutcome = z.infer<typeof registerOutcome>

/** `old`: the contact that goes; `new`: the one that comes. */
export const changeSide = z.enum(['old', 'new'])
export type ChangeSide = z.infer<typeof changeSide>

const changeBegun = z.discriminatedUnion('outcome', [
  /** Codes that must be read back before the change counts, in this order. */
  z.object({ outcome: z.literal('begun'), changeId: id, needs: z.array(changeSide) }),
  z.object({
    outcome: z.literal('refused'),
    /** `last_contact`: without it nobody could reach the customer. */
    reason: z.enum(['not_found', 'malformed', 'already_there', 'last_contact']),
  }),
])
export type ChangeBegun = z.infer<typeof changeBegun>

const checkRefusals = [
  z.object({ outcome: z.literal('wrong'), triesLeft: z.int().nonnegative() }),
  z.object({ outcome: z.literal('expired') }),
  z.object({ outcome: z.literal('too_many_tries'), lockedUntilMs: atMs.nullable() }),
  z.object({ outcome: z.literal('superseded') }),
  z.object({ outcome: z.literal('nothing_asked') }),
  z.object({ outcome: z.literal('locked'), untilMs: atMs }),
  z.object({ outcome: z.literal('blocked') }),
] as const

const changeProven = z.discriminatedUnion('outcome', [
  /** `needs` is empty once the change counts. */
  z.object({ outcome: z.literal('proven'), needs: z.array(changeSide) }),
  ...checkRefusals,
])
export type ChangeProven = z.infer<typeof changeProven>

const changeApproved = z.discriminatedUnion('outcome', [done, ...pinRefusals, vouchRefusal])
export type ChangeApproved = z.infer<typeof changeApproved>

/** Ten codes, shown this once. */
const recoveryCodes = z.array(z.string())

const appConfirmed = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('done'), recoveryCodes }),
  z.object({ outcome: z.literal('wrong') }),
  /** Nothing waits for a first code here. */
  z.object({ outcome: z.literal('nothing_asked') }),
])
export type AppConfirmed = z.infer<typeof appConfirmed>

export const identity = {
  /**
   * Kiosk: sends a code to a newcomer's contact; `verification.verify` then makes the account and opens the visit. A contact we
   * know is not told apart: its right code opens the account there is.
   */
  register: anyone.input(registrant).output(sendOutcome),
  /** Desk: the same, but who has the contact already is told at once, and nothing is sent. */
  registerAtDesk: staffOnly.input(registrant).output(registerOutcome),

  /** Inside a visit: `contactId` goes, `value` comes; either may be left out. */
  beginChange: inVisit
    .input(z.object({ visitId: id, contactId: id.optional(), value: line(254).optional() }))
    .output(changeBegun),
  sendChangeCode: inVisit
    .input(z.object({ visitId: id, changeId: id, side: changeSide, channel: channel.optional(), again: z.boolean() }))
    .output(sendOutcome),
  proveChange: inVisit.input(z.object({ visitId: id, challengeId: id, code })).output(changeProven),
  /** A second person stands for the codes that were not read back; a contact nobody proved stays unproven. */
  approveChange: inVisitByStaff
    .input(z.object({ visitId: id, changeId: id, reason: line(200), approverId: id, approverPin: pin }))
    .output(changeApproved),

  /** Whether codes go out to this customer at all. Who and when stays with the customer, the reason on the audit trail. */
  switchCodes: supervisors
    .input(z.object({ customerId: id, on: z.boolean(), reason: line(200) }))
    .output(z.discriminatedUnion('outcome', [done, z.object({ outcome: z.literal('not_found') })])),

  app: inVisit
    .input(z.object({ visitId: id }))
    .output(z.object({ enrolledAtMs: atMs.nullable(), recoveryLeft: z.int().nonnegative() })),
  /** A new secret, shown this once; it counts from the first right code on. An app enrolled before stays until then. */
  enrolApp: inVisit.input(z.object({ visitId: id })).output(z.object({ uri: z.string(), key: z.string() })),
  confirmApp: inVisit.input(z.object({ visitId: id, code })).output(appConfirmed),
  /** Ten new recovery codes; the old ones end. */
  renewRecovery: inVisit.input(z.object({ visitId: id })).output(appConfirmed),
  removeApp: inVisit.input(z.object({ visitId: id })).output(done),

  /**
   * Kiosk: a code of the app, or a recovery code, in place of the one that was sent. Who has no app reads the same as
   * whoever typed a wrong code.
   */
  verifyByApp: anyone.input(z.object({ challengeId: id, code })).output(verifyOutcome),
  /** Desk: the same for the customer on screen, without a challenge: no network and no provider are needed. */
  verifyCustomerByApp: staffOnly.input(z.object({ customerId: id, code })).output(verifyOutcome),
}
