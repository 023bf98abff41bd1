/** What the Node host lets in: its own pages from its own address, and nothing else. */
import type { IncomingMessage } from 'node:http'

/** Why a call is refused, or null. Calls change things, so their origin must be this very server's page. */
export function refuseCall(
  request: IncomingMessage,
  hosts: ReadonlySet<string>,
  scheme: 'http' | 'https' = 'http',
): string | null {
  if (request.method !== 'POST') return 'calls are made with POST'
  const { origin, host } = request.headers
  if (origin === undefined || host === undefined || !hosts.has(host)) return 'this origin may not call'
  if (origin !== `${scheme}://${host}`) return 'this origin may not call'
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return 'this origin may not call'
  const type = request.headers['content-type']
  if (type !== undefined && !type.startsWith('application/json')) return 'calls carry JSON'
  return null
}

/** A body larger than this is refused before it is read: one piece of an upload, and room. */
export const maxBodyBytes = 4 * 1024 * 1024

export const bodyTooLarge = (request: IncomingMessage): boolean =>
  Number(request.headers['content-length'] ?? 0) > maxBodyBytes

/** Ends the connection once the answer is out, where the caller still sends: nobody reads on to be polite. */
export function hangUpOnUnread(request: IncomingMessage, finished: (then: () => void) => void): void {
  if (request.headers['transfer-encoding'] === undefined && !(Number(request.headers['content-length'] ?? 0) > 0))
    return
  // Node takes the socket off a request that is over.
  const { socket } = request
  finished(() => {
    if (!request.complete) socket.destroySoon()
  })
}
