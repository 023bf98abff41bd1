/** Who is at this screen: the terminal, the member of staff signed in with a password or a PIN, and the visits open here. */
import { z } from 'zod'
import { pin } from './office.ts'
import { anyone, roles, staffOnly } from './procedure.ts'
import { face } from './terminals.ts'
import { id, line } from './values.ts'

export const staffRole = z.enum(roles).exclude(['kiosk'])
export type StaffRole = z.infer<typeof staffRole>

export const staffMember = z.object({ staffId: id, name: z.string(), role: staffRole })
export type StaffMember = z.infer<typeof staffMember>

/** What a wrong PIN or password costs. `locked`: too many in a row; nothing is checked until then. */
export const pinRefusals = [
  z.object({ outcome: z.literal('wrong'), triesLeft: z.int() }),
  z.object({ outcome: z.literal('locked'), untilMs: z.int() }),
] as const

/** A password as it comes in: never trimmed, only bounded. How good it must be is the office's rule. */
export const typedPassword = z.string().min(1).max(128)

export const factorKind = z.enum(['email', 'sms', 'whatsapp', 'totp', 'recovery'])
export type FactorKind = z.infer<typeof factorKind>

/** A way to give the second factor. `to`: the contact, masked; empty where there is none. */
export const factorWay = z.object({ kind: factorKind, to: z.string() })
export type FactorWay = z.infer<typeof factorWay>

export const signedIn = z.object({ outcome: z.literal('done'), staff: staffMember })

export const signInOutcome = z.discriminatedUnion('outcome', [
  signedIn,
  z.object({ outcome: z.literal('second_factor'), ways: z.array(factorWay) }),
  /** Right, but someone else chose this password, or there is only a PIN yet: a new one comes first. */
  z.object({ outcome: z.literal('new_password') }),
  ...pinRefusals,
])
export type SignInOutcome = z.infer<typeof signInOutcome>

export const session = {
  current: anyone.output(
    z.object({
      terminalLabel: z.string(),
      /** What this terminal was made for; null where the address decides. */
      face: face.nullable(),
      staff: staffMember.nullable(),
      openVisits: z.array(z.object({ visitId: id, customerName: z.string(), startedAtMs: z.int() })),
      /** Minutes without a touch after which the desk locks itself. */
      autoLockMinutes: z.int().positive(),
      /** True where whoever is signed in has no second factor yet. */
      unprotected: z.boolean(),
    }),
  ),
  /** Who may be asked to approve. */
  staff: staffOnly.output(z.array(staffMember)),
  /** An unknown name is answered like a wrong password, and as slowly. */
  signIn: anyone.input(z.object({ name: line(120), password: typedPassword })).output(signInOutcome),
  /** Those who may take over this desk with their PIN: they signed in fully today. None where nobody did so here. */
  switchable: anyone.output(z.array(staffMember)),
  /** Whether a badge may do the same here: one of them has one. */
  badges: anyone.output(z.boolean()),
  switchTo: anyone
    .input(z.object({ staffId: id, pin }))
    .output(z.discriminatedUnion('outcome', [signedIn, ...pinRefusals])),
  /** The same with a badge, scanned. */
  switchByBadge: anyone
    .input(z.object({ badge: line(128) }))
    .output(z.discriminatedUnion('outcome', [signedIn, ...pinRefusals])),
  /** Someone is at work at this screen. Said at most every few seconds; without it the desk locks itself. */
  touch: staffOnly.output(z.object({ outcome: z.literal('done') })),
  signOut: staffOnly.output(z.object({ outcome: z.literal('done') })),
}
