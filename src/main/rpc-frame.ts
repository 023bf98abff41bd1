/** Looks at each message of a port before oRPC does: what no client of ours sends is refused here, and never thrown about. */
import { z } from 'zod'

/** A message may be this long, in UTF-16 units: one piece of an upload, and room. The same bound as over HTTP. */
const maxLength = 4 * 1024 * 1024

const call = z.object({
  i: z.string().min(1).max(40),
  t: z.literal(1).optional(),
  p: z.object({ u: z.string().startsWith('/').max(200), b: z.unknown().optional() }),
})
const abort = z.object({ i: z.string().min(1).max(40), t: z.literal(4) })
const named = z.object({ i: z.string().min(1).max(40) })

export type RpcFrame =
  /** What oRPC may see, rebuilt from the fields it needs: no headers, no method, no stream towards us. */
  | { readonly kind: 'call'; readonly message: z.infer<typeof call> }
  | { readonly kind: 'abort'; readonly message: z.infer<typeof abort> }
  /** Malformed; `answer` is for the call it names, where it names one. */
  | { readonly kind: 'refused'; readonly answer: string | null }

function parsed(data: unknown): unknown {
  if (typeof data !== 'string' || data.length > maxLength) return null
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}

/** Refused as oRPC itself would say it. */
function refusalOf(id: string): string {
  const error = { defined: false, code: 'BAD_REQUEST', status: 400, message: 'Malformed call' }
  return JSON.stringify({ i: id, p: { s: 400, b: { json: error } } })
}

export function readFrame(data: unknown): RpcFrame {
  const value = parsed(data)
  const asCall = call.safeParse(value)
  if (asCall.success) return { kind: 'call', message: asCall.data }
  const asAbort = abort.safeParse(value)
  if (asAbort.success) return { kind: 'abort', message: asAbort.data }
  const asNamed = named.safeParse(value)
  return { kind: 'refused', answer: asNamed.success ? refusalOf(asNamed.data.i) : null }
}
