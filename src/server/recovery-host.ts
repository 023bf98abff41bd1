/** The Node host while the office is closed: the same screens and the small contract of recovery, for this machine only. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import { recoveryRouter } from '../api/recovery-router.ts'
import { builtScreens, isPagePath } from '../api/screens.ts'
import type { ClosedOffice } from '../closed-office.ts'
import type { Chance } from '../core/kernel/chance.ts'
import { listen, makeServer, usualLimits } from './listener.ts'
import { plainAnswer } from './plain-answer.ts'
import { hangUpOnUnread, refuseCall } from './security.ts'
import { addressOf, allowedHosts, isLoopbackAddress, loopbackNames } from './served-names.ts'
import type { TlsIdentity, TlsSource } from './tls-identity.ts'

export interface RecoveryHostParts {
  readonly closed: ClosedOffice
  readonly chance: Chance
  readonly screens: string
  readonly port: number
  /** As the open office's, so that its address stays the same; left out, plain HTTP. */
  readonly tls?: TlsSource
  /** The names its certificate is made for. */
  readonly names: readonly string[]
  readonly nowMs: number
}

export interface RecoveryHost {
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

/** A passphrase and a folder. */
const maxBodyBytes = 16_384

export async function startRecoveryHost(parts: RecoveryHostParts): Promise<RecoveryHost> {
  const identity = await identityOf(parts)
  const scheme = identity === null ? 'http' : 'https'
  const screens = builtScreens(parts.screens, () => Buffer.from(parts.chance.bytes(18)).toString('base64'))
  const rpc = new RPCHandler(recoveryRouter, { plugins: [new BodyLimitPlugin({ maxBodySize: maxBodyBytes })] })
  let hosts: ReadonlySet<string> = new Set()

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host } = request.headers
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    hangUpOnUnread(request, (then) => response.once('finish', then))
    if (host === undefined || !hosts.has(host) || isRelayed(request)) {
      plainAnswer(response, 421, 'this office is closed; go to its own computer')
      return
    }
    if (path.startsWith('/rpc/')) {
      const refusal = refuseCall(request, hosts, scheme)
      if (refusal !== null) return plainAnswer(response, 403, refusal)
      response.setHeader('Cache-Control', 'no-store')
      response.setHeader('X-Content-Type-Options', 'nosniff')
      const { matched } = await rpc.handle(request, response, { prefix: '/rpc', context: { closed: parts.closed } })
      if (!matched) plainAnswer(response, 404, 'no such call')
      return
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return plainAnswer(response, 405, 'not allowed')
    const found = isPagePath(path) ? screens.page() : screens.file(path)
    response.writeHead(found.status, found.headers)
    response.end(request.method === 'HEAD' ? undefined : found.body)
  }

  const server = makeServer({ limits: usualLimits, isLocal: isLoopbackAddress, identity }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      parts.closed.logger.error('request failed', { errorName: error instanceof Error ? error.name : 'unknown' })
      if (response.headersSent) response.destroy()
      else plainAnswer(response, 500, 'internal error')
    })
  })
  await listen(server, parts.port, '127.0.0.1')
  const { port } = server.address() as AddressInfo
  hosts = allowedHosts(loopbackNames, scheme, port)
  return {
    address: addressOf(scheme, '127.0.0.1', port),
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Behind a proxy of this machine every caller would seem to be this machine. */
const isRelayed = ({ headers }: IncomingMessage): boolean =>
  headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined

/** A certificate that cannot be had now must not keep anyone from the backups: on this machine plain HTTP will do. */
async function identityOf({ tls, names, nowMs }: RecoveryHostParts): Promise<TlsIdentity | null> {
  try {
    const found = await tls?.(names, nowMs)
    return found?.ok === true ? found.value : null
  } catch {
    return null
  }
}
