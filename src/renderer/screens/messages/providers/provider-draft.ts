/** A provider while someone types it: every field is text, and becomes the contract's settings when it is sent. */

import { smtpPresetDefaults } from '../../../../contract/provider-presets.ts'
import type { ProviderSettings, SmtpPreset } from '../../../../contract/providers.ts'
import type { Channel } from '../../../../contract/values.ts'
import { asciiDigits } from '../../../ui/digits.ts'
import { microsText, parseMicros } from '../micros.ts'

export const presets = ['gmail', 'office365', 'sendgrid', 'ses', 'smtp', 'twilio', 'kavenegar'] as const
export type Preset = (typeof presets)[number]

export const fieldNames = [
  'name',
  'host',
  'port',
  'security',
  'user',
  'secret',
  'from',
  'accountSid',
  'phoneNumber',
  'messagingServiceSid',
  'whatsappNumber',
  'whatsappContentSid',
  'statusCallback',
  'sender',
  'codeTemplate',
  'lowBalance',
] as const
export type FieldName = (typeof fieldNames)[number]

export interface ProviderDraft {
  readonly preset: Preset
  readonly enabled: boolean
  readonly fields: Readonly<Record<FieldName, string>>
}

type Security = Extract<ProviderSettings, { kind: 'smtp' }>['security']
export const securities = ['tls', 'starttls', 'none'] as const satisfies readonly Security[]

const empty: ProviderDraft['fields'] = {
  name: '',
  host: '',
  port: '',
  security: 'starttls',
  user: '',
  secret: '',
  from: '',
  accountSid: '',
  phoneNumber: '',
  messagingServiceSid: '',
  whatsappNumber: '',
  whatsappContentSid: '',
  statusCallback: '',
  sender: '',
  codeTemplate: '',
  lowBalance: '',
}

export const isSmtp = (preset: Preset): preset is SmtpPreset => preset !== 'twilio' && preset !== 'kavenegar'

/** A new provider of this kind, with all that is the same for everyone filled in. */
export function blankDraft(preset: Preset, name: string): ProviderDraft {
  if (!isSmtp(preset)) return { preset, enabled: true, fields: { ...empty, name } }
  const { host, port, security, user } = smtpPresetDefaults[preset]
  return { preset, enabled: true, fields: { ...empty, name, host, port: String(port), security, user } }
}

export function draftOf(settings: ProviderSettings): ProviderDraft {
  const { kind, enabled, name, lowBalanceMicros } = settings
  const lowBalance = lowBalanceMicros === null ? '' : microsText(lowBalanceMicros)
  if (kind === 'smtp') {
    const { preset, host, port, security, user, from } = settings
    return { preset, enabled, fields: { ...empty, name, lowBalance, host, port: String(port), security, user, from } }
  }
  const { kind: _kind, name: _name, enabled: _enabled, lowBalanceMicros: _low, ...own } = settings
  return { preset: kind, enabled, fields: { ...empty, name, lowBalance, ...own } }
}

/** Phone numbers as people write them, `+1 (555) 123-4567`, without what only helps the eye; names stay. */
export function phoneText(typed: string): string {
  const plain = asciiDigits(typed).trim()
  return /^[+\d\s().-]+$/.test(plain) ? plain.replace(/[^+\d]/g, '') : plain
}

/** What is sent. Text that can't be right was refused before by `faultsOf`. */
export function settingsOf({ preset, enabled, fields }: ProviderDraft): ProviderSettings {
  const text = (field: FieldName) => fields[field].trim()
  const low = parseMicros(fields.lowBalance)
  const lowBalanceMicros = low.outcome === 'done' && low.micros > 0 ? low.micros : null
  const common = { name: text('name'), enabled, lowBalanceMicros }
  if (preset === 'twilio') {
    return {
      kind: 'twilio',
      ...common,
      accountSid: text('accountSid'),
      phoneNumber: phoneText(fields.phoneNumber),
      messagingServiceSid: text('messagingServiceSid'),
      whatsappNumber: phoneText(fields.whatsappNumber),
      whatsappContentSid: text('whatsappContentSid'),
      statusCallback: text('statusCallback'),
    }
  }
  if (preset === 'kavenegar') {
    return { kind: 'kavenegar', ...common, sender: phoneText(fields.sender), codeTemplate: text('codeTemplate') }
  }
  return {
    kind: 'smtp',
    preset,
    ...common,
    lowBalanceMicros: null,
    host: text('host'),
    port: Number(asciiDigits(text('port'))),
    security: securities.find((each) => each === fields.security) ?? 'starttls',
    user: text('user'),
    from: text('from'),
  }
}

/** What this provider would carry as it is typed now. */
export function channelsOf({ preset, fields }: ProviderDraft): readonly Channel[] {
  if (isSmtp(preset)) return ['email']
  if (preset === 'kavenegar') return ['sms']
  const sms = fields.phoneNumber.trim() !== '' || fields.messagingServiceSid.trim() !== ''
  return [...(sms ? (['sms'] as const) : []), ...(fields.whatsappNumber.trim() === '' ? [] : (['whatsapp'] as const))]
}

/** One field typed. The mailbox one logs in to is also who writes, until someone says otherwise. */
export function withField(draft: ProviderDraft, field: FieldName, text: string): ProviderDraft {
  const { preset, fields } = draft
  const follows = (preset === 'gmail' || preset === 'office365') && fields.from === fields.user
  return { ...draft, fields: { ...fields, [field]: text, ...(field === 'user' && follows ? { from: text } : {}) } }
}
