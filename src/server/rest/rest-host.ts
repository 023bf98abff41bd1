/** The HTTP side of the REST interface: which path is which procedure, whose call it is, and every refusal as a problem. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AnyProcedure, call } from '@orpc/server'
import { RestRefusal, refusalOf } from '../../api/rest-problem.ts'
import { type RestContext, type RestServices, restRouter } from '../../api/rest-router.ts'
import type { StorageFault } from '../../api/router.ts'
import { type Locale, locales } from '../../contract/values.ts'
import type { Logger } from '../../core/kernel/logger.ts'
import { addressOf } from './address.ts'
import { json, problemAnswer, send } from './answers.ts'
import { readBody } from './body.ts'
import { readCookie, tokenCookies } from './cookies.ts'
import { restPages } from './pages.ts'

export interface RestHostParts {
  readonly services: RestServices
  readonly logger: Logger
  readonly storageFault: StorageFault
  /** Folder of the page to read and try it. */
  readonly docsFolder: string
  readonly version: string
  /** A body must be here within this time; 10 s where left out. */
  readonly bodyTimeoutMs?: number
}

/** What the Node host hands a request to, once its Host is known to be ours. */
export interface RestHost {
  serves(path: string): boolean
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>
}

const isSecure = (request: IncomingMessage): boolean => 'encrypted' in request.socket

/** The first language asked for that the messages are written in. */
function localeOf(request: IncomingMessage): Locale | null {
  const asked = (request.headers['accept-language'] ?? '').slice(0, 200).toLowerCase().split(',')
  const primary = asked.map((range) => range.trim().split(/[-;]/, 1)[0])
  return primary.flatMap((tag) => locales.find((locale) => locale === tag) ?? [])[0] ?? null
}

function bearerOf(request: IncomingMessage): string | null {
  return /^bearer ([\w.~+/=-]{1,2048})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null
}

/** A page of another origin may not call, whatever cookies its visitor has. Clients that are no browsers send no Origin. */
function refuseForeign(request: IncomingMessage): void {
  const { origin, host, 'sec-fetch-site': site } = request.headers
  const own = `${isSecure(request) ? 'https' : 'http'}://${host ?? ''}`
  if (origin !== undefined && origin !== own) throw new RestRefusal('foreign_origin')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new RestRefusal('foreign_origin')
}

/** Path to method to procedure, as the contract has them. */
function routes(): ReadonlyMap<string, ReadonlyMap<string, AnyProcedure>> {
  const table = new Map<string, Map<string, AnyProcedure>>()
  for (const procedure of Object.values(restRouter)) {
    const { path = '', method = 'GET' } = procedure['~orpc'].route
    table.set(path, (table.get(path) ?? new Map<string, AnyProcedure>()).set(method, procedure))
  }
  return table
}

export function restHost(parts: RestHostParts): RestHost {
  const { services } = parts
  const table = routes()
  const page = restPages({ folder: parts.docsFolder, version: parts.version, tokens: services.tokens })

  async function answerCall(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const method = request.method ?? 'GET'
    const procedure = table.get(path)?.get(method)
    if (procedure === undefined) throw new RestRefusal('not_found')
    refuseForeign(request)
    const body = method === 'GET' ? null : await readBody(request, parts.bodyTimeoutMs ?? 10_000)
    // A form of another site can send a cookie, but no JSON: what came otherwise must bring its tokens itself.
    const cookiesCount = body === null || body.json
    let cookies: string[] = []
    const context: RestContext = {
      ...services,
      address: addressOf(request.socket.remoteAddress),
      locale: localeOf(request),
      accessToken: bearerOf(request) ?? (cookiesCount ? readCookie(request, 'access') : null),
      refreshToken: cookiesCount ? readCookie(request, 'refresh') : null,
      keep: (tokens) => {
        cookies = tokenCookies(tokens, isSecure(request))
      },
    }
    const kept = () => (cookies.length === 0 ? {} : { 'Set-Cookie': cookies })
    try {
      const value: unknown = await call(procedure, body?.value, { context })
      send(request, response, json(value, kept()))
    } catch (error) {
      send(request, response, problemAnswer(asRefusal(error), false, kept()))
    }
  }

  /** Every throw as what the client may know of it. */
  function asRefusal(error: unknown): RestRefusal {
    const expected = refusalOf(error)
    if (expected !== null) return expected
    if (parts.storageFault(error) !== null) return new RestRefusal('storage')
    const traceId = services.newId()
    parts.logger.error('call failed', {
      traceId,
      errorName: error instanceof Error ? error.name : 'unknown',
      ...(error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}),
    })
    return new RestRefusal('internal', { trace_id: traceId })
  }

  async function route(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const method = request.method ?? 'GET'
    const show = page(path)
    const methods = show === null ? [...(table.get(path)?.keys() ?? [])] : ['GET', 'HEAD']
    if (methods.length === 0) throw new RestRefusal('not_found')
    if (!methods.includes(method)) {
      const refusal = new RestRefusal('method_not_allowed')
      send(request, response, problemAnswer(refusal, true, { Allow: methods.join(', ') }))
      return
    }
    if (show === null) await answerCall(request, response, path)
    else send(request, response, await show())
  }

  return {
    serves: (path) => path === '/.well-known/jwks.json' || path === '/api' || path.startsWith('/api/'),
    async handle(request, response, path) {
      try {
        await route(request, response, path)
      } catch (error) {
        if (response.headersSent) response.destroy()
        else send(request, response, problemAnswer(asRefusal(error), true))
      }
    },
  }
}
