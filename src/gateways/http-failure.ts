/** What it means that an HTTP request had no answer: for a message, and for a question. */
import type { SendResult } from '../core/delivery/gateway.ts'
import type { HttpFate } from './http-exchange.ts'

type NeverLeft = Extract<HttpFate, { readonly fate: 'never_left' }>
type Lost = Extract<HttpFate, { readonly fate: 'lost' }>

/** Nothing left, so another try cannot make a second message. */
export function neverLeftResult(provider: string, fate: NeverLeft): SendResult {
  const words = neverLeftWords(provider, fate)
  return fate.reason === 'certificate'
    ? { result: 'refused', failure: 'certificate', words, elsewhere: true }
    : { result: 'retry', failure: fate.reason, words }
}

function neverLeftWords(provider: string, { reason, code }: NeverLeft): string {
  switch (reason) {
    case 'certificate':
      return `${provider}'s certificate is not trusted (${code}).`
    case 'timed_out':
      return `${provider} did not answer in time.`
    case 'unreachable':
      return `${provider} cannot be reached (${code}).`
  }
}

/** The request was out: the provider may have taken the message. */
export function lostResult(provider: string, { reason }: Lost): SendResult {
  const words =
    reason === 'timed_out'
      ? `${provider} had the request when the time was up, and had not answered.`
      : `The connection to ${provider} was lost before its answer came.`
  return { result: 'unconfirmed', failure: 'unconfirmed', words }
}

/**
 * A 5xx that the provider itself did not write comes from something before it, which may have passed the message on; a 504 says
 * so even in the provider's own words. Null where the provider's own answer tells what became of it.
 * Source: RFC 9110 §15.6.
 */
export function leftInDoubt(provider: string, status: number, providerSpoke: boolean): SendResult | null {
  if (status < 500 || (providerSpoke && status !== 504)) return null
  return {
    result: 'unconfirmed',
    failure: 'unconfirmed',
    words: `Something before ${provider} answered ${status}, and may have passed the message on.`,
  }
}

export interface Unheard {
  readonly failure: 'certificate' | 'timed_out' | 'unreachable'
  readonly words: string
}

/** A question without an answer: nothing is known, and it may be asked again. */
export function unheard(provider: string, fate: NeverLeft | Lost): Unheard {
  if (fate.fate === 'never_left') return { failure: fate.reason, words: neverLeftWords(provider, fate) }
  const timedOut = fate.reason === 'timed_out'
  return {
    failure: timedOut ? 'timed_out' : 'unreachable',
    words: timedOut
      ? `${provider} did not answer in time.`
      : `The connection to ${provider} was lost before its answer came.`,
  }
}
