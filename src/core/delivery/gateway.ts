/** The port behind which every provider of messages stands. Core decides when and what; a gateway only carries and asks. */
import type { Channel } from '../../contract/values.ts'
import type { DeliveryFailure } from '../../contract/verification.ts'

/** One message, fully written, ready to leave. */
export interface OutgoingMessage {
  /** Our id; providers that take one use it as idempotency key, local id or Message-ID. */
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
  /** What a provider's own template for codes is filled with; null where the message is no code. */
  readonly code: { readonly digits: string; readonly reference: string } | null
  /** Milliseconds after which the message is worthless, so that a provider need not deliver it; null where it keeps. */
  readonly validForMs: number | null
}

/** Millionths of the currency, so that a price never passes through floating point. */
export interface Cost {
  readonly micros: number
  /** ISO 4217. */
  readonly currency: string
}

/**
 * What became of one attempt.
 * `taken`: the provider accepted responsibility. `retry`: certainly not taken, may work later. `refused`: final, will
 * never work as it is; `elsewhere` where the reason lies with this provider or our account there, so that another
 * provider may well take it. `unconfirmed`: the request was out when contact was lost; the provider may have taken it.
 */
export type SendResult =
  | { readonly result: 'taken'; readonly providerMessageId: string; readonly cost?: Cost }
  | {
      readonly result: 'retry'
      readonly failure: DeliveryFailure
      readonly words: string
      readonly retryAfterMs?: number
    }
  | {
      readonly result: 'refused'
      readonly failure: DeliveryFailure
      readonly words: string
      readonly elsewhere?: boolean
    }
  | { readonly result: 'unconfirmed'; readonly failure: 'unconfirmed'; readonly words: string }

/** What a provider says of the way of a message it took. */
export type DeliveryReport =
  | { readonly state: 'on_its_way'; readonly cost?: Cost }
  | { readonly state: 'delivered'; readonly cost?: Cost }
  | {
      readonly state: 'undelivered'
      readonly failure: DeliveryFailure
      readonly words: string
      readonly cost?: Cost
    }
  /** The provider could not be asked now. */
  | { readonly state: 'not_heard'; readonly words: string }

/** Whether a provider has a message whose sending lost contact. */
export type LookUpResult =
  | { readonly found: 'yes'; readonly providerMessageId: string; readonly cost?: Cost }
  | { readonly found: 'no' }
  /** The provider could not be asked, or its answer says neither. */
  | { readonly found: 'not_heard'; readonly words: string }

export type BalanceResult =
  | { readonly result: 'told'; readonly micros: number; readonly currency: string }
  | { readonly result: 'not_told'; readonly failure: DeliveryFailure; readonly words: string }

export interface Gateway {
  /** What kind of provider: `smtp`, `twilio`, `kavenegar`, `dev-inbox`. */
  readonly provider: string
  /** True where it needs no network: the drawer on screen. */
  readonly local?: true
  /** Tries once. Never throws for what a provider or network can do; honours `signal` as the overall deadline. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult>
  /**
   * Asks whether the provider has this message, sent at or after `sentAtMs` (epoch). Absent where it cannot be asked (SMTP).
   */
  lookUp?(message: OutgoingMessage, sentAtMs: number, signal: AbortSignal): Promise<LookUpResult>
  /** Asks how far a message has come. Absent where the provider never tells. */
  report?(providerMessageId: string, signal: AbortSignal): Promise<DeliveryReport>
  /** Asks for the account's credit. Absent where there is none. */
  balance?(signal: AbortSignal): Promise<BalanceResult>
  /** Lets go of pooled connections. */
  close(): Promise<void>
}
