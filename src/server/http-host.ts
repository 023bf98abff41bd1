/** The Node host's HTTP side: the built screens, and the contract at `/rpc`. Other machines come in over TLS only. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import { faultInterceptor, router, type StorageFault } from '../api/router.ts'
import { builtScreens, isPagePath, type ScreenAnswer } from '../api/screens.ts'
import { sessionsInMemory } from '../api/sessions.ts'
import type { App } from '../app.ts'
import type { TransferJobs } from '../core/transfers/port.ts'
import { comeAgainPage } from './come-again.ts'
import { doorOf } from './door.ts'
import { type HostLimits, listen, makeServer, usualLimits } from './listener.ts'
import { plainAnswer } from './plain-answer.ts'
import type { RestHost } from './rest/rest-host.ts'
import { bodyTooLarge, hangUpOnUnread, maxBodyBytes, refuseCall } from './security.ts'
import { servedAs } from './served-as.ts'
import { isLoopbackAddress } from './served-names.ts'
import { terminalCookie } from './terminal-cookie.ts'
import type { TlsSource } from './tls-identity.ts'

export interface HttpHostParts {
  readonly app: App
  readonly transfers: TransferJobs
  readonly storageFault: StorageFault
  /** Folder of the built screens. */
  readonly screens: string
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** Left out, there is no REST interface. */
  readonly rest?: RestHost
  /** Left out: plain HTTP, which listens on this machine only. */
  readonly tls?: TlsSource
  /** Whose screens come in by themselves; left out, this machine's. */
  readonly isLocal?: (address: string) => boolean
  readonly limits?: Partial<HostLimits>
}

export interface HttpHost {
  readonly address: string
  /** SHA-256 of the certificate; null over plain HTTP. */
  readonly fingerprint: string | null
  close(): Promise<void>
}

/** Listens, and resolves once it does. Rejects where the port is taken, or with a `CertificateProblem`. */
export async function startHttpHost(parts: HttpHostParts): Promise<HttpHost> {
  const { app } = parts
  const office = app.officeData
  const isLocal = parts.isLocal ?? isLoopbackAddress
  const served = await servedAs({
    host: parts.host,
    clock: office.clock,
    logger: office.logger,
    tls: parts.tls ?? null,
  })
  const { scheme } = served
  const door = doorOf({ app, sessions: sessionsInMemory(), cookie: terminalCookie(scheme === 'https'), isLocal })
  const screens = builtScreens(parts.screens, () => Buffer.from(office.chance.bytes(18)).toString('base64'))
  const rpc = new RPCHandler(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: maxBodyBytes })],
    interceptors: [faultInterceptor({ ...office, storageFault: parts.storageFault, isOpen: () => office.db.open })],
  })

  async function call(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refuseCall(request, served.hosts(), scheme)
    if (refusal !== null) {
      plainAnswer(response, 403, refusal)
      return
    }
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    const session = door.sessionOf(request)
    if (session !== null) door.follow(session, response)
    const { matched } = await rpc.handle(request, response, {
      prefix: '/rpc',
      context: {
        app,
        transfers: parts.transfers,
        session,
        served: served.toOthers(),
        ...(session === null ? {} : { renew: (opened) => door.renew(session, opened, response) }),
      },
    })
    if (!matched) plainAnswer(response, 404, 'no such call')
  }

  function screen(path: string, request: IncomingMessage, response: ServerResponse): void {
    const isPage = isPagePath(path)
    let found: ScreenAnswer = isPage ? screens.page() : screens.file(path)
    const greeting = isPage && found.status === 200 ? door.greet(request, response) : 'greeted'
    if (greeting === 'full') {
      plainAnswer(response, 503, 'too many new screens at once; try again in a minute')
      return
    }
    if (greeting === 'elsewhere') found = comeAgainPage
    response.writeHead(found.status, found.headers)
    response.end(request.method === 'HEAD' ? undefined : found.body)
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host } = request.headers
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    hangUpOnUnread(request, (then) => response.once('finish', then))
    if (host === undefined || !served.hosts().has(host)) {
      plainAnswer(response, 421, 'this server does not answer to that name')
      return
    }
    for (const [name, value] of served.headersFor(host)) response.setHeader(name, value)
    // It has limits of its own, and refuses in its own words.
    if (parts.rest?.serves(path) === true) await parts.rest.handle(request, response, path)
    else if (bodyTooLarge(request)) plainAnswer(response, 413, 'this is too large')
    else if (path === '/rpc' || path.startsWith('/rpc/')) await call(request, response)
    else if (request.method !== 'GET' && request.method !== 'HEAD') plainAnswer(response, 405, 'not allowed')
    else screen(path, request, response)
  }

  const limits = { ...usualLimits, ...parts.limits }
  const server = makeServer({ limits, isLocal, identity: served.identity() }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      office.logger.error('request failed', { errorName: error instanceof Error ? error.name : 'unknown' })
      if (response.headersSent) response.destroy()
      else if (parts.storageFault(error) !== null) plainAnswer(response, 503, 'the data cannot be read or written now')
      else plainAnswer(response, 500, 'internal error')
    })
  })
  await listen(server, parts.port, parts.host)
  const stopRenewing = served.listening((server.address() as AddressInfo).port, (identity) => server.renew(identity))
  return {
    address: served.address(),
    fingerprint: served.identity()?.fingerprint ?? null,
    close: () =>
      new Promise((resolve) => {
        stopRenewing()
        door.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
