/** The Node host over TLS with its self-signed certificate, and callers from this machine and from another. */
import { type RequestOptions, request } from 'node:https'
import { Readable } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { Face } from '../../src/contract/terminals.ts'
import type { HttpHost } from '../../src/server/http-host.ts'
import { selfSignedCertificate } from '../../src/server/self-signed.ts'
import { type Client, cookieJar, type HostOptions, startHost } from './host.ts'
import { passwordOf, type TestOffice } from './office.ts'

export interface TlsOffice extends HttpHost {
  readonly office: TestOffice
  /** Sets whether the callers to come are of another machine. They all call from here, and tests must not need a network. */
  from(where: 'here' | 'away'): void
}

export async function startTlsHost(office: TestOffice, options: HostOptions = {}): Promise<TlsOffice> {
  let away = false
  const tls = selfSignedCertificate(office.folder)
  const http = await startHost(office, { tls, isLocal: () => !away, ...options })
  return {
    ...http,
    office,
    from: (where) => {
      away = where === 'away'
    },
  }
}

export interface TlsAnswer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

/** The certificate is compared by its fingerprint in tests of their own; here the calls matter. */
function call(
  address: string,
  options: RequestOptions,
  body?: string,
): Promise<{ response: Response; raw: TlsAnswer }> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(address), { rejectUnauthorized: false, agent: false, ...options }, (answer) => {
      const status = answer.statusCode ?? 0
      const headers = new Headers()
      for (const [name, value] of Object.entries(answer.headers)) {
        for (const each of [value ?? []].flat()) headers.append(name, each)
      }
      const stream = Readable.toWeb(answer) as ReadableStream<Uint8Array>
      const response = new Response(status === 204 ? null : stream, { status, headers })
      resolve({ response, raw: { status, headers: answer.headers, body: '' } })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

export async function tlsRequest(address: string, options: RequestOptions = {}, body?: string): Promise<TlsAnswer> {
  const { response, raw } = await call(address, options, body)
  return { ...raw, body: await response.text() }
}

export const cookieIn = (answer: TlsAnswer): string => (answer.headers['set-cookie']?.[0] ?? '').split(';', 1)[0] ?? ''

/** A client as a browser has it: this cookie until a newer one comes, the host's own origin. */
export function tlsClient(address: string, first: string): Client {
  const jar = cookieJar(new Headers(first === '' ? {} : { 'set-cookie': first }))
  const link = new RPCLink({
    url: new URL('/rpc', address).href,
    headers: () => ({ origin: new URL(address).origin, ...(jar.cookie === '' ? {} : { cookie: jar.cookie }) }),
    fetch: async (asked) => {
      const headers = Object.fromEntries(asked.headers)
      const { response } = await call(asked.url, { method: asked.method, headers }, await asked.text())
      return jar.keep(response)
    },
  })
  return createORPCClient(link)
}

/** Loads the page and keeps its cookie. */
export async function tlsBrowser(address: string): Promise<{ client: Client; cookie: string }> {
  const cookie = cookieIn(await tlsRequest(address))
  return { client: tlsClient(address, cookie), cookie }
}

/** A browser on the office's own machine with an administrator signed in. */
export async function chiefHere(host: TlsOffice): Promise<Client> {
  await host.office.addStaff({ name: 'Chief', role: 'administrator', pin: '2580' })
  host.from('here')
  const { client } = await tlsBrowser(host.address)
  await client.session.signIn({ name: 'Chief', password: passwordOf('2580') })
  return client
}

/** A screen of another machine, let in by the administrator: waits, is let in, loads its page anew. */
export async function pairedScreen(host: TlsOffice, chief: Client, name: string, face: Face = 'desk') {
  host.from('away')
  const waiting = await tlsBrowser(host.address)
  const state = await waiting.client.pairing.ask()
  if (state.state !== 'waiting') throw new Error(state.state)
  host.from('here')
  const outcome = await chief.terminals.letIn({ code: state.code, name, face })
  if (outcome.outcome !== 'done') throw new Error(outcome.reason)
  host.from('away')
  const cookie = cookieIn(await tlsRequest(host.address, { headers: { cookie: waiting.cookie } }))
  return { client: tlsClient(host.address, cookie), cookie, waitingCookie: waiting.cookie, ...outcome }
}

/** A bare TLS socket, shaken hands with. */
export function tlsSocket(address: string): Promise<TLSSocket> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => resolve(socket))
    socket.once('error', reject)
  })
}
