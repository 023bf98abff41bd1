/** The Node host's HTTP side: the built screens, and the contract at `/rpc`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import { faultInterceptor, router, type StorageFault } from '../api/router.ts'
import { builtScreens, isPagePath, type ScreenAnswer } from '../api/screens.ts'
import { type Session, sessionsInMemory } from '../api/sessions.ts'
import type { App } from '../app.ts'
import type { TransferJobs } from '../core/transfers/port.ts'
import type { RestHost } from './rest/rest-host.ts'
import { allowedHosts, refuseCall } from './security.ts'
import { readCredential, writeCredential } from './terminal-cookie.ts'

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
}

export interface HttpHost {
  readonly address: string
  close(): Promise<void>
}

/** A call's body may be this large: one piece of an upload, and room. */
const maxBodyBytes = 4 * 1024 * 1024

/** New terminals a minute: more than any office opens. */
const mostNewTerminals = 30

/** Listens, and resolves once it does. Rejects where the port is taken. */
export async function startHttpHost(parts: HttpHostParts): Promise<HttpHost> {
  const { app } = parts
  const sessions = sessionsInMemory()
  const office = app.officeData
  const screens = builtScreens(parts.screens, () => Buffer.from(office.chance.bytes(18)).toString('base64'))
  const rpc = new RPCHandler(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: maxBodyBytes })],
    interceptors: [faultInterceptor({ logger: office.logger, newId: office.newId, storageFault: parts.storageFault })],
  })
  let hosts: ReadonlySet<string> = new Set()
  const enrolledAtMs: number[] = []

  function sessionOf(request: IncomingMessage): Session | null {
    const credential = readCredential(request)
    const terminal = credential === null ? null : app.terminals.recognise(credential)
    return terminal === null ? null : sessions.at(terminal)
  }

  async function call(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refuseCall(request, hosts)
    if (refusal !== null) {
      answer(response, 403, refusal)
      return
    }
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    const { matched } = await rpc.handle(request, response, {
      prefix: '/rpc',
      context: { app, transfers: parts.transfers, session: sessionOf(request) },
    })
    if (!matched) answer(response, 404, 'no such call')
  }

  /** A screen that forgets its cookie again and again would fill the list of terminals, and slip under their limits. */
  function mayEnrol(): boolean {
    const nowMs = office.clock.now()
    while ((enrolledAtMs[0] ?? nowMs) < nowMs - 60_000) enrolledAtMs.shift()
    if (enrolledAtMs.length >= mostNewTerminals) return false
    enrolledAtMs.push(nowMs)
    return true
  }

  function screen(path: string, request: IncomingMessage, response: ServerResponse): void {
    const isPage = isPagePath(path)
    const found: ScreenAnswer = isPage ? screens.page() : screens.file(path)
    if (isPage && found.status === 200 && sessionOf(request) === null) {
      if (!mayEnrol()) {
        answer(response, 503, 'too many new screens at once; try again in a minute')
        return
      }
      writeCredential(response, app.terminals.enrol().credential)
    }
    response.writeHead(found.status, found.headers)
    response.end(request.method === 'HEAD' ? undefined : found.body)
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = request.headers.host
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (host === undefined || !hosts.has(host)) answer(response, 421, 'this server does not answer to that name')
    else if (parts.rest?.serves(path) === true) await parts.rest.handle(request, response, path)
    else if (path === '/rpc' || path.startsWith('/rpc/')) await call(request, response)
    else if (request.method !== 'GET' && request.method !== 'HEAD') answer(response, 405, 'not allowed')
    else screen(path, request, response)
  }

  const server = createServer(
    { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        office.logger.error('request failed', { errorName: error instanceof Error ? error.name : 'unknown' })
        if (response.headersSent) response.destroy()
        else if (parts.storageFault(error) !== null) answer(response, 503, 'the data cannot be read or written now')
        else answer(response, 500, 'internal error')
      })
    },
  )
  server.maxConnections = 512

  await listen(server, parts.port, parts.host)
  const { port } = server.address() as AddressInfo
  hosts = allowedHosts(port)
  const shown = parts.host.includes(':') ? `[${parts.host}]` : parts.host
  return {
    address: `http://${shown}:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    Connection: 'close',
  })
  response.end(`${words}\n`)
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
