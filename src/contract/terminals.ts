/** Screens of this office: letting a new one in, naming it, and sending it away. */
import { z } from 'zod'
import { administrators, waitingScreens } from './procedure.ts'
import { atMs, id, line } from './values.ts'

/** What a terminal opens with. */
export const face = z.enum(['desk', 'kiosk'])
export type Face = z.infer<typeof face>

/** The code as a person reads it off the new screen: any case, with or without its hyphen. */
const pairingCode = z
  .string()
  .max(40)
  .transform((raw) =>
    raw
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, ''),
  )
  .refine((code) => code.length === 8, { error: '8 characters' })

export const terminalView = z.object({
  terminalId: id,
  /** `T3`: stands before its receipt numbers. */
  label: z.string(),
  /** Empty where nobody named it. */
  name: z.string(),
  /** Null where the address decides. */
  face: face.nullable(),
  /** `local`: a screen of the machine that runs the office; it came in by itself. */
  origin: z.enum(['local', 'paired']),
  /** Where it was last seen; empty where it was not yet. */
  remoteAddress: z.string(),
  lastSeenAtMs: atMs.nullable(),
  pairedByName: z.string().nullable(),
  pairedAtMs: atMs.nullable(),
  /** True for the terminal that asks. */
  here: z.boolean(),
})
export type TerminalView = z.infer<typeof terminalView>

/** A screen of another machine that nobody has let in yet. */
export const waitingView = z.object({
  pairingId: id,
  code: z.string(),
  remoteAddress: z.string(),
  /** "Chrome on Android", or empty where the browser does not say. */
  browser: z.string(),
  sinceMs: atMs,
  expiresAtMs: atMs,
})
export type WaitingView = z.infer<typeof waitingView>

/** Under which address and certificate other machines come in; null where they cannot. */
export const servedAt = z.object({
  address: z.string(),
  /** SHA-256 of the certificate, `AB:CD:…`. */
  fingerprint: z.string(),
  validUntilMs: atMs,
  selfSigned: z.boolean(),
})
export type ServedAt = z.infer<typeof servedAt>

const gone = z.object({ outcome: z.literal('refused'), reason: z.literal('gone') })
const nameTaken = z.object({ outcome: z.literal('refused'), reason: z.literal('name_taken') })
const done = z.object({ outcome: z.literal('done') })

export const terminals = {
  list: administrators.output(
    z.object({ terminals: z.array(terminalView), waiting: z.array(waitingView), served: servedAt.nullable() }),
  ),
  /** Lets the screen in that shows `code`. A wrong code costs every waiting screen's code one of its tries. */
  letIn: administrators
    .input(z.object({ code: pairingCode, name: line(60), face }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done'), terminalId: id, label: z.string() }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['unknown_code', 'name_taken']) }),
      ]),
    ),
  /** Forgets a waiting screen; it shows a new code if it is still there. */
  turnAway: administrators.input(z.object({ pairingId: id })).output(done),
  change: administrators
    .input(z.object({ terminalId: id, name: line(60), face }))
    .output(z.union([done, gone, nameTaken])),
  /** Its credential ends at once, with its sign-in, its open visits and what it was listening to. */
  revoke: administrators
    .input(z.object({ terminalId: id }))
    .output(z.union([done, gone, z.object({ outcome: z.literal('refused'), reason: z.literal('own_terminal') })])),
}

export const pairingState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), code: z.string(), expiresAtMs: atMs, nowMs: atMs }),
  /** Load the page anew: the credential comes with it. */
  z.object({ state: z.literal('let_in') }),
  /** Too many screens wait already, from this place or in the whole office. */
  z.object({ state: z.literal('full'), retryAtMs: atMs, nowMs: atMs }),
])
export type PairingState = z.infer<typeof pairingState>

export const pairing = {
  /** What a waiting screen shows. Asked again and again: a dead code is followed by a new one. */
  ask: waitingScreens.output(pairingState),
}
