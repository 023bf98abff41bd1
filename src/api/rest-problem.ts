/** Refusals of the REST interface: RFC 9457 problems with a stable code, what is left of the tries, and when to come again. */
import { ORPCError } from '@orpc/server'
import type { Problem, ProblemCode } from '../contract/rest.ts'
import type { CheckRefusal } from '../core/otp/verify.ts'
import type { AskOutcome } from '../core/users/sign-in.ts'

interface ProblemFields {
  readonly attempts_left?: number
  readonly retry_after?: number
  readonly trace_id?: string
  readonly detail?: string
}

const words: Readonly<Record<ProblemCode, readonly [status: number, title: string, detail: string]>> = {
  malformed_json: [400, 'Not JSON', 'The body cannot be read as JSON in UTF-8.'],
  invalid_request: [422, 'Invalid request', 'The body is not of the documented shape.'],
  invalid_contact: [422, 'Invalid contact', 'This is no phone number or mail address that can be reached.'],
  contact_not_served: [422, 'Number not served', 'No text messages go to this kind of number or this country.'],
  not_signed_in: [401, 'Not signed in', 'A valid access token is needed.'],
  invalid_refresh_token: [401, 'Sign in again', 'The refresh token is not valid any more.'],
  wrong_code: [400, 'Wrong code', 'The code is not the one that was sent.'],
  expired: [400, 'Code expired', 'The code is too old. Ask for a new one.'],
  superseded: [400, 'Newer code sent', 'A newer code was sent. Use that one.'],
  nothing_asked: [400, 'No code asked for', 'No code was asked for from this address, or it was used already.'],
  too_many_tries: [429, 'Too many tries', 'The code was wrong too often and is dead. Ask for a new one later.'],
  locked: [429, 'Locked for a while', 'There were too many wrong codes.'],
  blocked: [403, 'Blocked', 'There were too many wrong codes in a row. The office can lift this.'],
  rate_limited: [429, 'Too many requests', 'Try again later.'],
  foreign_origin: [403, 'Foreign origin', 'Pages of other origins may not call.'],
  not_found: [404, 'Not found', 'There is nothing at this address.'],
  method_not_allowed: [405, 'Method not allowed', 'This address answers to other methods.'],
  timed_out: [408, 'Too slow', 'The request took too long to arrive.'],
  too_large: [413, 'Too large', 'The body is larger than 16 KiB.'],
  unsupported_media_type: [415, 'JSON only', 'Bodies are application/json.'],
  channel_unavailable: [503, 'No way to send', 'The office cannot send codes to such contacts now.'],
  storage: [507, 'Data cannot be written', 'The office’s data cannot be read or written now. Nothing was done.'],
  internal: [500, 'Internal error', 'Something went wrong on our side.'],
}

export const statusOf = (code: ProblemCode): number => words[code][0]

/** An expected refusal on its way to the client. */
export class RestRefusal extends Error {
  override readonly name = 'RestRefusal'
  readonly problem: Problem
  constructor(code: ProblemCode, fields: ProblemFields = {}) {
    super(code)
    const [status, title, detail] = words[code]
    this.problem = { type: `urn:counterfoil:problem:${code}`, title, status, detail, code, ...fields }
  }
}

/** Whole seconds, rounded up: who waits that long is not refused for coming too early. */
const secondsUntil = (atMs: number, nowMs: number): number => Math.max(1, Math.ceil((atMs - nowMs) / 1_000))

type AskRefusal = Extract<AskOutcome, { outcome: 'refused' }>

function askCode(reason: AskRefusal['reason']): ProblemCode {
  switch (reason) {
    case 'malformed':
      return 'invalid_contact'
    case 'country_not_allowed':
    case 'number_type':
      return 'contact_not_served'
    case 'channel_unavailable':
    case 'locked':
    case 'blocked':
      return reason
    case 'resend_too_soon':
    case 'contact_limit':
    case 'terminal_limit':
    case 'address_limit':
    case 'office_limit':
    case 'number_block_limit':
    case 'daily_limit':
      return 'rate_limited'
  }
}

export const refusedAsk = (refusal: AskRefusal, nowMs: number): RestRefusal =>
  new RestRefusal(
    askCode(refusal.reason),
    refusal.retryAtMs === undefined ? {} : { retry_after: secondsUntil(refusal.retryAtMs, nowMs) },
  )

export function refusedCheck(refusal: CheckRefusal | { readonly outcome: 'malformed' }, nowMs: number): RestRefusal {
  switch (refusal.outcome) {
    case 'malformed':
      return new RestRefusal('invalid_contact')
    case 'wrong':
      return new RestRefusal('wrong_code', { attempts_left: refusal.triesLeft })
    case 'too_many_tries':
      return new RestRefusal('too_many_tries', {
        attempts_left: 0,
        ...(refusal.lockedUntilMs === null ? {} : { retry_after: secondsUntil(refusal.lockedUntilMs, nowMs) }),
      })
    case 'locked':
      return new RestRefusal('locked', { retry_after: secondsUntil(refusal.untilMs, nowMs) })
    case 'blocked':
      return new RestRefusal('blocked', { attempts_left: 0 })
    case 'expired':
    case 'superseded':
    case 'nothing_asked':
      return new RestRefusal(refusal.outcome)
  }
}

/** What a thrown error is to the client; null for a defect of ours. */
export function refusalOf(error: unknown): RestRefusal | null {
  if (error instanceof RestRefusal) return error
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return new RestRefusal('invalid_request')
  return null
}
