/**
 * The providers that carry the office's messages: set up on screen, tried with a real message, put in order.
 * Secrets go in and never come out: a screen hears only whether one is stored.
 */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { administrators } from './procedure.ts'
import { channel, line, optionalLine } from './values.ts'
import { deliveryFailure, remedy } from './verification.ts'

/** A short stable name, `gmail`, `twilio-2`. Never used again for another provider. */
export const providerId = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(40)

/** A password, token or key. Left out: keep what is stored. */
const secret = z.string().min(1).max(1_000)

const common = {
  /** How staff call it. */
  name: line(60),
  enabled: z.boolean(),
  /** Below this the staff is warned: millionths of the provider's own currency; null never warns. */
  lowBalanceMicros: z.int().positive().nullable(),
}

export const smtpPresets = ['gmail', 'office365', 'sendgrid', 'ses', 'smtp'] as const
export type SmtpPreset = (typeof smtpPresets)[number]

const smtpSettings = z.object({
  kind: z.literal('smtp'),
  preset: z.enum(smtpPresets),
  ...common,
  host: line(253),
  port: z.int().min(1).max(65_535),
  /** `tls` from the first byte (465), `starttls` demanded (587), `none` for a server on this machine only. */
  security: z.enum(['tls', 'starttls', 'none']),
  /** Empty: no login. */
  user: optionalLine(254),
  /** `desk@office.example`; the office's name stands before it. */
  from: line(320),
})

const twilioSettings = z.object({
  kind: z.literal('twilio'),
  ...common,
  accountSid: z.string().regex(/^AC[0-9a-zA-Z]{32}$/),
  /** Sender of SMS: E.164, or a sender name of at most 11 letters and digits. Empty where a messaging service or WhatsApp sends. */
  phoneNumber: optionalLine(20),
  /** `MG…`; sends SMS in place of the number. */
  messagingServiceSid: z.string().regex(/^(?:MG[0-9a-zA-Z]{32})?$/),
  /** Sender of WhatsApp, E.164; empty where it is not used. */
  whatsappNumber: z.string().regex(/^(?:\+[1-9]\d{6,14})?$/),
  /** `HX…`: the approved WhatsApp template that carries codes as {{1}}. Empty: free text, within 24 h of the person's own message only. */
  whatsappContentSid: z.string().regex(/^(?:HX[0-9a-zA-Z]{32})?$/),
  /** Where Twilio reports delivery to, if the office has a collector; the counter itself asks and needs none. */
  statusCallback: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(500)]),
})

const kavenegarSettings = z.object({
  kind: z.literal('kavenegar'),
  ...common,
  /** The line messages come from; empty: the account's default line. */
  sender: z.string().regex(/^(?:\+?\d{3,20})?$/),
  /** Name of a `verify/lookup` template for codes (%token is the code, %token2 its reference). Empty: codes go as free text. */
  codeTemplate: z.string().regex(/^[\w-]{0,60}$/),
})

export const providerSettings = z.discriminatedUnion('kind', [smtpSettings, twilioSettings, kavenegarSettings])
export type ProviderSettings = z.infer<typeof providerSettings>
export type ProviderKind = ProviderSettings['kind']

export const providerView = z.object({
  providerId,
  name: z.string(),
  kind: z.enum(['smtp', 'twilio', 'kavenegar', 'dev-inbox']),
  /** `environment`: set by the machine's environment variables; read-only here, and `settings` is null. */
  source: z.enum(['environment', 'screen']),
  settings: providerSettings.nullable(),
  channels: z.array(channel),
  /** `unreadable`: stored by another host or user of this machine; enter it again. */
  secret: z.enum(['none', 'stored', 'unreadable']),
  /** `open`: after failures in a row nothing is sent this way until `retryAtMs`; then one message tries it. */
  circuit: z.enum(['closed', 'open', 'half_open']),
  retryAtMs: z.int().nullable(),
})
export type ProviderView = z.infer<typeof providerView>

/** For one channel, and one country prefix or all (`''`): providers in the order they are tried. The longest prefix wins. */
export const route = z.object({
  channel,
  prefix: z.string().regex(/^(?:\+\d{1,6})?$/),
  providerIds: z.array(providerId).min(1).max(10),
})
export type Route = z.infer<typeof route>

/** What a test message has come to. `sent` waits for the provider's word on the arrival; the last step ends the stream. */
export const testStep = z.discriminatedUnion('step', [
  z.object({ step: z.literal('sending') }),
  z.object({ step: z.literal('taken'), providerMessageId: z.string(), durationMs: z.int().nonnegative() }),
  z.object({ step: z.literal('delivered'), durationMs: z.int().nonnegative() }),
  /** The provider has it and said nothing of its arrival within the time a person waits. */
  z.object({ step: z.literal('not_heard') }),
  z.object({
    step: z.literal('failed'),
    failure: deliveryFailure,
    words: z.string(),
    remedy: remedy.nullable(),
  }),
  z.object({
    step: z.literal('refused'),
    reason: z.enum(['not_found', 'secret_missing', 'channel_not_carried', 'bad_address', 'malformed']),
  }),
])
export type TestStep = z.infer<typeof testStep>

export const providers = {
  list: administrators.output(
    z.object({
      providers: z.array(providerView),
      /** Where secrets are kept: the system's keychain, a key file that only this user reads, or nowhere safe. */
      secretsIn: z.enum(['keychain', 'key_file', 'unavailable']),
    }),
  ),
  /** Makes a provider (`providerId` left out) or changes one. */
  save: administrators
    .input(z.object({ providerId: providerId.optional(), settings: providerSettings, secret: secret.optional() }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done'), providerId }),
        z.object({
          outcome: z.literal('refused'),
          reason: z.enum(['not_found', 'secret_missing', 'secrets_unavailable', 'malformed']),
          /** The field that is wrong, where it is one. */
          field: z.string().optional(),
        }),
      ]),
    ),
  /** Forgets the provider and its secret; routes lose it. */
  remove: administrators
    .input(z.object({ providerId }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done') }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['not_found']) }),
      ]),
    ),
  /** A real message through one provider, saved or not yet: `settings` wins over what is stored, a secret left out is the stored one. */
  test: administrators
    .input(
      z.object({
        providerId: providerId.optional(),
        settings: providerSettings.optional(),
        secret: secret.optional(),
        channel,
        to: line(254),
      }),
    )
    .output(eventIterator(testStep)),
  routes: administrators.output(z.object({ routes: z.array(route) })),
  /** Replaces all routes. A channel without one tries every provider that carries it, the environment's first. */
  saveRoutes: administrators
    .input(z.object({ routes: z.array(route).max(100) }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done') }),
        z.object({ outcome: z.literal('refused'), reason: z.enum(['unknown_provider', 'not_carried', 'twice']) }),
      ]),
    ),
}
