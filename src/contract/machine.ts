/** The machine that this screen stands on, where the product owns its window: whether that window is locked, and the way to close it. */
import { z } from 'zod'
import { staffOnly, supervisors } from './procedure.ts'
import { pinRefusals, typedPassword } from './session.ts'

export const closeOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('done') }),
  /** A browser's window: the product does not own it. */
  z.object({ outcome: z.literal('refused'), reason: z.literal('not_here') }),
  ...pinRefusals,
])
export type CloseOutcome = z.infer<typeof closeOutcome>

export const machine = {
  /** `locked`: a kiosk's window, which only `close` closes. */
  about: staffOnly.output(z.object({ locked: z.boolean() })),
  /** Ends the program at this terminal. The password again: whoever signed in may have gone. Wrong ones count like at sign-in. */
  close: supervisors.input(z.object({ password: typedPassword })).output(closeOutcome),
}
