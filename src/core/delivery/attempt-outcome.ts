/** What follows from an attempt: pure decisions, so that the dispatcher only carries them out. */
import type { DeliveryFailure } from '../../contract/verification.ts'
import { type Chance, randomBelow } from '../kernel/chance.ts'
import type { SendResult } from './gateway.ts'
import type { TriedInRound } from './outbox.ts'

/** One attempt may take this long, whatever the server does: 20 s. */
export const attemptDeadlineMs = 20_000
/** Where someone waits at the counter and another provider can be tried, no longer than this: 5 s. */
export const hurriedDeadlineMs = 5_000
/** The question whether a message was taken may take this long: 10 s, or 2 s where someone waits and another provider is there. */
export const askDeadlineMs = 10_000
export const hurriedAskDeadlineMs = 2_000
/** A question under way is looked at again after 60 s at the latest: longer than two questions and the pause between them. */
export const askingTakesMs = 60_000
/**
 * A provider that does not have the message may still be writing it down: it is asked once more after 1.5 s, and not before
 * 3 s have passed since the sending, or 10 s where nobody waits.
 */
export function askAgainAfterMs(urgent: boolean, sinceSentMs: number): number {
  return Math.max(1_500, (urgent ? 3_000 : 10_000) - sinceSentMs)
}
/** How long a provider is asked about a code that lost contact, 10 min, and about any other message, 24 h. */
const askForCodeMs = 10 * 60_000
const askForOtherMs = 24 * 60 * 60_000

export const askUntilMs = (urgent: boolean, sentAtMs: number): number =>
  sentAtMs + (urgent ? askForCodeMs : askForOtherMs)

/** Full jitter, 1 s doubling to 60 s. Source: the AWS Architecture Blog, "Exponential Backoff And Jitter". */
export function backoffMs(chance: Chance, attempts: number): number {
  return 250 + randomBelow(chance, Math.min(60_000, 1_000 * 2 ** Math.min(Math.max(attempts - 1, 0), 10)))
}

/** Failures that say something of the provider, not of the message: in a row they keep other messages away from it. */
const outages: ReadonlySet<DeliveryFailure> = new Set([
  'unreachable',
  'timed_out',
  'provider_error',
  'certificate',
  'login_refused',
  'no_credit',
  'unconfirmed',
])

/** Whether this result counts against the provider. */
export function isOutage(result: SendResult): boolean {
  return result.result !== 'taken' && outages.has(result.failure)
}

/** The round with one more provider in it. */
export function withTried(round: readonly TriedInRound[], provider: string, refused: boolean): readonly TriedInRound[] {
  return [...round.filter((each) => each.provider !== provider), { provider, refused }]
}

/** A new round: providers that refused for good stay out, the others are tried again. */
export const nextRound = (round: readonly TriedInRound[]): readonly TriedInRound[] =>
  round.filter(({ refused }) => refused)

/** The providers of an order that this round has not come to. */
export function untried<Provider extends { readonly id: string }>(
  order: readonly Provider[],
  round: readonly TriedInRound[],
): readonly Provider[] {
  return order.filter(({ id }) => !round.some(({ provider }) => provider === id))
}
