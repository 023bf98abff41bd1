/** The live state of a challenge's message, as the desk sees it: the truth, every try, and the other ways to the same customer. */
import type { Channel } from '../../contract/values.ts'
import type { DeliveryState } from '../../contract/verification.ts'
import type { Authenticators } from '../customers/authenticator.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { AttemptLog } from '../delivery/attempt-log.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { ProviderDirectory } from '../delivery/provider-directory.ts'
import { remedyOf } from '../delivery/provider-remedy.ts'
import type { SendLimits } from '../delivery/send-limits.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ChallengeRow, OtpStore } from '../otp/store.ts'
import type { Caller } from './caller.ts'
import { byFallback, carries, deliveryStatus, isFinal } from './verification-rules.ts'

export interface CodeDeliveryParts {
  readonly clock: Clock
  readonly otp: OtpStore
  readonly outbox: Outbox
  readonly attempts: AttemptLog
  readonly directory: ProviderDirectory
  readonly sendLimits: SendLimits
  readonly customers: CustomerStore
  readonly authenticators: Pick<Authenticators, 'enrolled'>
  readonly networkUp: () => boolean
}

/** Null where this terminal asked for no such thing. */
export function codeDelivery(parts: CodeDeliveryParts): (caller: Caller, challengeId: string) => DeliveryState | null {
  const { directory } = parts

  /** Every other way to the same customer that may be used now: SMS before WhatsApp before mail. */
  function otherWays(row: ChallengeRow): DeliveryState['alternatives'] {
    const off = row.customer_id !== null && parts.customers.byId(row.customer_id)?.codes_off === 1
    const contacts = row.customer_id === null || off ? [] : parts.customers.contactsOf(row.customer_id)
    const mayGo = (channel: Channel, value: string): boolean =>
      channel !== 'sms' || parts.sendLimits.mayText(value, parts.clock.now())
    return contacts
      .flatMap(({ id, kind, value }) =>
        directory
          .channels()
          .filter((channel) => carries(channel, kind) && mayGo(channel, value))
          .filter((channel) => !(value === row.contact_value && channel === row.channel))
          .map((channel) => ({ contactId: id, channel, value })),
      )
      .sort((left, right) => byFallback(left.channel, right.channel))
  }

  return (caller, challengeId) => {
    const row = parts.otp.byId(challengeId)
    const message = row === undefined ? undefined : parts.outbox.byChallenge(challengeId)
    if (row === undefined || message === undefined || row.terminal_id !== caller.terminalId) return null
    const { provider } = message
    return {
      challengeId,
      status: deliveryStatus(message.status, message.delivery),
      final: isFinal(message.status, message.delivery),
      channel: row.channel,
      provider,
      providerName: provider === null ? null : directory.nameOf(provider),
      network: parts.networkUp() ? 'up' : 'down',
      attempts: message.attempts,
      failure: message.failure,
      words: message.words,
      remedy: remedyOf(directory, message),
      nextAttemptAtMs: message.status === 'retrying' ? message.next_attempt_at_ms : null,
      takenAtMs: message.taken_at_ms,
      deliveredAtMs: message.delivered_at_ms,
      expiresAtMs: row.expires_at_ms,
      maybeTwice: message.maybe_twice === 1,
      tried: parts.attempts.ofMessage(message.id).map((tried) => ({
        providerName: directory.nameOf(tried.provider),
        result: tried.result,
        failure: tried.failure,
        words: tried.words,
        atMs: tried.at_ms,
        durationMs: tried.duration_ms,
      })),
      alternatives: otherWays(row),
      authenticator: row.customer_id !== null && parts.authenticators.enrolled(row.customer_id),
    }
  }
}
