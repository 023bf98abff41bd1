/** What it means for a message that its HTTP request had no answer. */
import type { SendResult } from '../core/delivery/gateway.ts'
import type { HttpFate } from './http-exchange.ts'

type NeverLeft = Extract<HttpFate, { readonly fate: 'never_left' }>
type Lost = Extract<HttpFate, { readonly fate: 'lost' }>

/** Nothing left, so another try cannot make a second message. */
export function neverLeftResult(provider: string, { reason, code }: NeverLeft): SendResult {
  switch (reason) {
    case 'certificate':
      return { result: 'refused', failure: 'certificate', words: `${provider}'s certificate is not trusted (${code}).` }
    case 'timed_out':
      return { result: 'retry', failure: 'timed_out', words: `${provider} did not answer in time.` }
    case 'unreachable':
      return { result: 'retry', failure: 'unreachable', words: `${provider} cannot be reached (${code}).` }
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
