/** The port behind which every provider of messages stands. Core decides when and what; a gateway only carries. */
import type { Channel } from '../../contract/values.ts'
import type { DeliveryFailure } from '../../contract/verification.ts'

/** One message, fully written, ready to leave. */
export interface OutgoingMessage {
  /** Our id; providers that take one use it as idempotency key or Message-ID. */
  readonly messageId: string
  readonly channel: Channel
  /** E.164 phone or mail address. */
  readonly to: string
  /** Empty for SMS and WhatsApp. */
  readonly subject: string
  readonly text: string
  /** Null for SMS and WhatsApp. */
  readonly html: string | null
  readonly attachments: readonly {
    readonly fileName: string
    readonly contentType: string
    readonly content: Uint8Array
  }[]
}

/**
 * What became of one attempt.
 * `taken`: the provider accepted responsibility. `retry`: certainly not taken, may work later. `refused`: final, will
 * never work as it is. `unconfirmed`: the request was out when contact was lost; the provider may have taken it.
 */
export type SendResult =
  | { readonly result: 'taken'; readonly providerMessageId: string }
  | {
      readonly result: 'retry'
      readonly failure: DeliveryFailure
      readonly words: string
      readonly retryAfterMs?: number
    }
  | { readonly result: 'refused'; readonly failure: DeliveryFailure; readonly words: string }
  | { readonly result: 'unconfirmed'; readonly failure: 'unconfirmed'; readonly words: string }

export interface Gateway {
  /** A stable short name: `smtp`, `twilio`, `kavenegar`, `dev-inbox`. */
  readonly provider: string
  /** Tries once. Never throws for what a provider or network can do; honours `signal` as the overall deadline. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult>
  /** Lets go of pooled connections. */
  close(): Promise<void>
}

/** The one gateway that carries each channel now; a channel without one cannot be chosen. */
export type Gateways = Readonly<Partial<Record<Channel, Gateway>>>
