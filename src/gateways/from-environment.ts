/** The gateways an office has set up through environment variables, for machines nobody sits at. */
import type { Gateway, Gateways } from '../core/delivery/gateway.ts'
import type { Clock } from '../core/kernel/clock.ts'
import { type DevInbox, devInbox } from './dev-inbox.ts'
import { type Environment, EnvironmentSettings } from './environment-settings.ts'
import { kavenegarGateway } from './kavenegar.ts'
import { smtpGateway } from './smtp.ts'
import { parseMailbox, parseSmtpUrl, usualSender } from './smtp-settings.ts'
import { twilioGateway } from './twilio.ts'

export interface GatewaysFound {
  readonly gateways: Gateways
  /** Null as soon as any provider's variable is set, even a wrong one: codes on screen are for offices without providers. */
  readonly devInbox: DevInbox | null
  /** One line each, naming the variable and never its value. */
  readonly problems: readonly string[]
}

const variables = {
  smtp: ['SMTP_URL', 'MAIL_FROM'],
  twilio: [
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_PHONE_NUMBER',
    'TWILIO_WHATSAPP_NUMBER',
    'TWILIO_API_BASE',
  ],
  kavenegar: ['KAVENEGAR_API_KEY', 'KAVENEGAR_SENDER', 'KAVENEGAR_API_BASE'],
} as const

/** Where Twilio and Kavenegar could both carry SMS, Twilio does. */
export function gatewaysFromEnvironment(env: Environment, clock: Clock): GatewaysFound {
  const settings = new EnvironmentSettings(env)
  const anySet = Object.values(variables)
    .flat()
    .some((name) => settings.value(name) !== null)
  if (!anySet) {
    const inbox = devInbox(clock)
    return { gateways: { email: inbox, sms: inbox, whatsapp: inbox }, devInbox: inbox, problems: [] }
  }
  const email = mailGateway(settings)
  const twilio = twilioGateways(settings)
  const kavenegar = kavenegarFound(settings)
  const sms = twilio.sms ?? kavenegar
  const gateways: Gateways = {
    ...(email === null ? {} : { email }),
    ...(sms === null ? {} : { sms }),
    ...(twilio.whatsapp === null ? {} : { whatsapp: twilio.whatsapp }),
  }
  return { gateways, devInbox: null, problems: settings.problems }
}

function mailGateway(settings: EnvironmentSettings): Gateway | null {
  if (!settings.has(variables.smtp)) return null
  const url = settings.needed('SMTP_URL', 'mail')
  const server = url === null ? null : parseSmtpUrl(url)
  if (server?.ok === false) settings.problems.push(`SMTP_URL ${server.failure}.`)
  if (url === null || server?.ok !== true) return null
  const from = settings.value('MAIL_FROM') ?? usualSender(server.value)
  const mailbox = parseMailbox(from)
  if (!mailbox.ok) settings.problems.push(`MAIL_FROM ${mailbox.failure}.`)
  return mailbox.ok ? smtpGateway({ url, from }) : null
}

function twilioGateways(settings: EnvironmentSettings): { sms: Gateway | null; whatsapp: Gateway | null } {
  const none = { sms: null, whatsapp: null }
  if (!settings.has(variables.twilio)) return none
  const before = settings.problems.length
  settings.needed('TWILIO_ACCOUNT_SID', 'Twilio')
  const authToken = settings.needed('TWILIO_AUTH_TOKEN', 'Twilio')
  const accountSid = settings.shaped('TWILIO_ACCOUNT_SID', /^AC[0-9a-zA-Z]{32}$/, 'is not AC and 32 letters or digits')
  const phoneNumber = settings.shaped(
    'TWILIO_PHONE_NUMBER',
    /^(?:\+?[1-9]\d{2,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
    'is neither a number like +15551234567 nor a sender name of at most 11 letters and digits',
  )
  const whatsappNumber = settings.shaped(
    'TWILIO_WHATSAPP_NUMBER',
    /^(?:whatsapp:)?\+[1-9]\d{6,14}$/,
    'is not a number like +15551234567',
  )
  const apiBase = settings.base('TWILIO_API_BASE')
  if (!settings.has(['TWILIO_PHONE_NUMBER', 'TWILIO_WHATSAPP_NUMBER']))
    settings.problems.push('TWILIO_PHONE_NUMBER or TWILIO_WHATSAPP_NUMBER is missing; Twilio needs a sender.')
  if (settings.problems.length > before || accountSid === null || authToken === null) return none
  const whatsapp = whatsappNumber?.replace(/^whatsapp:/, '') ?? null
  const gateway = twilioGateway({ accountSid, authToken, phoneNumber, whatsappNumber: whatsapp, apiBase })
  return { sms: phoneNumber === null ? null : gateway, whatsapp: whatsapp === null ? null : gateway }
}

function kavenegarFound(settings: EnvironmentSettings): Gateway | null {
  if (!settings.has(variables.kavenegar)) return null
  const before = settings.problems.length
  const apiKey = settings.needed('KAVENEGAR_API_KEY', 'Kavenegar')
  const sender = settings.shaped('KAVENEGAR_SENDER', /^\+?\d{3,20}$/, 'is not a line number')
  const apiBase = settings.base('KAVENEGAR_API_BASE')
  return settings.problems.length > before || apiKey === null ? null : kavenegarGateway({ apiKey, sender, apiBase })
}
