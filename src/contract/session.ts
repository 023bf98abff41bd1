/** Who is at this screen: the terminal, the member of staff signed in with a PIN, and the visits open here. */
import { z } from 'zod'
import { pin } from './office.ts'
import { administrators, anyone, roles, staffOnly } from './procedure.ts'
import { face } from './terminals.ts'
import { id, line } from './values.ts'

export const staffRole = z.enum(roles).exclude(['kiosk'])
export type StaffRole = z.infer<typeof staffRole>

export const staffMember = z.object({ staffId: id, name: z.string(), role: staffRole })
export type StaffMember = z.infer<typeof staffMember>

/** What a wrong PIN costs. `locked`: too many in a row; nothing is checked until then. */
export const pinRefusals = [
  z.object({ outcome: z.literal('wrong'), triesLeft: z.int() }),
  z.object({ outcome: z.literal('locked'), untilMs: z.int() }),
] as const

export const session = {
  current: anyone.output(
    z.object({
      terminalLabel: z.string(),
      /** What this terminal was made for; null where the address decides. */
      face: face.nullable(),
      staff: staffMember.nullable(),
      openVisits: z.array(z.object({ visitId: id, customerName: z.string(), startedAtMs: z.int() })),
    }),
  ),
  /** Names to choose from at the sign-in screen. */
  staff: anyone.output(z.array(staffMember)),
  signIn: anyone
    .input(z.object({ staffId: id, pin }))
    .output(
      z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('done'), staff: staffMember }), ...pinRefusals]),
    ),
  signOut: staffOnly.output(z.object({ outcome: z.literal('done') })),
  addStaff: administrators
    .input(z.object({ name: line(120), role: staffRole, pin }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done'), staff: staffMember }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['weak_pin', 'name_taken']) }),
      ]),
    ),
}
