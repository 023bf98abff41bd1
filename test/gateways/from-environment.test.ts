import { describe, expect, it } from 'vitest'
import { devInbox } from '../../src/gateways/dev-inbox.ts'
import { providersFromEnvironment } from '../../src/gateways/from-environment.ts'
import { aMail, aText, within } from './given.ts'

const clock = { now: () => 1_770_000_000_000 }
const smtp = { SMTP_URL: 'smtp://desk:s3cr3t-pass@mail.example:587', MAIL_FROM: 'Ward Office <desk@office.example>' }
const twilio = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 's3cr3t-token',
  TWILIO_PHONE_NUMBER: '+15005550001',
}
const kavenegar = { KAVENEGAR_API_KEY: 's3cr3t-key', KAVENEGAR_SENDER: '10004346' }

/** The provider of each channel, and what was wrong. */
function found(env: Record<string, string>) {
  const { providers, anySet, problems } = providersFromEnvironment(env, () => 'Ward Office')
  const carriers: Record<string, string> = {}
  for (const { channels, id } of providers) {
    for (const channel of channels) carriers[channel] = [carriers[channel] ?? [], id].flat().join(', ')
  }
  return { carriers, inbox: !anySet, problems }
}

describe('which gateway carries what', () => {
  it('is the dev inbox for everything where nothing is set, blanks included', () => {
    expect(found({ SMTP_URL: '', TWILIO_AUTH_TOKEN: '  ', PATH: '/bin' })).toEqual({
      carriers: {},
      inbox: true,
      problems: [],
    })
  })

  it.each([
    [smtp, { email: 'smtp' }],
    [{ SMTP_URL: 'smtp://127.0.0.1:2525' }, { email: 'smtp' }],
    [{ SMTP_URL: smtp.SMTP_URL }, { email: 'smtp' }],
    [twilio, { sms: 'twilio' }],
    [kavenegar, { sms: 'kavenegar' }],
    [
      { ...twilio, TWILIO_WHATSAPP_NUMBER: 'whatsapp:+14155238886' },
      { sms: 'twilio', whatsapp: 'twilio' },
    ],
    [
      { ...smtp, ...twilio, ...kavenegar },
      { email: 'smtp', sms: 'twilio, kavenegar' },
    ],
    [
      { ...twilio, ...kavenegar, TWILIO_PHONE_NUMBER: '', TWILIO_WHATSAPP_NUMBER: '+14155238886' },
      { sms: 'kavenegar', whatsapp: 'twilio' },
    ],
    [{ KAVENEGAR_API_KEY: 'k', KAVENEGAR_API_BASE: 'http://127.0.0.1:9/' }, { sms: 'kavenegar' }],
  ])('%j: %j', (env, carriers) => {
    expect(found(env)).toEqual({ carriers, inbox: false, problems: [] })
  })
})

describe('settings that are half there or wrong', () => {
  it.each<[Record<string, string>, RegExp]>([
    [{ MAIL_FROM: smtp.MAIL_FROM }, /^SMTP_URL is missing/],
    [{ ...smtp, SMTP_URL: 'mail.example s3cr3t' }, /^SMTP_URL is not of the form/],
    [{ ...smtp, SMTP_URL: 'http://desk:s3cr3t@mail.example' }, /^SMTP_URL must begin with smtp/],
    [{ ...smtp, SMTP_URL: 'smtp://desk:s3cr3t#1@mail.example' }, /^SMTP_URL .*%23/],
    [{ ...smtp, SMTP_URL: 'smtp://desk:s3cr3t/1@mail.example' }, /^SMTP_URL .*%2F/],
    [{ ...smtp, SMTP_URL: 'smtp://desk:s3cr3t%zz@mail.example' }, /^SMTP_URL .*%25/],
    [{ ...smtp, SMTP_URL: 'smtp://desk@mail.example' }, /^SMTP_URL has a user without a password/],
    [{ ...smtp, MAIL_FROM: 'a@b.example, c@d.example' }, /^MAIL_FROM is not a mail address/],
    [{ TWILIO_AUTH_TOKEN: 's3cr3t', TWILIO_PHONE_NUMBER: '+15005550001' }, /^TWILIO_ACCOUNT_SID is missing/],
    [{ ...twilio, TWILIO_ACCOUNT_SID: 'SK s3cr3t' }, /^TWILIO_ACCOUNT_SID is not AC/],
    [{ ...twilio, TWILIO_AUTH_TOKEN: '' }, /^TWILIO_AUTH_TOKEN is missing/],
    [{ ...twilio, TWILIO_PHONE_NUMBER: '' }, /^TWILIO_PHONE_NUMBER or TWILIO_WHATSAPP_NUMBER is missing/],
    [{ ...twilio, TWILIO_PHONE_NUMBER: '0-800-s3cr3t-s3cr3t' }, /^TWILIO_PHONE_NUMBER is neither/],
    [{ ...twilio, TWILIO_WHATSAPP_NUMBER: 's3cr3t' }, /^TWILIO_WHATSAPP_NUMBER is not a number/],
    [{ ...twilio, TWILIO_API_BASE: 'http://s3cr3t.example' }, /^TWILIO_API_BASE must begin with https/],
    [{ ...kavenegar, KAVENEGAR_API_BASE: 'https://u:s3cr3t@x.example' }, /^KAVENEGAR_API_BASE must not carry/],
    [{ KAVENEGAR_SENDER: '10004346' }, /^KAVENEGAR_API_KEY is missing/],
    [{ ...kavenegar, KAVENEGAR_SENDER: 's3cr3t' }, /^KAVENEGAR_SENDER is not a line number/],
  ])('%j: no gateway, no dev inbox, one line', (env, problem) => {
    const got = found(env)
    expect(got.carriers).toEqual({})
    expect(got.inbox).toBe(false)
    expect(got.problems).toEqual([expect.stringMatching(problem)])
    expect(got.problems.join('\n')).not.toContain('s3cr3t')
  })

  it('leave the other channels alone', () => {
    const got = found({ ...smtp, TWILIO_AUTH_TOKEN: 's3cr3t' })
    expect(got.carriers).toEqual({ email: 'smtp' })
    expect(got.problems).toHaveLength(2)
  })
})

describe('the dev inbox', () => {
  it('takes everything, shows the newest first, and forgets all but 200', async () => {
    const inbox = devInbox(clock)
    await inbox.send(aMail, within(1_000))
    for (let n = 1; n <= 200; n += 1) await inbox.send({ ...aText, messageId: `m${n}` }, within(1_000))
    const kept = inbox.messages()
    expect(kept).toHaveLength(200)
    expect(kept[0]).toEqual({
      messageId: 'm200',
      channel: 'sms',
      to: aText.to,
      subject: '',
      text: aText.text,
      atMs: 1_770_000_000_000,
    })
    expect(kept.at(-1)?.messageId).toBe('m1')
  })
})
