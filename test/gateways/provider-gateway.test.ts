import { afterEach, describe, expect, it } from 'vitest'
import { smtpPresetDefaults } from '../../src/contract/provider-presets.ts'
import { type ProviderSettings, providerSettings, smtpPresets } from '../../src/contract/providers.ts'
import { providerGateway, settingsProblem } from '../../src/gateways/provider-gateway.ts'
import { kavenegarKey, kavenegarPeer, kavenegarTemplate } from '../support/kavenegar-peer.ts'
import { smtpPassword, smtpPeer } from '../support/smtp-peer.ts'
import { peerCertificate } from '../support/smtp-peer-certificate.ts'
import { twilioAccount, twilioPeer } from '../support/twilio-peer.ts'
import { aMail, aText, opened, within } from './given.ts'

const { keep, closeAll } = opened()
afterEach(closeAll)

const common = { name: 'Ours', enabled: true, lowBalanceMicros: null }
const publicBases = { twilioApiBase: null, kavenegarApiBase: null }
const office = () => 'Ward 7'

const smtp = {
  ...common,
  kind: 'smtp',
  preset: 'smtp',
  host: 'mail.example',
  port: 587,
  security: 'starttls',
  user: 'desk',
  from: 'desk@office.example',
} as const satisfies ProviderSettings
const twilio = {
  ...common,
  kind: 'twilio',
  accountSid: twilioAccount.sid,
  phoneNumber: '+15005550001',
  messagingServiceSid: '',
  whatsappNumber: '+14155238886',
  whatsappContentSid: `HX${'0a'.repeat(16)}`,
  statusCallback: '',
} as const satisfies ProviderSettings
const kavenegar = { ...common, kind: 'kavenegar', sender: '', codeTemplate: '' } as const satisfies ProviderSettings

describe('settings that make sense', () => {
  it.each<ProviderSettings>([
    smtp,
    { ...smtp, port: 465, security: 'tls' },
    { ...smtp, host: '127.0.0.1', port: 2525, security: 'none', user: '' },
    { ...smtp, host: 'localhost', security: 'none' },
    { ...smtp, host: '2001:db8::1' },
    { ...smtp, from: 'Ward 7 <desk@office.example>' },
    { ...smtp, preset: 'ses', host: 'email-smtp.eu-central-1.amazonaws.com' },
    { ...smtp, preset: 'sendgrid', user: 'apikey' },
    twilio,
    { ...twilio, phoneNumber: 'Ward 7' },
    { ...twilio, phoneNumber: '', messagingServiceSid: `MG${'0a'.repeat(16)}` },
    { ...twilio, phoneNumber: '', statusCallback: 'https://collector.example/twilio' },
    kavenegar,
  ])('%j', (settings) => {
    expect(providerSettings.parse(settings)).toEqual(settings)
    expect(settingsProblem(settings)).toBeNull()
  })

  it('are those of the presets, once a person has filled in what is theirs', () => {
    for (const preset of smtpPresets) {
      const { host, user, ...rest } = smtpPresetDefaults[preset]
      const own = { host: host.replace('REGION', 'eu-central-1') || 'mail.example', user: user || 'desk' }
      expect(settingsProblem({ ...smtp, preset, ...rest, ...own })).toBeNull()
    }
  })
})

describe('settings that make none', () => {
  it.each<[ProviderSettings, string]>([
    [{ ...smtp, host: 'smtp://mail.example' }, 'host'],
    [{ ...smtp, host: 'mail.example:587' }, 'host'],
    [{ ...smtp, host: 'mail .example' }, 'host'],
    [{ ...smtp, host: '-mail.example' }, 'host'],
    [{ ...smtp, preset: 'ses', host: smtpPresetDefaults.ses.host }, 'host'],
    [{ ...smtp, port: 465 }, 'security'],
    [{ ...smtp, security: 'tls' }, 'security'],
    [{ ...smtp, security: 'none' }, 'security'],
    [{ ...smtp, host: '127.evil.example', security: 'none' }, 'security'],
    [{ ...smtp, preset: 'gmail', user: '' }, 'user'],
    [{ ...smtp, preset: 'sendgrid' }, 'user'],
    [{ ...smtp, from: 'desk' }, 'from'],
    [{ ...smtp, from: 'a@b.example, c@d.example' }, 'from'],
    [{ ...twilio, phoneNumber: '0800-123' }, 'phoneNumber'],
    [{ ...twilio, phoneNumber: 'A name far too long' }, 'phoneNumber'],
    [{ ...twilio, phoneNumber: '', whatsappNumber: '', whatsappContentSid: '' }, 'phoneNumber'],
    [{ ...twilio, whatsappNumber: '' }, 'whatsappNumber'],
    [{ ...twilio, statusCallback: 'https://a_b.example/' }, 'statusCallback'],
  ])('%j: %s; nothing is sent by them', async (settings, field) => {
    expect(settingsProblem(settings)).toEqual({ field })
    const gateway = keep(providerGateway(settings, 'secret', publicBases, office))
    expect(gateway.provider).toBe(settings.kind)
    expect(await gateway.send(aMail, within(1_000))).toMatchObject({
      result: 'refused',
      failure: 'not_configured',
      elsewhere: true,
    })
  })
})

describe('a gateway from what was set up on screen', () => {
  it('is a mail server with the login, and the office as sender', async () => {
    const server = keep(await smtpPeer({ does: 'accept' }))
    const local = { ...smtp, host: '127.0.0.1', port: server.port, security: 'none' } as const
    const gateway = keep(providerGateway(local, smtpPassword, publicBases, office))
    expect(await gateway.send(aMail, within(5_000))).toMatchObject({ result: 'taken' })
    expect(server.mails[0]?.raw).toContain('From: Ward 7 <desk@office.example>')
    const wrong = keep(providerGateway(local, 'wrong', publicBases, office))
    expect(await wrong.send(aMail, within(5_000))).toMatchObject({ failure: 'login_refused', elsewhere: true })
  })

  it('speaks no TLS where none is wanted, and demands it where STARTTLS is', async () => {
    const offers = keep(await smtpPeer({ does: 'accept' }, { ...peerCertificate(), from: 'starttls' }))
    const local = { ...smtp, host: '127.0.0.1', port: offers.port, user: '' } as const
    const plain = keep(providerGateway({ ...local, security: 'none' }, null, publicBases, office))
    expect(await plain.send(aMail, within(5_000))).toMatchObject({ result: 'taken' })
    const safe = keep(providerGateway(local, null, publicBases, office))
    expect(await safe.send(aMail, within(5_000))).toMatchObject({ failure: 'certificate', elsewhere: true })
    const none = keep(await smtpPeer({ does: 'accept' }))
    const downgraded = keep(providerGateway({ ...local, port: none.port }, null, publicBases, office))
    expect(await downgraded.send(aMail, within(5_000))).toMatchObject({ failure: 'certificate' })
    expect(none.mails).toHaveLength(0)
  })

  it('is Twilio, where the environment says it is', async () => {
    const peer = keep(await twilioPeer({ does: 'accept' }))
    const bases = { ...publicBases, twilioApiBase: new URL(peer.base) }
    const gateway = keep(providerGateway(twilio, twilioAccount.token, bases, office))
    await gateway.send(aText, within(5_000))
    await gateway.send({ ...aText, channel: 'whatsapp' }, within(5_000))
    expect(peer.messages.map(({ form }) => [form.From, form.ContentSid])).toEqual([
      ['+15005550001', undefined],
      ['whatsapp:+14155238886', twilio.whatsappContentSid],
    ])
  })

  it('is Kavenegar, where the environment says it is', async () => {
    const peer = keep(await kavenegarPeer({ does: 'accept' }))
    const bases = { ...publicBases, kavenegarApiBase: new URL(peer.base) }
    const message = { ...aText, to: '+989121234567' }
    for (const settings of [kavenegar, { ...kavenegar, sender: '10004346', codeTemplate: kavenegarTemplate.name }])
      await keep(providerGateway(settings, kavenegarKey, bases, office)).send(message, within(5_000))
    expect(peer.messages.map(({ form }) => form.template)).toEqual([undefined, kavenegarTemplate.name])
    expect(peer.messages[0]?.form).not.toHaveProperty('sender')
  })

  it.each<ProviderSettings>([smtp, twilio, kavenegar])('without its secret sends nothing: $kind', async (settings) => {
    const gateway = keep(providerGateway(settings, null, publicBases, office))
    expect(await gateway.send(aText, within(1_000))).toMatchObject({ failure: 'not_configured', elsewhere: true })
  })
})
