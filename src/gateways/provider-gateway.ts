/** Gateways from what was set up on screen; `settingsProblem` says what the contract's schema cannot. */
import { isIP } from 'node:net'
import { smtpPresetDefaults } from '../contract/provider-presets.ts'
import type { ProviderSettings } from '../contract/providers.ts'
import type { Gateway } from '../core/delivery/gateway.ts'
import { isLoopback } from './http-base.ts'
import { kavenegarGateway } from './kavenegar.ts'
import { smtpGatewayTo } from './smtp.ts'
import { parseMailbox, type SmtpServer } from './smtp-settings.ts'
import { twilioGateway, twilioSenderShape } from './twilio.ts'

type SettingsOf<K extends ProviderSettings['kind']> = Extract<ProviderSettings, { readonly kind: K }>

/** Replace the providers' public addresses, for a proxy or a test server; null leaves them. */
export interface ApiBases {
  readonly twilioApiBase: URL | null
  readonly kavenegarApiBase: URL | null
}

/**
 * `secret` is the password, auth token or API key; null where none is stored, or what is stored cannot be read. A provider
 * that cannot work as it is set up refuses every message and says why.
 */
export function providerGateway(
  settings: ProviderSettings,
  secret: string | null,
  bases: ApiBases,
  officeName: () => string,
): Gateway {
  const problem = settingsProblem(settings)
  if (problem !== null) return unready(settings.kind, `${settings.name} is not set up rightly (${problem.field}).`)
  switch (settings.kind) {
    case 'smtp':
      return mailGateway(settings, secret, officeName)
    case 'twilio':
      return secret === null
        ? unready('twilio', 'The auth token is missing.')
        : twilioGateway({
            accountSid: settings.accountSid,
            authToken: secret,
            phoneNumber: settings.phoneNumber || null,
            whatsappNumber: settings.whatsappNumber || null,
            messagingServiceSid: settings.messagingServiceSid || null,
            statusCallback: settings.statusCallback || null,
            whatsappContentSid: settings.whatsappContentSid || null,
            apiBase: bases.twilioApiBase,
          })
    case 'kavenegar':
      return secret === null
        ? unready('kavenegar', 'The API key is missing.')
        : kavenegarGateway({
            apiKey: secret,
            sender: settings.sender || null,
            codeTemplate: settings.codeTemplate || null,
            apiBase: bases.kavenegarApiBase,
          })
  }
}

function mailGateway(settings: SettingsOf<'smtp'>, secret: string | null, officeName: () => string): Gateway {
  const from = parseMailbox(settings.from)
  if (!from.ok) return unready('smtp', `The sender ${from.failure}.`)
  if (settings.user !== '' && secret === null) return unready('smtp', 'The password is missing.')
  const server: SmtpServer = {
    host: settings.host.replace(/^\[|\]$/g, ''),
    port: settings.port,
    secure: settings.security === 'tls',
    credentials: settings.user === '' ? null : { user: settings.user, password: secret ?? '' },
    requireTls: settings.security === 'starttls',
    ignoreTls: settings.security === 'none',
  }
  return smtpGatewayTo(server, from.value, { officeName })
}

/** Not another provider's fault, so `elsewhere`: the next in order may be set up well. */
function unready(provider: string, words: string): Gateway {
  return {
    provider,
    send: async () => ({ result: 'refused', failure: 'not_configured', words, elsewhere: true }),
    close: async () => {},
  }
}

/** The first field whose value makes no sense beside the others, or is not of its form; null where all is well. */
export function settingsProblem(settings: ProviderSettings): { readonly field: string } | null {
  const field = problemField(settings)
  return field === null ? null : { field }
}

function problemField(settings: ProviderSettings): string | null {
  switch (settings.kind) {
    case 'smtp':
      return smtpProblem(settings)
    case 'twilio':
      return twilioProblem(settings)
    case 'kavenegar':
      return null
  }
}

function smtpProblem({ preset, host, port, security, user, from }: SettingsOf<'smtp'>): string | null {
  if (!isHost(host)) return 'host'
  // 465 is TLS from the first byte, 25 and 587 begin in the clear. Source: RFC 8314 §3.3, §7.3.
  if (port === 465 && security !== 'tls') return 'security'
  if ((port === 25 || port === 587) && security === 'tls') return 'security'
  if (security === 'none' && !isLoopback(host)) return 'security'
  if (preset !== 'smtp' && user === '') return 'user'
  if (preset === 'sendgrid' && user !== smtpPresetDefaults.sendgrid.user) return 'user'
  return parseMailbox(from).ok ? null : 'from'
}

/** A name or an address, with nothing around it; the preset's REGION must have been filled in. Source: RFC 1123 §2.1. */
function isHost(host: string): boolean {
  if (isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0) return true
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
  return host.length <= 253 && new RegExp(`^${label}(?:\\.${label})*$`, 'i').test(host) && !/\bREGION\b/.test(host)
}

function twilioProblem(settings: SettingsOf<'twilio'>): string | null {
  const { phoneNumber, messagingServiceSid, whatsappNumber, whatsappContentSid, statusCallback } = settings
  if (phoneNumber !== '' && !twilioSenderShape.test(phoneNumber)) return 'phoneNumber'
  if (phoneNumber === '' && messagingServiceSid === '' && whatsappNumber === '') return 'phoneNumber'
  if (whatsappContentSid !== '' && whatsappNumber === '') return 'whatsappNumber'
  // Twilio takes no underscore in the host. Source: twilio.com/docs/messaging/api/message-resource, StatusCallback.
  if (statusCallback !== '' && new URL(statusCallback).hostname.includes('_')) return 'statusCallback'
  return null
}
