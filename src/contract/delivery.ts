/** How the office's messages fare: what staff must know at once, the figures behind it, and the limits against abuse. */
import { z } from 'zod'
import { administrators, anyone, staffOnly, supervisors } from './procedure.ts'
import { providerId } from './providers.ts'
import { atMs, channel, id } from './values.ts'

/** Something a person must look at. It stays on screen until someone says so, or until it is over. */
export const alarm = z.object({
  alarmId: id,
  kind: z.enum([
    /** Many codes to one block of numbers: someone may be milking the office for SMS. */
    'number_block',
    'office_limit',
    'daily_count',
    'daily_cost',
    'low_balance',
    'provider_down',
  ]),
  /** The block (`+9198765…`), the provider's name, or empty. */
  subject: z.string(),
  /** How often since it was first raised. */
  count: z.int().positive(),
  firstAtMs: atMs,
  lastAtMs: atMs,
})
export type Alarm = z.infer<typeof alarm>

/** Why codes do not go out by a channel now. */
const blockage = z.enum(['no_network', 'provider_down', 'daily_limit', 'no_secret'])

export const deliveryStatus = z.object({
  network: z.enum(['up', 'down']),
  /** Each channel that is set up. `since`: when it stopped working, where that is known. */
  channels: z.array(
    z.object({
      channel,
      works: z.boolean(),
      why: blockage.nullable(),
      providerName: z.string().nullable(),
      sinceMs: atMs.nullable(),
    }),
  ),
  /** Messages that wait, and how long the oldest has waited. */
  waiting: z.int().nonnegative(),
  oldestWaitingMs: z.int().nonnegative().nullable(),
  alarms: z.array(alarm),
})
export type DeliveryStatus = z.infer<typeof deliveryStatus>

/** Attempts and those that were taken, within a window. */
const rate = z.object({ attempts: z.int().nonnegative(), taken: z.int().nonnegative() })

export const providerHealth = z.object({
  providerId,
  name: z.string(),
  channels: z.array(channel),
  circuit: z.enum(['closed', 'open', 'half_open']),
  retryAtMs: atMs.nullable(),
  lastSuccessAtMs: atMs.nullable(),
  lastFailureAtMs: atMs.nullable(),
  /** The provider's last words of refusal, where it refused since its last success. */
  lastWords: z.string().nullable(),
  lastHour: rate,
  lastDay: rate,
  /** Median ms of the last day, from the message's writing; null where there was none. */
  medianToTakenMs: z.int().nonnegative().nullable(),
  medianToDeliveredMs: z.int().nonnegative().nullable(),
  /** Reported as delivered and as not delivered in the last day. */
  delivered: z.int().nonnegative(),
  undelivered: z.int().nonnegative(),
  /** What the last day cost where the provider told, by currency, in millionths. */
  cost: z.array(z.object({ micros: z.int(), currency: z.string() })),
  /** Null where the provider has none to tell (SMTP). */
  balance: z
    .object({
      micros: z.int().nullable(),
      currency: z.string().nullable(),
      atMs,
      low: z.boolean(),
      /** The provider's words where it would not tell. */
      words: z.string().nullable(),
    })
    .nullable(),
})
export type ProviderHealth = z.infer<typeof providerHealth>

export const deliveryHealth = z.object({
  providers: z.array(providerHealth),
  queue: z.object({
    queued: z.int().nonnegative(),
    retrying: z.int().nonnegative(),
    sending: z.int().nonnegative(),
    asking: z.int().nonnegative(),
    oldestMs: z.int().nonnegative().nullable(),
  }),
  /** SMS of the office's day so far, and what they cost, told or estimated. */
  today: z.object({ sms: z.int().nonnegative(), costMicros: z.int().nonnegative(), currency: z.string() }),
})
export type DeliveryHealth = z.infer<typeof deliveryHealth>

const most = z.int().min(1).max(1_000_000)

/** The limits against abuse. Null switches a cap off. */
export const abuseLimits = z.object({
  /** Codes to one contact, from any terminal. */
  contactPer2Minutes: z.int().min(1).max(100),
  contactPerDay: z.int().min(1).max(1_000),
  terminalPerMinute: z.int().min(1).max(1_000),
  officePerMinute: most,
  /** Codes to numbers that differ in their last four digits only, within 10 minutes. */
  numberBlockPer10Minutes: z.int().min(2).max(10_000),
  /** Countries whose numbers get SMS, ISO 3166-1; empty: the office's own. */
  smsCountries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(250),
  /** SMS in one day of the office. */
  dailySms: most.nullable(),
  /** Millionths of `costCurrency` in one day of the office. */
  dailyCostMicros: z.int().positive().max(Number.MAX_SAFE_INTEGER).nullable(),
  costCurrency: z.string().regex(/^[A-Z]{3}$/),
  /** What one SMS segment costs where the provider does not tell, millionths of `costCurrency`. */
  segmentPriceMicros: z.int().nonnegative().max(Number.MAX_SAFE_INTEGER),
})
export type AbuseLimits = z.infer<typeof abuseLimits>

export const delivery = {
  /** What stands above every staff screen: whether codes go out, what still works, and the alarms. */
  status: staffOnly.output(deliveryStatus),
  /** For a kiosk: whether codes wait for the network. Nothing of any one message, provider or person. */
  network: anyone.output(z.object({ codesWait: z.boolean() })),
  acknowledge: supervisors
    .input(z.object({ alarmId: id }))
    .output(z.object({ outcome: z.enum(['done', 'not_found']) })),
  health: administrators.output(deliveryHealth),
  /** Asks a provider for its balance now. */
  askBalance: administrators
    .input(z.object({ providerId }))
    .output(z.object({ outcome: z.enum(['done', 'not_found']) })),
  limits: administrators.output(abuseLimits),
  saveLimits: administrators.input(abuseLimits).output(z.object({ outcome: z.literal('done') })),
}
