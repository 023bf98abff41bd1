/** The real Node host over a test office, on a free loopback port, and a client that calls it as a browser would. */
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { onTestFinished } from 'vitest'
import type { contract } from '../../src/contract/contract.ts'
import { type HttpHost, type HttpHostParts, startHttpHost } from '../../src/server/http-host.ts'
import { storageFault } from '../../src/storage/database.ts'
import { transferJobs } from '../../src/storage/transfers/jobs.ts'
import { migrationsFolder, type TestOffice } from './office.ts'

export type Client = ContractRouterClient<typeof contract>

const builtScreens = fileURLToPath(new URL('../../out/renderer/', import.meta.url))
export const workerUrl = new URL('../../src/cli/worker.ts', import.meta.url)

/** How the host differs from the usual one: on loopback, over plain HTTP. */
export type HostOptions = Partial<Pick<HttpHostParts, 'tls' | 'isLocal' | 'limits'>>

export async function startHost(office: TestOffice, options: HostOptions = {}): Promise<HttpHost> {
  const transfers = transferJobs({ ...office.app.officeData, workerUrl, migrationsFolder })
  const http = await startHttpHost({
    app: office.app,
    transfers,
    storageFault,
    screens: builtScreens,
    host: '127.0.0.1',
    port: 0,
    ...options,
  })
  const close = async (): Promise<void> => {
    await http.close()
    await transfers.close()
  }
  onTestFinished(close)
  return { ...http, close }
}

/** Loads the page once and keeps its cookie, as a browser does. */
export async function browserClient(address: string): Promise<{ client: Client; cookie: string }> {
  const page = await fetch(address)
  const jar = cookieJar(page.headers)
  return {
    client: jarClient(address, jar),
    get cookie() {
      return jar.cookie
    },
  }
}

/** A client that goes on with the jar's cookie, at whichever address the office is now. */
export function jarClient(address: string, jar: ReturnType<typeof cookieJar>): Client {
  return createORPCClient<Client>(
    new RPCLink({
      url: new URL('/rpc', address).href,
      headers: () => ({ cookie: jar.cookie, origin: new URL(address).origin }),
      fetch: async (request, init) => jar.keep(await fetch(request, init)),
    }),
  )
}

/** The one cookie of a host, as a browser keeps it: a newer one takes its place. */
export function cookieJar(first: Headers) {
  const read = (headers: Headers): string => (headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
  let cookie = read(first)
  return {
    get cookie() {
      return cookie
    },
    keep(response: Response): Response {
      cookie = read(response.headers) || cookie
      return response
    },
  }
}

export function clientWith(address: string, headers: Record<string, string>): Client {
  return createORPCClient(new RPCLink({ url: new URL('/rpc', address).href, headers }))
}

export interface RawAnswer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

/** A request with headers that `fetch` would not let one write: Host, foreign Origin, none at all. */
export function rawRequest(
  address: string,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
): Promise<RawAnswer> {
  const url = new URL(address)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: url.hostname,
        port: url.port,
        method: options.method ?? 'POST',
        path: options.path ?? '/rpc/office/state',
        headers: options.headers ?? {},
      },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => {
          body += piece
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      },
    )
    sent.on('error', reject)
    sent.end(options.body)
  })
}
