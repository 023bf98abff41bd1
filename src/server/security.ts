/** What the Node host lets in: its own pages from its own address, and nothing else. */
import type { IncomingMessage } from 'node:http'

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

/** The `Host` values this server answers to: a page that reaches it by another name (DNS rebinding) gets nothing. */
export function allowedHosts(port: number): ReadonlySet<string> {
  return new Set(loopbackNames.map((name) => `${name}:${port}`))
}

export const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '::1'].includes(host)

/** Why a call is refused, or null. Calls change things, so their origin must be this very server's page. */
export function refuseCall(request: IncomingMessage, hosts: ReadonlySet<string>): string | null {
  if (request.method !== 'POST') return 'calls are made with POST'
  const { origin, host } = request.headers
  if (origin === undefined || host === undefined || !hosts.has(host)) return 'this origin may not call'
  if (origin !== `http://${host}`) return 'this origin may not call'
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return 'this origin may not call'
  const type = request.headers['content-type']
  if (type !== undefined && !type.startsWith('application/json')) return 'calls carry JSON'
  return null
}
