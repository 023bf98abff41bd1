/**
 * Keeps messages away from a provider that is down: after failures in a row nothing goes that way for a while, then one
 * message tries it. Source: M. Nygard, "Release It!", circuit breaker; learn.microsoft.com, "Circuit Breaker pattern".
 */
import type { Clock } from '../kernel/clock.ts'

/** Failures in a row that open it. */
const opensAfter = 3
/** First rest 30 s, then 60 s while the trial message fails too. */
const firstRestMs = 30_000
const longestRestMs = 60_000

export interface CircuitState {
  readonly circuit: 'closed' | 'open' | 'half_open'
  /** When one message may try again; null while closed. */
  readonly retryAtMs: number | null
  /** When the run of failures began that opened it. */
  readonly sinceMs: number | null
}

export interface CircuitBreaker {
  /** Whether a message may go this way now. */
  permits(): boolean
  /** A message goes this way; in the half-open state it is the only one. */
  begin(): void
  /** The provider answered as a working one does, be it with a refusal of this message. */
  succeeded(): void
  failed(): void
  /** The provider asked for patience: nothing goes this way for `ms`, and it counts as no failure. */
  rest(ms: number): void
  state(): CircuitState
}

export function circuitBreaker(parts: { clock: Clock; onOpen: () => void; onClose: () => void }): CircuitBreaker {
  const { clock } = parts
  let failures = 0
  let failingSinceMs: number | null = null
  let restMs = firstRestMs
  let openUntilMs: number | null = null
  let restUntilMs = 0
  let probing = false

  const isOver = (): boolean => openUntilMs !== null && clock.now() >= openUntilMs
  return {
    permits() {
      if (clock.now() < restUntilMs) return false
      return openUntilMs === null || (isOver() && !probing)
    },
    begin() {
      if (openUntilMs !== null) probing = true
    },
    succeeded() {
      const wasOpen = openUntilMs !== null
      failures = 0
      failingSinceMs = null
      restMs = firstRestMs
      openUntilMs = null
      probing = false
      if (wasOpen) parts.onClose()
    },
    failed() {
      failures += 1
      failingSinceMs ??= clock.now()
      const trialFailed = probing
      probing = false
      if (!trialFailed && (failures < opensAfter || openUntilMs !== null)) return
      if (trialFailed) restMs = Math.min(restMs * 2, longestRestMs)
      const first = openUntilMs === null
      openUntilMs = clock.now() + restMs
      if (first) parts.onOpen()
    },
    rest(ms) {
      restUntilMs = Math.max(restUntilMs, clock.now() + ms)
      probing = false
    },
    state() {
      const resting = clock.now() < restUntilMs
      if (openUntilMs === null)
        return { circuit: resting ? 'open' : 'closed', retryAtMs: resting ? restUntilMs : null, sinceMs: null }
      return {
        circuit: isOver() && !resting ? 'half_open' : 'open',
        retryAtMs: Math.max(openUntilMs, resting ? restUntilMs : 0),
        sinceMs: failingSinceMs,
      }
    },
  }
}
