/** Every name and address this host is reached by: what `Host` may say, and what a certificate of ours must cover. */
import { isIP, isIPv6 } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

export const loopbackNames = ['127.0.0.1', 'localhost', '::1'] as const

export const isLoopbackName = (name: string): boolean => (loopbackNames as readonly string[]).includes(name)

/** A peer on this very machine, by its socket's address. */
export const isLoopbackAddress = (address: string): boolean => /^(::1$|(::ffff:)?127\.)/i.test(address)

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** One spelling for each name: lower case, IPv6 shortened as browsers write it. */
function canonical(name: string): string {
  if (!isIPv6(name)) return name.toLowerCase().replace(/\.$/, '')
  return new URL(`http://[${name}]/`).hostname.slice(1, -1)
}

/** The addresses of this machine that another one can call it by. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((found) =>
    (found ?? [])
      .filter(({ internal, address }) => !internal && !/^fe80:/i.test(address))
      .map(({ address }) => address),
  )
}

/** The machine's own name, and the one that finds it on a network without a name server. */
function ownNames(): string[] {
  const name = hostname().toLowerCase()
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) return []
  return name.includes('.') ? [name] : [name, `${name}.local`]
}

/** What a host that listens at `host` answers to: loopback alone, or that address, or every one of the machine. */
export function servedNames(host: string): string[] {
  if (isLoopbackName(host)) return [...loopbackNames]
  const addresses = isWildcard(host) ? ownAddresses() : [host]
  return [...new Set([...loopbackNames, ...ownNames(), ...addresses].map(canonical))]
}

/** The name to print: one that another machine can use. */
export function shownName(host: string): string {
  if (!isWildcard(host)) return host
  const addresses = ownAddresses()
  return addresses.find((address) => !isIPv6(address)) ?? addresses[0] ?? '127.0.0.1'
}

const bracketed = (name: string): string => (isIPv6(name) ? `[${name}]` : name)

export const addressOf = (scheme: 'http' | 'https', name: string, port: number): string =>
  `${scheme}://${bracketed(name)}:${port}/`

/** The `Host` values this server answers to: a page that reaches it by another name (DNS rebinding) gets nothing. */
export function allowedHosts(names: readonly string[], scheme: 'http' | 'https', port: number): ReadonlySet<string> {
  const usual = scheme === 'https' ? 443 : 80
  const written = names.map(canonical).map(bracketed)
  return new Set([...written.map((name) => `${name}:${port}`), ...(port === usual ? written : [])])
}

/** The names in a certificate, as `X509Certificate.subjectAltName` lists them. A wildcard names no host and is left out. */
export function certificateNames(subjectAltName: string | undefined): string[] {
  return (subjectAltName ?? '').split(', ').flatMap((entry) => {
    const dns = /^DNS:([a-z0-9.-]+)$/i.exec(entry)?.[1]
    const ip = /^IP Address:(\S+)$/.exec(entry)?.[1]
    if (dns !== undefined) return [canonical(dns)]
    return ip !== undefined && isIP(ip) !== 0 ? [canonical(ip)] : []
  })
}
