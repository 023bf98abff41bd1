/** The address of a provider's HTTP interface, which an office may point at a proxy or a test server. */
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'

/** This machine, by any of its loopback names. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** For a gateway whose server stands on this machine: it needs no network. */
export function localWhere(host: string | undefined): { readonly local?: true } {
  return host !== undefined && isLoopback(host) ? { local: true } : {}
}

/** Reads a base address. Plain HTTP is for this machine only: the requests carry credentials and codes. */
export function parseHttpBase(text: string): Outcome<URL, string> {
  if (!URL.canParse(text)) return failed('is not an address like https://host')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    return failed('must begin with https:// (http:// only for this machine)')
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return failed('must not carry a user, a query or a fragment')
  return done(url)
}

/** `path` under `base`, whose own path, if any, stays in front. */
export function under(base: URL, path: string): URL {
  const url = new URL(base)
  url.pathname = `${base.pathname.replace(/\/+$/, '')}${path}`
  return url
}
