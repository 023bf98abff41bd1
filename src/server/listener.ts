/** The listening socket, plain or TLS, with the limits that keep slow, idle and greedy callers from holding it. */
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import { capConnections } from './connection-caps.ts'
import type { TlsIdentity } from './tls-identity.ts'

export interface HostLimits {
  readonly headersMs: number
  /** For a whole request, its body included. */
  readonly requestMs: number
  /** Between two requests on one connection. */
  readonly keepAliveMs: number
  readonly handshakeMs: number
  /** How often the two first are looked after. */
  readonly checkEveryMs: number
  readonly perPlace: number
  readonly inAll: number
}

export const usualLimits: HostLimits = {
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 30_000,
  handshakeMs: 10_000,
  checkEveryMs: 2_000,
  perPlace: 64,
  inAll: 1024,
}

export interface ListenerParts {
  readonly limits: HostLimits
  readonly isLocal: (address: string) => boolean
  /** Null: plain HTTP. */
  readonly identity: TlsIdentity | null
}

const minVersion = 'TLSv1.2'

/** `renew` takes another certificate for the connections to come. */
export type HostServer = Server & { renew(identity: TlsIdentity): void }

export function makeServer(parts: ListenerParts, onRequest: RequestListener): HostServer {
  const { limits, identity } = parts
  const options: ServerOptions = {
    maxHeaderSize: 16_384,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkEveryMs,
  }
  if (identity === null) {
    const server = createServer(options, onRequest)
    capConnections(server, limits, parts.isLocal)
    return Object.assign(server, { renew() {} })
  }
  const secure = { cert: identity.cert, key: identity.key, minVersion } as const
  const server = createTlsServer({ ...options, ...secure, handshakeTimeout: limits.handshakeMs }, onRequest)
  // Plain HTTP, a scan, a browser that does not trust the certificate yet: nothing to answer.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  capConnections(server, limits, parts.isLocal)
  return Object.assign(server, {
    renew(next: TlsIdentity) {
      server.setSecureContext({ cert: next.cert, key: next.key, minVersion })
    },
  })
}

export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
