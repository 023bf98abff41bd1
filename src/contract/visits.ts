/** A visit: one verified customer at one terminal, from verification to finish. */
import { z } from 'zod'
import { inVisit } from './procedure.ts'
import { amountMinor, channel, contact, id, locale } from './values.ts'

export const visit = z.object({
  visitId: id,
  customerId: id,
  customerName: z.string(),
  accountNo: z.string(),
  address: z.string(),
  ward: z.string(),
  locale: locale.nullable(),
  preferredChannel: channel.nullable(),
  contacts: z.array(contact),
  /** `staff`: without a code; two members of staff stand for it. `authenticator` and `recovery`: without a message. */
  verifiedBy: z.enum(['email', 'phone', 'staff', 'authenticator', 'recovery']),
  startedAtMs: z.int(),
  balanceMinor: amountMinor,
})
export type Visit = z.infer<typeof visit>

export const visits = {
  get: inVisit.input(z.object({ visitId: id })).output(visit),
  /** Keeps an idle visit open; the screen calls it while the person is active. */
  touch: inVisit.input(z.object({ visitId: id })).output(z.object({ outcome: z.literal('done') })),
  /** Ends the visit. `idle`: the kiosk's timer, not the person, ended it. */
  finish: inVisit
    .input(z.object({ visitId: id, how: z.enum(['finished', 'idle']) }))
    .output(z.object({ outcome: z.literal('done') })),
}
