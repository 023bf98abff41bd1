/** From a provider's answer to what an administrator can do about it. Pure; the words stand in `resources/locales/…/remedies.json`. */
import { smtpPresetDefaults } from '../../contract/provider-presets.ts'
import type { ProviderView, SmtpPreset } from '../../contract/providers.ts'
import type { DeliveryFailure, Remedy } from '../../contract/verification.ts'

export interface FailureSeen {
  readonly kind: ProviderView['kind']
  /** Null where it is unknown, as for a provider from the environment; `smtp` is any other mail server. */
  readonly preset: SmtpPreset | null
  /** The mail server's name, by which a known service is recognised without a preset; null where it is unknown. */
  readonly host: string | null
  readonly failure: DeliveryFailure
  /** The provider's own, as the gateway quotes them: `535 5.7.8 …`, `21408: …`, `412: …`. */
  readonly words: string | null
}

/** Null where nothing can be done, or nothing is known to help. */
export function remedyFor(seen: FailureSeen): Remedy | null {
  return ofKind(seen) ?? ofFailure(seen)
}

function ofKind(seen: FailureSeen): Remedy | null {
  switch (seen.kind) {
    case 'smtp':
      return ofMail(seen, seen.words ?? '')
    case 'twilio':
      return ofTwilio(numberOf(seen.words))
    case 'kavenegar':
      return ofKavenegar(numberOf(seen.words))
    case 'dev-inbox':
      return null
  }
}

/** The number a gateway puts before the words of Twilio and Kavenegar. */
function numberOf(words: string | null): number | null {
  const number = /^(\d{3,6}):/.exec(words ?? '')?.[1]
  return number === undefined ? null : Number(number)
}

const aboutSender =
  /\b5\.7\.(?:60|708)\b|not verified|verified sender|sender identity|SendAsDenied|not (?:authori[sz]ed|allowed|permitted) to send|sender address rejected|relay/i

function ofMail({ preset, host, failure }: FailureSeen, words: string): Remedy | null {
  const service = preset === null || preset === 'smtp' ? serviceOf(host ?? '') : preset
  if (failure === 'login_refused') {
    if (/STARTTLS/i.test(words)) return 'check_tls'
    return ofLogin(service, words)
  }
  if (failure === 'message_refused' && aboutSender.test(words)) {
    if (service === 'sendgrid') return 'sendgrid_sender'
    // Within the sandbox even recipients must be verified. Source: docs.aws.amazon.com/ses/latest/dg/request-production-access.html.
    return service === 'ses' ? 'ses_sandbox' : 'sender_not_allowed'
  }
  return null
}

/**
 * Sources: support.google.com/mail/answer/185833 (534 5.7.9, 535 5.7.8); learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission
 * (535 5.7.139); twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting;
 * docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html (SMTP credentials are not access keys).
 */
function ofLogin(service: SmtpPreset, words: string): Remedy {
  switch (service) {
    case 'gmail':
      return 'gmail_app_password'
    case 'office365':
      return /credentials were incorrect/i.test(words) || !/5\.7\.(?:139|57)\b|SmtpClientAuthentication/i.test(words)
        ? 'check_login'
        : 'office365_smtp_auth'
    case 'sendgrid':
      return 'sendgrid_api_key'
    case 'ses':
      return 'ses_credentials'
    case 'smtp':
      return 'check_login'
  }
}

function serviceOf(host: string): SmtpPreset {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (name === smtpPresetDefaults.gmail.host || /\.(?:gmail|googlemail)\.com$/.test(name)) return 'gmail'
  if (name === smtpPresetDefaults.office365.host || /\.(?:office365|outlook)\.com$/.test(name)) return 'office365'
  if (name === smtpPresetDefaults.sendgrid.host || name.endsWith('.sendgrid.net')) return 'sendgrid'
  return /^email-smtp(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com$/.test(name) ? 'ses' : 'smtp'
}

/** Source: twilio.com/docs/api/errors/NUMBER. */
function ofTwilio(number: number | null): Remedy | null {
  switch (number) {
    case 20003:
    case 20006:
    case 20008:
    case 20404:
      return 'twilio_token'
    case 20005:
    case 10001:
    case 30002:
      return 'add_credit'
    case 21608:
      return 'twilio_trial'
    case 21408:
      return 'twilio_region'
    case 21212:
    case 21603:
    case 21606:
    case 21612:
    case 21616:
    case 21659:
    case 21660:
    case 21701:
    case 21703:
    case 21705:
    case 30032:
    case 30034:
    case 63007:
      return 'twilio_sender'
    case 63016:
    case 63027:
    case 63028:
    case 21655:
    case 21656:
      return 'twilio_whatsapp_template'
    case 30036:
      return 'ask_other_channel'
    default:
      return null
  }
}

/** Source: kavenegar.com/rest.html#result-general. */
function ofKavenegar(number: number | null): Remedy | null {
  switch (number) {
    case 401:
    case 403:
      return 'kavenegar_key'
    case 407:
    case 408:
    case 416:
      return 'kavenegar_address'
    case 412:
    case 426:
    case 427:
      return 'kavenegar_line'
    case 424:
    case 431:
    case 432:
      return 'kavenegar_template'
    default:
      return null
  }
}

function ofFailure({ kind, failure, words }: FailureSeen): Remedy | null {
  switch (failure) {
    case 'login_refused':
      return kind === 'twilio' ? 'twilio_token' : kind === 'kavenegar' ? 'kavenegar_key' : 'check_login'
    case 'address_refused':
      return 'check_address'
    case 'unsubscribed':
    case 'not_mobile':
    case 'phone_off':
    case 'filtered':
      return 'ask_other_channel'
    case 'no_credit':
      return 'add_credit'
    // The name of a provider's interface is never mistyped; of a mail server, name, port or encryption may be.
    case 'unreachable':
      return kind === 'smtp' && !/EAI_AGAIN|ENETUNREACH|ENETDOWN|EHOSTUNREACH/.test(words ?? '')
        ? 'check_host'
        : 'check_network'
    case 'timed_out':
      return kind === 'smtp' ? 'check_host' : 'check_network'
    case 'rate_limited':
    case 'provider_error':
      return 'wait'
    case 'certificate':
      return 'check_tls'
    case 'not_configured':
      return 'enter_secret'
    case 'message_refused':
    case 'not_allowed':
    case 'code_died':
    case 'unconfirmed':
      return null
  }
}
