/** Faults of the database, of set-up and of timing, each of which once lost a message, doubled one, or let one stand. */
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ProviderSettings } from '../../../src/contract/providers.ts'
import type { Channel } from '../../../src/contract/values.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import type { Gateway, SendResult } from '../../../src/core/delivery/gateway.ts'
import { providerGateway } from '../../../src/gateways/provider-gateway.ts'
import { twilioGateway } from '../../../src/gateways/twilio.ts'
import { mailServer } from '../../support/mail-server.ts'
import { handTime, type TestOffice, testOffice } from '../../support/office.ts'
import { officeTimers, passUntil } from '../../support/office-timers.ts'
import { smtpPeer } from '../../support/smtp-peer.ts'
import { twilioAccount, twilioPeer } from '../../support/twilio-peer.ts'

const secret = twilioAccount.token
const settings: ProviderSettings = {
  kind: 'twilio',
  name: 'Twilio',
  enabled: true,
  lowBalanceMicros: null,
  accountSid: twilioAccount.sid,
  phoneNumber: '+15005550001',
  messagingServiceSid: '',
  whatsappNumber: '',
  whatsappContentSid: '',
  statusCallback: '',
}

async function twilioAtHand() {
  const peer = await twilioPeer({ does: 'accept' })
  onTestFinished(() => peer.close())
  const account = {
    accountSid: twilioAccount.sid,
    authToken: secret,
    phoneNumber: '+15005550001',
    whatsappNumber: null,
  }
  return { peer, gateway: twilioGateway({ ...account, apiBase: new URL(peer.base) }) }
}

/** An office on hand time whose providers are set up on screen, pointing at this server. */
function officeOn(base: string | null, options: Parameters<typeof testOffice>[0] = {}) {
  const time = handTime()
  const timers = officeTimers(time)
  const bases = { twilioApiBase: base === null ? null : new URL(base), kavenegarApiBase: null }
  const makeGateway = (given: ProviderSettings, stored: string | null) =>
    providerGateway(given, stored, bases, () => 'Ward Office')
  const office = testOffice({ time, ...options, ports: { timers, makeGateway, ...options.ports } })
  return { office, timers, providers: office.app.delivery.providers }
}

function start(office: TestOffice, channel: Channel = 'sms') {
  const caller = office.caller('clerk')
  const who = office.addCustomer()
  const contactId = who.contactId(channel === 'email' ? 'email' : 'phone')
  const sent = office.app.verification.start(caller, { customerId: who.customerId, contactId, channel })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  const { challengeId } = sent.challenge
  return {
    caller,
    challengeId,
    state: () => {
      const now = office.app.verification.delivery(caller, challengeId)
      if (now === null) throw new Error('no such message')
      return now
    },
  }
}

const queryOnly = (office: TestOffice, on: boolean) => office.app.officeData.db.pragma(`query_only = ${on ? 1 : 0}`)

describe('a database that cannot be written for a moment', () => {
  it('leaves no message standing as being sent: its provider is asked once it can be', async () => {
    const { peer, gateway } = await twilioAtHand()
    let office: TestOffice | null = null
    const breaking: Gateway = {
      ...gateway,
      async send(message, signal) {
        const result = await gateway.send(message, signal)
        if (office !== null) queryOnly(office, true)
        return result
      },
    }
    const made = officeOn(null, { gateways: { sms: breaking } })
    office = made.office
    const { state } = start(office)
    await passUntil(made.timers, () => peer.taken.length === 1, 2_000)
    made.timers.pass(2_000)
    queryOnly(office, false)
    await passUntil(made.timers, () => state().status === 'taken', 20_000)
    expect(state()).toMatchObject({ attempts: 1, maybeTwice: false })
    expect(peer.taken).toHaveLength(1)
  })

  it('does not lock the administration of providers for good', async () => {
    const { peer } = await twilioAtHand()
    const { office, providers } = officeOn(peer.base)
    queryOnly(office, true)
    await expect(providers.save({ settings, secret }, bySystem)).rejects.toThrow()
    queryOnly(office, false)
    expect(await providers.save({ settings, secret }, bySystem)).toEqual({ outcome: 'done', providerId: 'twilio' })
    expect((await providers.list()).providers).toHaveLength(1)
  })

  it('ends no host when the network comes back just then', async () => {
    let up = true
    const { peer } = await twilioAtHand()
    const { office, timers } = officeOn(peer.base, { ports: { networkUp: () => up } })
    up = false
    timers.pass(1_500)
    queryOnly(office, true)
    up = true
    expect(() => timers.pass(1_500)).not.toThrow()
    queryOnly(office, false)
  })
})

describe('a code', () => {
  it('that was over when its message was found stays over', async () => {
    const { peer, gateway } = await twilioAtHand()
    peer.become({ does: 'take_then_hang', on: 'create' }, { does: 'hang', on: 'list' })
    const { office, timers } = officeOn(null, { gateways: { sms: gateway } })
    const { caller, challengeId, state } = start(office)
    await passUntil(timers, () => peer.taken.length === 1, 2_000)
    await passUntil(timers, () => state().status === 'asking', 30_000, 1_000)
    timers.pass(5 * 60_000)
    peer.become({ does: 'accept' })
    await passUntil(timers, () => state().final, 120_000, 1_000)
    const code =
      /(\d{3}) ?(\d{3})/
        .exec(peer.taken[0]?.body ?? '')
        ?.slice(1)
        .join('') ?? ''
    expect(office.app.verification.verify(caller, { challengeId, code }).outcome).toBe('expired')
  })

  it('that was found in time is valid from its sending, not from the answer', async () => {
    const { peer, gateway } = await twilioAtHand()
    peer.become({ does: 'take_then_drop', on: 'create' }, { does: 'drop', on: 'list' })
    const { office, timers } = officeOn(null, { gateways: { sms: gateway } })
    const { state } = start(office)
    const sentAtMs = office.app.officeData.clock.now()
    await passUntil(timers, () => state().status === 'asking', 2_000)
    timers.pass(60_000)
    peer.become({ does: 'accept' })
    await passUntil(timers, () => state().status === 'taken', 60_000)
    expect(state().expiresAtMs - sentAtMs).toBeLessThan(5 * 60_000 + 2_000)
  })
})

describe('a provider', () => {
  it('set up anew while a message is in doubt is not believed when it says no', async () => {
    const { peer } = await twilioAtHand()
    const { office, timers, providers } = officeOn(peer.base)
    await providers.save({ settings, secret }, bySystem)
    peer.become({ does: 'take_then_hang', on: 'create' }, { does: 'hang', on: 'list' })
    const { state } = start(office)
    await passUntil(timers, () => state().status === 'asking', 30_000, 500)
    const other = { ...settings, phoneNumber: '+15005550009' }
    await providers.save({ providerId: 'twilio', settings: other }, bySystem)
    peer.become({ does: 'accept' })
    await passUntil(timers, () => state().final, 15 * 60_000, 5_000)
    expect(state().status).toBe('unconfirmed')
    expect(peer.taken).toHaveLength(1)
  })

  it('keeps its secret to itself: it goes to no other server and no other account', async () => {
    const mail = await smtpPeer({ does: 'accept' })
    const { peer } = await twilioAtHand()
    onTestFinished(() => mail.close())
    const { providers } = officeOn(peer.base)
    const own: ProviderSettings = {
      ...mailServer,
      port: Number(new URL(mail.url()).port),
      user: 'desk',
    }
    await providers.save({ settings: own, secret: 'sesame' }, bySystem)
    await providers.save({ settings, secret }, bySystem)
    const elsewhere = { ...own, host: 'localhost', port: own.port === 1 ? 2 : 1 }
    const steps = async (stream: AsyncGenerator<object, void>) => {
      const seen: object[] = []
      for await (const step of stream) seen.push(step)
      return seen
    }
    const to = { channel: 'email', to: 'a@b.example' } as const
    const refused = [{ step: 'refused', reason: 'secret_missing' }]
    for (const providerId of ['smtp', 'twilio'])
      expect(await steps(providers.test({ providerId, settings: elsewhere, ...to }, undefined, bySystem))).toEqual(
        refused,
      )
    expect(await providers.save({ providerId: 'smtp', settings: elsewhere }, bySystem)).toMatchObject({
      reason: 'secret_missing',
    })
    const account = { ...settings, accountSid: `AC${'9'.repeat(32)}` }
    expect(await providers.save({ providerId: 'twilio', settings: account }, bySystem)).toMatchObject({
      reason: 'secret_missing',
    })
    expect(mail.mails).toHaveLength(0)
  })

  it('saved twice at once is two, each with its own secret', async () => {
    const { peer } = await twilioAtHand()
    const { providers, office } = officeOn(peer.base)
    const saved = await Promise.all(
      ['one', 'two'].map((name) =>
        providers.save({ settings: { ...settings, name }, secret: `secret-${name}` }, bySystem),
      ),
    )
    expect(saved).toEqual([
      { outcome: 'done', providerId: 'twilio' },
      { outcome: 'done', providerId: 'twilio-2' },
    ])
    expect(office.app.delivery.directory.all().map(({ name, secret: kept }) => [name, kept])).toEqual([
      ['one', 'stored'],
      ['two', 'stored'],
    ])
  })

  it('of the environment that comes later does not answer to the name of one on the screen', async () => {
    const { peer, gateway } = await twilioAtHand()
    const { office, providers } = officeOn(peer.base)
    await providers.save({ settings, secret }, bySystem)
    await office.close()
    const refusing: Gateway = {
      ...gateway,
      send: async (): Promise<SendResult> => ({ result: 'retry', failure: 'provider_error', words: 'down' }),
    }
    const again = officeOn(peer.base, {
      folder: office.folder,
      time: office.time,
      seed: 4,
      gateways: { sms: refusing },
    })
    const ids = again.office.app.delivery.directory.all().map(({ id }) => id)
    expect(ids[0]).toBe('env-twilio')
    await again.providers.list()
    const { state } = start(again.office)
    await passUntil(again.timers, () => state().status === 'taken', 5_000)
    expect(state()).toMatchObject({ provider: 'twilio', attempts: 2 })
  })

  it('whose route is all that is left of it does not swallow messages', async () => {
    const { peer } = await twilioAtHand()
    const { office, timers, providers } = officeOn(peer.base)
    await providers.save({ settings, secret }, bySystem)
    office.app.officeData.db
      .prepare(`INSERT INTO route (channel, prefix, position, provider_id) VALUES ('sms', '+91', 0, 'kavenegar')`)
      .run()
    await providers.save({ providerId: 'twilio', settings: { ...settings, name: 'B' } }, bySystem)
    const { state } = start(office)
    await passUntil(timers, () => state().status === 'taken', 3_000)
  })

  it('that is down no more after a restart has no alarm left', async () => {
    const { peer, gateway } = await twilioAtHand()
    const { office } = officeOn(peer.base, { gateways: { sms: gateway } })
    office.app.delivery.alarms.raise('provider_down', 'twilio')
    office.app.delivery.alarms.raise('low_balance', 'gone')
    await office.close()
    const again = officeOn(peer.base, { folder: office.folder, time: office.time, seed: 4, gateways: { sms: gateway } })
    await again.providers.list()
    expect(again.office.app.delivery.alarms.open()).toEqual([])
  })
})

describe('arrivals', () => {
  it('are asked for under steady traffic, too', async () => {
    const { peer, gateway } = await twilioAtHand()
    const { office, timers } = officeOn(null, { gateways: { sms: gateway } })
    for (let nth = 0; nth < 6; nth += 1) {
      const { state } = start(office)
      await passUntil(timers, () => state().status !== 'queued' && state().status !== 'sending', 2_000)
      timers.pass(1_500)
    }
    expect(peer.asked('fetch')).toBeGreaterThan(2)
  })
})
