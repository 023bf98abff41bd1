import { describe, expect, it } from 'vitest'
import en from '../../../resources/locales/en/remedies.json' with { type: 'json' }
import fa from '../../../resources/locales/fa/remedies.json' with { type: 'json' }
import hi from '../../../resources/locales/hi/remedies.json' with { type: 'json' }
import { deliveryFailure, remedy } from '../../../src/contract/verification.ts'
import { type FailureSeen, remedyFor } from '../../../src/core/delivery/remedies.ts'

const mail = (failure: FailureSeen['failure'], words: string, host = 'mail.example'): FailureSeen => ({
  kind: 'smtp',
  preset: null,
  host,
  failure,
  words,
})
const sms = (kind: 'twilio' | 'kavenegar', failure: FailureSeen['failure'], words: string): FailureSeen => ({
  kind,
  preset: null,
  host: null,
  failure,
  words,
})

describe('what to do', () => {
  it.each<[FailureSeen, string | null]>([
    [mail('login_refused', '535 5.7.8 Username and Password not accepted', 'smtp.gmail.com'), 'gmail_app_password'],
    [
      mail('login_refused', '534 5.7.9 Application-specific password required', 'SMTP.Gmail.com.'),
      'gmail_app_password',
    ],
    [{ ...mail('login_refused', '535 5.7.8 no', '127.0.0.1'), preset: 'gmail' }, 'gmail_app_password'],
    [
      mail('login_refused', '535 5.7.139 SmtpClientAuthentication is disabled for the Tenant.', 'smtp.office365.com'),
      'office365_smtp_auth',
    ],
    [mail('login_refused', '535 5.7.139 the user credentials were incorrect.', 'smtp-mail.outlook.com'), 'check_login'],
    [
      mail('login_refused', '535 Authentication failed: Bad username / password', 'smtp.sendgrid.net'),
      'sendgrid_api_key',
    ],
    [
      mail('message_refused', '550 The from address does not match a verified Sender Identity.', 'smtp.sendgrid.net'),
      'sendgrid_sender',
    ],
    [
      mail('login_refused', '535 Authentication Credentials Invalid', 'email-smtp.eu-west-1.amazonaws.com'),
      'ses_credentials',
    ],
    [
      mail(
        'message_refused',
        '554 Message rejected: Email address is not verified.',
        'email-smtp.eu-west-1.amazonaws.com',
      ),
      'ses_sandbox',
    ],
    [mail('login_refused', '535 no', 'gmail.com.evil.example'), 'check_login'],
    [{ ...mail('login_refused', '535 no', 'smtp.gmail.com'), preset: 'smtp' }, 'gmail_app_password'],
    [mail('login_refused', '530 5.7.0 Must issue a STARTTLS command first'), 'check_tls'],
    [mail('message_refused', '554 5.7.1 relay access denied'), 'sender_not_allowed'],
    [mail('message_refused', '554 5.2.252 SendAsDenied'), 'sender_not_allowed'],
    [mail('message_refused', '550 5.7.1 looks like spam'), null],
    [mail('unreachable', 'The mail server cannot be reached (ENOTFOUND).'), 'check_host'],
    [mail('unreachable', 'The mail server cannot be reached (ECONNREFUSED).'), 'check_host'],
    [mail('unreachable', 'The mail server cannot be reached (ENETUNREACH).'), 'check_network'],
    [mail('timed_out', 'The mail server did not answer in time.'), 'check_host'],
    [mail('certificate', 'not trusted'), 'check_tls'],
    [mail('not_configured', 'The password is missing.'), 'enter_secret'],
    [sms('twilio', 'login_refused', '20003: Authenticate'), 'twilio_token'],
    [sms('twilio', 'login_refused', '20005: Account not active'), 'add_credit'],
    [sms('twilio', 'no_credit', '30002: Account suspended'), 'add_credit'],
    [sms('twilio', 'address_refused', '21608: unverified'), 'twilio_trial'],
    [sms('twilio', 'address_refused', '21408: region'), 'twilio_region'],
    ...[21212, 21606, 21659, 21660, 63007].map((code): [FailureSeen, string] => [
      sms('twilio', 'message_refused', `${code}: no`),
      'twilio_sender',
    ]),
    [sms('twilio', 'message_refused', '63016: outside the window'), 'twilio_whatsapp_template'],
    [sms('twilio', 'unreachable', 'Twilio cannot be reached (ENOTFOUND).'), 'check_network'],
    [sms('twilio', 'phone_off', '30003: Unreachable'), 'ask_other_channel'],
    [sms('kavenegar', 'login_refused', '403: کلید'), 'kavenegar_key'],
    [sms('kavenegar', 'login_refused', '416: IP'), 'kavenegar_address'],
    [sms('kavenegar', 'login_refused', '407: نه'), 'kavenegar_address'],
    [sms('kavenegar', 'message_refused', '412: خط'), 'kavenegar_line'],
    [sms('kavenegar', 'message_refused', '424: الگو'), 'kavenegar_template'],
    [sms('kavenegar', 'message_refused', '431: کد'), 'kavenegar_template'],
    [sms('kavenegar', 'no_credit', '418: اعتبار'), 'add_credit'],
    [sms('kavenegar', 'address_refused', '411: گیرنده'), 'check_address'],
    [sms('kavenegar', 'rate_limited', '429: IP'), 'wait'],
  ])('%j: %s', (seen, expected) => expect(remedyFor(seen)).toBe(expected))

  it('is known or not for every failure of every kind of provider, with and without words', () => {
    for (const kind of ['smtp', 'twilio', 'kavenegar', 'dev-inbox'] as const)
      for (const failure of deliveryFailure.options) {
        const found = remedyFor({ kind, preset: null, host: null, failure, words: null })
        expect(found === null || remedy.options.includes(found)).toBe(true)
      }
  })
})

describe.each([
  ['en', en],
  ['fa', fa],
  ['hi', hi],
])('the words in %s', (_, words: Readonly<Record<string, string>>) => {
  it('say what to do for each remedy, and for nothing else', () => {
    expect(Object.keys(words).toSorted()).toEqual(remedy.options.toSorted())
    for (const text of Object.values(words)) expect(text.length).toBeGreaterThan(30)
  })

  it('hold nothing that i18next would take for its own', () => {
    for (const text of Object.values(words)) expect(text).not.toMatch(/\{\{|\$t\(/)
  })
})
