/** Under which names and which certificate this host is served, kept true while it runs. */
import type { ServedAt } from '../contract/terminals.ts'
import type { Clock } from '../core/kernel/clock.ts'
import type { Logger } from '../core/kernel/logger.ts'
import { addressOf, allowedHosts, isLoopbackName, servedNames, shownName } from './served-names.ts'
import type { TlsIdentity, TlsSource } from './tls-identity.ts'

/** Why this host cannot say who it is: one clear line. */
export class CertificateProblem extends Error {}

const lookEveryMs = 60 * 60_000
const longestHstsSeconds = 365 * 24 * 60 * 60

export interface ServedAsParts {
  readonly host: string
  readonly clock: Clock
  readonly logger: Logger
  readonly tls: TlsSource | null
}

export interface ServedAs {
  readonly scheme: 'http' | 'https'
  identity(): TlsIdentity | null
  /** What `Host` may say. */
  hosts(): ReadonlySet<string>
  address(): string
  /** What an administrator needs to bring another machine's screen here; null over plain HTTP. */
  toOthers(): ServedAt | null
  headersFor(host: string): readonly (readonly [string, string])[]
  /** From now on names and certificate are looked after every hour; the returned function stops it. */
  listening(port: number, renew: (identity: TlsIdentity) => void): () => void
}

export async function servedAs(parts: ServedAsParts): Promise<ServedAs> {
  const { host, clock, tls } = parts
  const scheme = tls === null ? 'http' : 'https'
  if (tls === null && !isLoopbackName(host)) throw new CertificateProblem('other machines come in over TLS only')
  let port = 0
  let names = servedNames(host)
  let identity: TlsIdentity | null = null
  let hosts: ReadonlySet<string> = new Set()

  async function look(): Promise<TlsIdentity | null> {
    names = servedNames(host)
    if (tls === null) return null
    const found = await tls(names, clock.now())
    if (!found.ok) throw new CertificateProblem(found.failure)
    return found.value
  }
  const allow = (): void => {
    hosts = allowedHosts([...names, ...(identity?.names ?? [])], scheme, port)
  }
  const address = (): string => addressOf(scheme, shownName(host), port)

  identity = await look()
  return {
    scheme,
    identity: () => identity,
    hosts: () => hosts,
    address,
    toOthers: () =>
      identity === null
        ? null
        : {
            address: address(),
            fingerprint: identity.fingerprint,
            validUntilMs: identity.validUntilMs,
            selfSigned: identity.selfSigned,
          },
    headersFor(asked) {
      // On a loopback name it would bind every other program of this machine, too.
      if (identity === null || isLoopbackName(asked.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''))) return []
      // A promise no longer than the certificate's: a renewed one that is not trusted yet must be able to be looked at.
      const leftSeconds = Math.max(0, Math.floor((identity.validUntilMs - clock.now()) / 1000))
      return [['Strict-Transport-Security', `max-age=${Math.min(longestHstsSeconds, leftSeconds)}`]]
    },
    listening(boundPort, renew) {
      port = boundPort
      allow()
      const timer = setInterval(() => {
        look()
          .then((next) => {
            if (next !== null && next.fingerprint !== identity?.fingerprint) renew(next)
            identity = next
            allow()
          })
          .catch((error: unknown) => {
            parts.logger.error('the certificate could not be looked after', {
              errorName: error instanceof Error ? error.name : 'unknown',
            })
          })
      }, lookEveryMs)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
