/** What went wrong with a call, as a value the screens can put into words. Expected refusals are outcomes, not problems. */
import { ORPCError } from '@orpc/client'

export type Problem =
  | { readonly kind: 'visit_closed' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'storage'; readonly why: 'full' | 'read_only' | 'corrupt' }
  /** A backup is about to take the office's place. Nothing was written. */
  | { readonly kind: 'restoring' }
  /** A defect of ours; `traceId` finds it in the host's log. */
  | { readonly kind: 'internal'; readonly traceId: string | null }
  /** What was typed did not fit the contract. */
  | { readonly kind: 'invalid' }
  /** No answer came: the host is down or restarting. Trying again helps. */
  | { readonly kind: 'unreachable' }

const textAt = (data: unknown, name: string): string | null => {
  if (typeof data !== 'object' || data === null) return null
  const value: unknown = Reflect.get(data, name)
  return typeof value === 'string' ? value : null
}

const storageWhy = (data: unknown): 'full' | 'read_only' | 'corrupt' => {
  const kind = textAt(data, 'kind')
  return kind === 'full' || kind === 'read_only' ? kind : 'corrupt'
}

export function problemOf(error: unknown): Problem {
  if (!(error instanceof ORPCError)) return { kind: 'unreachable' }
  switch (error.code) {
    case 'VISIT_CLOSED':
      return { kind: 'visit_closed' }
    case 'UNAUTHORIZED':
      return { kind: 'signed_out' }
    case 'FORBIDDEN':
      return { kind: 'forbidden' }
    case 'STORAGE':
      return { kind: 'storage', why: storageWhy(error.data) }
    case 'RESTORING':
      return { kind: 'restoring' }
    case 'BAD_REQUEST':
      return { kind: 'invalid' }
    case 'BAD_GATEWAY':
    case 'SERVICE_UNAVAILABLE':
    case 'GATEWAY_TIMEOUT':
    case 'TIMEOUT':
      return { kind: 'unreachable' }
    default:
      return { kind: 'internal', traceId: textAt(error.data, 'traceId') }
  }
}
