/** The providers an office has set up through environment variables, for machines nobody sits at. */
import type { FixedProvider } from '../core/delivery/provider-directory.ts'
import { type Environment, EnvironmentSettings } from './environment-settings.ts'
import { kavenegarGateway } from './kavenegar.ts'
import { smtpGateway } from './smtp.ts'
import { parseMailbox, parseSmtpUrl, usualSender } from './smtp-settings.ts'
import { twilioGateway } from './twilio.ts'

export interface ProvidersFound {
  /** In the order in which they are tried: where Twilio and Kavenegar could both carry SMS, Twilio does. */
  readonly providers: readonly FixedProvider[]
  /** True as soon as any provider's variable is set, even a wrong one: codes on screen are for offices without providers. */
  readonly anySet: boolean
  /** Where the providers' interfaces are, for those set up on screen, too. */
  readonly bases: { readonly twilioApiBase: URL | null; readonly kavenegarApiBase: URL | null }
  /** One line each, naming the variable and never its value. */
  readonly problems: readonly string[]
}

const variables = {
  smtp: ['SMTP_URL', 'MAIL_FROM'],
  twilio: [
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_PHONE_NUMBER',
    'TWILIO_MESSAGING_SERVICE_SID',
    'TWILIO_WHATSAPP_NUMBER',
    'TWILIO_WHATSAPP_CONTENT_SID',
    'TWILIO_STATUS_CALLBACK',
  ],
  kavenegar: ['KAVENEGAR_API_KEY', 'KAVENEGAR_SENDER', 'KAVENEGAR_CODE_TEMPLATE'],
} as const

/** An address of an interface alone sets up no provider: it points those of the screen elsewhere, too. */
export function providersFromEnvironment(env: Environment, officeName: () => string): ProvidersFound {
  const settings = new EnvironmentSettings(env)
  const bases = {
    twilioApiBase: settings.base('TWILIO_API_BASE'),
    kavenegarApiBase: settings.base('KAVENEGAR_API_BASE'),
  }
  const anySet = Object.values(variables)
    .flat()
    .some((name) => settings.value(name) !== null)
  const providers = [
    mailProvider(settings, officeName),
    twilioProvider(settings, bases.twilioApiBase),
    kavenegarProvider(settings, bases.kavenegarApiBase),
  ].filter((provider) => provider !== null)
  return { providers, anySet: anySet || settings.problems.length > 0, bases, problems: settings.problems }
}

function mailProvider(settings: EnvironmentSettings, officeName: () => string): FixedProvider | null {
  if (!settings.has(variables.smtp)) return null
  const url = settings.needed('SMTP_URL', 'mail')
  const server = url === null ? null : parseSmtpUrl(url)
  if (server?.ok === false) settings.problems.push(`SMTP_URL ${server.failure}.`)
  if (url === null || server?.ok !== true) return null
  const from = settings.value('MAIL_FROM') ?? usualSender(server.value)
  const mailbox = parseMailbox(from)
  if (!mailbox.ok) settings.problems.push(`MAIL_FROM ${mailbox.failure}.`)
  if (!mailbox.ok) return null
  return {
    id: 'smtp',
    name: 'SMTP',
    kind: 'smtp',
    channels: ['email'],
    gateway: smtpGateway({ url, from, officeName }),
  }
}

function twilioProvider(settings: EnvironmentSettings, apiBase: URL | null): FixedProvider | null {
  if (!settings.has(variables.twilio)) return null
  const before = settings.problems.length
  settings.needed('TWILIO_ACCOUNT_SID', 'Twilio')
  const authToken = settings.needed('TWILIO_AUTH_TOKEN', 'Twilio')
  const accountSid = settings.shaped('TWILIO_ACCOUNT_SID', /^AC[0-9a-zA-Z]{32}$/, 'is not AC and 32 letters or digits')
  const phoneNumber = settings.shaped(
    'TWILIO_PHONE_NUMBER',
    /^(?:\+?[1-9]\d{2,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
    'is neither a number like +15551234567 nor a sender name of at most 11 letters and digits',
  )
  const messagingServiceSid = settings.shaped(
    'TWILIO_MESSAGING_SERVICE_SID',
    /^MG[0-9a-zA-Z]{32}$/,
    'is not MG and 32 letters or digits',
  )
  const whatsapp = settings.shaped(
    'TWILIO_WHATSAPP_NUMBER',
    /^(?:whatsapp:)?\+[1-9]\d{6,14}$/,
    'is not a number like +15551234567',
  )
  const whatsappContentSid = settings.shaped(
    'TWILIO_WHATSAPP_CONTENT_SID',
    /^HX[0-9a-zA-Z]{32}$/,
    'is not HX and 32 letters or digits',
  )
  const statusCallback = settings.shaped('TWILIO_STATUS_CALLBACK', /^https:\/\/\S+$/, 'is not an https:// address')
  if (!settings.has(['TWILIO_PHONE_NUMBER', 'TWILIO_MESSAGING_SERVICE_SID', 'TWILIO_WHATSAPP_NUMBER']))
    settings.problems.push('TWILIO_PHONE_NUMBER or TWILIO_WHATSAPP_NUMBER is missing; Twilio needs a sender.')
  if (settings.problems.length > before || accountSid === null || authToken === null) return null
  if (apiBase === null && settings.has(['TWILIO_API_BASE'])) return null
  const whatsappNumber = whatsapp?.replace(/^whatsapp:/, '') ?? null
  const senders = { phoneNumber, messagingServiceSid, whatsappNumber, whatsappContentSid }
  return {
    id: 'twilio',
    name: 'Twilio',
    kind: 'twilio',
    channels: [
      ...(phoneNumber === null && messagingServiceSid === null ? [] : (['sms'] as const)),
      ...(whatsappNumber === null ? [] : (['whatsapp'] as const)),
    ],
    gateway: twilioGateway({ accountSid, authToken, ...senders, statusCallback, apiBase }),
  }
}

function kavenegarProvider(settings: EnvironmentSettings, apiBase: URL | null): FixedProvider | null {
  if (!settings.has(variables.kavenegar)) return null
  const before = settings.problems.length
  const apiKey = settings.needed('KAVENEGAR_API_KEY', 'Kavenegar')
  const sender = settings.shaped('KAVENEGAR_SENDER', /^\+?\d{3,20}$/, 'is not a line number')
  const codeTemplate = settings.shaped('KAVENEGAR_CODE_TEMPLATE', /^[\w-]{1,60}$/, "is not a template's name")
  if (settings.problems.length > before || apiKey === null) return null
  if (apiBase === null && settings.has(['KAVENEGAR_API_BASE'])) return null
  const gateway = kavenegarGateway({ apiKey, sender, codeTemplate, apiBase })
  return { id: 'kavenegar', name: 'Kavenegar', kind: 'kavenegar', channels: ['sms'], gateway }
}
