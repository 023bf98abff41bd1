/** Providers set up on screen, against servers that really behave so. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ProviderSettings, TestStep } from '../../../src/contract/providers.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { providerGateway } from '../../../src/gateways/provider-gateway.ts'
import { mailServer } from '../../support/mail-server.ts'
import { handTime, settle, type TestOffice, temporaryFolder, testOffice } from '../../support/office.ts'
import { heard, officeTimers, passUntil } from '../../support/office-timers.ts'
import { runCommand } from '../../support/process-host.ts'
import { type SmtpPeer, smtpPeer } from '../../support/smtp-peer.ts'
import { type TwilioPeer, twilioAccount, twilioPeer } from '../../support/twilio-peer.ts'

const secret = 'n0t-for-the-database'
const common = { enabled: true, lowBalanceMicros: null }
const mailSettings = (peer: SmtpPeer): ProviderSettings => ({
  ...mailServer,
  port: Number(new URL(peer.url()).port),
})
const twilioSettings: ProviderSettings = {
  kind: 'twilio',
  ...common,
  name: 'Our Twilio',
  accountSid: twilioAccount.sid,
  phoneNumber: '+15005550001',
  ...{ messagingServiceSid: '', whatsappNumber: '', whatsappContentSid: '', statusCallback: '' },
}

async function officeWith(twilio?: TwilioPeer, folder = temporaryFolder()) {
  const time = handTime()
  const timers = officeTimers(time)
  const bases = { twilioApiBase: twilio === undefined ? null : new URL(twilio.base), kavenegarApiBase: null }
  const office = testOffice({
    folder,
    time,
    ports: {
      timers,
      makeGateway: (settings, stored) => providerGateway(settings, stored, bases, () => 'Ward Office'),
    },
  })
  await office.app.delivery.providers.list()
  return { office, timers, providers: office.app.delivery.providers }
}

const peer = async (): Promise<TwilioPeer> => {
  const twilio = await twilioPeer({ does: 'accept' })
  onTestFinished(() => twilio.close())
  return twilio
}

async function saved(office: TestOffice, settings: ProviderSettings, given?: string): Promise<string> {
  const outcome = await office.app.delivery.providers.save({ settings, secret: given }, bySystem)
  if (outcome.outcome !== 'done') throw new Error(outcome.reason)
  return outcome.providerId
}

function sendCode(office: TestOffice, channel: 'email' | 'sms') {
  const caller = office.caller('clerk')
  const who = office.addCustomer()
  const contactId = who.contactId(channel === 'email' ? 'email' : 'phone')
  const sent = office.app.verification.start(caller, { customerId: who.customerId, contactId, channel })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  return () => office.app.verification.delivery(caller, sent.challenge.challengeId)
}

describe('the first provider', () => {
  it('takes the place of the drawer on screen at once, for good, and its channels only', async () => {
    const mail = await smtpPeer({ does: 'accept' })
    onTestFinished(() => mail.close())
    const { office, providers } = await officeWith()
    expect(office.app.office.state()).toMatchObject({ devInbox: true, channels: ['email', 'sms', 'whatsapp'] })
    const id = await saved(office, mailSettings(mail))
    expect(office.app.office.state()).toMatchObject({ devInbox: false, channels: ['email'] })
    const state = sendCode(office, 'email')
    await settle(office.app)
    expect(state()).toMatchObject({ status: 'taken', provider: id, providerName: 'Office mail' })
    expect(mail.mails).toHaveLength(1)
    expect(office.app.inbox()).toEqual([])

    await providers.remove(id, bySystem)
    // Taking the last provider away must not bring codes to a kiosk's screen.
    expect(office.app.office.state()).toMatchObject({ devInbox: false, channels: [] })
  })

  it('is there again after a restart, its secret read from beside the database', async () => {
    const twilio = await peer()
    const { office } = await officeWith(twilio)
    await saved(office, twilioSettings, twilioAccount.token)
    await office.close()
    const again = await officeWith(twilio, office.folder)
    expect((await again.providers.list()).providers).toMatchObject([{ providerId: 'twilio', secret: 'stored' }])
    const state = sendCode(again.office, 'sms')
    await settle(again.office.app)
    expect(state()).toMatchObject({ status: 'taken', providerName: 'Our Twilio' })
  })
})

describe('a secret', () => {
  it('is in no file of the office in clear, no backup and no export, and its file is the owner’s alone', async () => {
    const { office, providers } = await officeWith(await peer())
    const id = await saved(office, twilioSettings, secret)
    await providers.save(
      { providerId: id, settings: { ...twilioSettings, name: 'Renamed' }, secret: `${secret}-2` },
      bySystem,
    )
    const backups = temporaryFolder()
    expect((await runCommand(['backup', backups, '--data', office.folder])).code).toBe(0)
    const exported = join(temporaryFolder(), 'audit.csv')
    expect((await runCommand(['export', 'audit', exported, '--data', office.folder])).code).toBe(0)
    const files = [office.folder, backups].flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    for (const file of [...files, exported]) {
      if (!statSync(file).isFile()) continue
      expect([file, readFileSync(file).includes(secret)]).toEqual([file, false])
    }
    expect(statSync(join(office.folder, 'provider-secrets.json')).mode & 0o777).toBe(0o600)
    expect(JSON.stringify(await providers.list())).not.toContain(secret)
  })

  it('left out is kept; missing where there is none, or where another kind of provider is meant, is refused', async () => {
    const { office, providers } = await officeWith(await peer())
    expect(await providers.save({ settings: twilioSettings }, bySystem)).toEqual({
      outcome: 'refused',
      reason: 'secret_missing',
      field: 'secret',
    })
    const id = await saved(office, twilioSettings, twilioAccount.token)
    expect(await providers.save({ providerId: id, settings: { ...twilioSettings, name: 'B' } }, bySystem)).toEqual({
      outcome: 'done',
      providerId: id,
    })
    const other: ProviderSettings = { kind: 'kavenegar', ...common, name: 'K', sender: '', codeTemplate: '' }
    expect(await providers.save({ providerId: id, settings: other }, bySystem)).toMatchObject({ reason: 'not_found' })
    expect(await providers.save({ providerId: 'nobody', settings: twilioSettings }, bySystem)).toMatchObject({
      reason: 'not_found',
    })
  })

  it('is refused where the machine has nothing safe to keep it in, and nothing is saved', async () => {
    const office = testOffice({
      ports: {
        secrets: {
          where: 'keychain',
          available: async () => false,
          read: async () => ({ outcome: 'none' }),
          write: async () => ({ outcome: 'refused', reason: 'unavailable' }),
          remove: async () => {},
        },
      },
    })
    expect(await office.app.delivery.providers.save({ settings: twilioSettings, secret: 'x' }, bySystem)).toEqual({
      outcome: 'refused',
      reason: 'secrets_unavailable',
    })
    expect(await office.app.delivery.providers.list()).toEqual({ providers: [], secretsIn: 'unavailable' })
  })
})

describe('settings that make no sense', () => {
  it.each<[Partial<ProviderSettings>, string]>([
    [{ phoneNumber: '' }, 'phoneNumber'],
    [{ phoneNumber: '0-800-nonsense' }, 'phoneNumber'],
    [{ whatsappContentSid: `HX${'0'.repeat(32)}` }, 'whatsappNumber'],
  ])('%j are refused by their field', async (change, field) => {
    const { providers } = await officeWith()
    const settings = { ...twilioSettings, ...change } as ProviderSettings
    expect(await providers.save({ settings, secret: 'x' }, bySystem)).toEqual({
      outcome: 'refused',
      reason: 'malformed',
      field,
    })
  })
})

describe('send a test', () => {
  async function steps(stream: AsyncGenerator<TestStep, void>, tick: () => Promise<void>): Promise<TestStep[]> {
    const heardSteps: TestStep[] = []
    for (;;) {
      const next = stream.next()
      const outcome = await Promise.race([next, ticking(next, tick)])
      if (outcome.done === true) return heardSteps
      heardSteps.push(outcome.value)
    }
  }
  async function ticking(next: Promise<IteratorResult<TestStep, void>>, tick: () => Promise<void>) {
    let over = false
    void next.then(() => {
      over = true
    })
    while (!over) await tick()
    return next
  }

  it('goes through a provider that is not saved yet, and says when it arrived', async () => {
    const twilio = await peer()
    const { providers, timers } = await officeWith(twilio)
    const request = {
      settings: twilioSettings,
      secret: twilioAccount.token,
      channel: 'sms',
      to: '98765 43210',
    } as const
    const seen = await steps(providers.test(request, undefined, bySystem), async () => {
      await heard()
      const [message] = twilio.messages
      if (message !== undefined) twilio.settle(message.sid, { status: 'delivered' })
      timers.pass(500)
    })
    expect(seen.map(({ step }) => step)).toEqual(['sending', 'taken', 'delivered'])
    expect(twilio.taken[0]?.to).toBe('+919876543210')
    expect((await providers.list()).providers).toEqual([])
  })

  it('translates the provider’s answer into what to do', async () => {
    const { providers, timers } = await officeWith(await peer())
    const request = { settings: twilioSettings, secret: 'wrong', channel: 'sms', to: '+919876543210' } as const
    const seen = await steps(providers.test(request, undefined, bySystem), async () => {
      await heard()
      timers.pass(500)
    })
    expect(seen.at(-1)).toMatchObject({ step: 'failed', failure: 'login_refused', remedy: 'twilio_token' })
  })

  it.each([
    [{ channel: 'email', to: 'a@b.example' }, 'channel_not_carried'],
    [{ channel: 'sms', to: 'nonsense' }, 'bad_address'],
  ] as const)('%j is refused: %s', async (what, reason) => {
    const { providers } = await officeWith(await peer())
    const seen = await steps(
      providers.test({ settings: twilioSettings, secret: 'x', ...what }, undefined, bySystem),
      heard,
    )
    expect(seen).toEqual([{ step: 'refused', reason }])
  })
})

describe('routes', () => {
  it('decide who is tried first, by channel and by the longest prefix', async () => {
    const twilio = await peer()
    const { office, providers, timers } = await officeWith(twilio)
    const limits = { ...office.app.settings.get().limits, smsCountries: ['IN', 'IR'] }
    office.app.settings.change({ limits }, bySystem)
    const one = await saved(office, { ...twilioSettings, name: 'One' }, twilioAccount.token)
    const two = await saved(office, { ...twilioSettings, name: 'Two' }, twilioAccount.token)
    expect([one, two]).toEqual(['twilio', 'twilio-2'])
    expect(
      await providers.saveRoutes(
        [
          { channel: 'sms', prefix: '', providerIds: [two, one] },
          { channel: 'sms', prefix: '+98', providerIds: [one] },
        ],
        bySystem,
      ),
    ).toEqual({ outcome: 'done' })
    const state = sendCode(office, 'sms')
    await passUntil(timers, () => state()?.status === 'taken', 3_000)
    expect(state()?.providerName).toBe('Two')
    expect(office.app.delivery.directory.order('sms', '+989121234567').map(({ name }) => name)).toEqual(['One'])
    await providers.remove(two, bySystem)
    expect(providers.routes()).toEqual([
      { channel: 'sms', prefix: '', providerIds: [one] },
      { channel: 'sms', prefix: '+98', providerIds: [one] },
    ])
  })

  it.each([
    [[{ channel: 'sms', prefix: '', providerIds: ['nobody'] }], 'unknown_provider'],
    [[{ channel: 'email', prefix: '', providerIds: ['twilio'] }], 'not_carried'],
    [[{ channel: 'sms', prefix: '', providerIds: ['twilio', 'twilio'] }], 'twice'],
  ] as const)('%j are refused: %s', async (routes, reason) => {
    const { office, providers } = await officeWith(await peer())
    await saved(office, twilioSettings, twilioAccount.token)
    const asked = routes.map((route) => ({ ...route, providerIds: [...route.providerIds] }))
    expect(await providers.saveRoutes(asked, bySystem)).toEqual({ outcome: 'refused', reason })
  })
})

describe('a balance', () => {
  it('is asked for, and an alarm rises below the threshold and ends above it', async () => {
    const twilio = await peer()
    const { office } = await officeWith(twilio)
    const id = await saved(office, { ...twilioSettings, lowBalanceMicros: 20_000_000 }, twilioAccount.token)
    await office.app.delivery.balances.askNow(id)
    expect(office.app.delivery.health.health().providers[0]?.balance).toMatchObject({
      micros: 12_340_000,
      currency: 'USD',
      low: true,
    })
    expect(office.app.delivery.alarms.open()).toMatchObject([{ kind: 'low_balance', subject: id }])
    twilio.credit = '50.00'
    await office.app.delivery.balances.askNow(id)
    expect(office.app.delivery.alarms.open()).toEqual([])
  })
})
