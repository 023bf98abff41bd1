/** Outages, doubts and arrivals, against servers that really behave so; time is the test's, the sockets are real. */
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FixedProvider } from '../../../src/core/delivery/provider-directory.ts'
import { kavenegarGateway } from '../../../src/gateways/kavenegar.ts'
import { twilioGateway } from '../../../src/gateways/twilio.ts'
import { type KavenegarBehaviour, kavenegarKey, kavenegarPeer } from '../../support/kavenegar-peer.ts'
import { handTime, testOffice } from '../../support/office.ts'
import { officeTimers, passUntil } from '../../support/office-timers.ts'
import { type TwilioBehaviour, twilioAccount, twilioPeer } from '../../support/twilio-peer.ts'

interface Options {
  readonly twilio?: TwilioBehaviour
  readonly kavenegar?: KavenegarBehaviour | null
  readonly networkUp?: () => boolean
}

/** An office whose SMS go through Twilio first, then through Kavenegar. */
async function officeWith({ twilio = { does: 'accept' }, kavenegar = { does: 'accept' }, networkUp }: Options) {
  const first = await twilioPeer(twilio)
  const second = kavenegar === null ? null : await kavenegarPeer(kavenegar)
  const time = handTime()
  const timers = officeTimers(time)
  const senders = { phoneNumber: '+15005550001', whatsappNumber: null }
  const account = { accountSid: twilioAccount.sid, authToken: twilioAccount.token, ...senders }
  // A provider out in the world, as far as the office can tell.
  const { local: _here, ...gateway } = twilioGateway({ ...account, apiBase: new URL(first.base) })
  const providers: FixedProvider[] = [
    {
      id: 'twilio',
      name: 'Twilio',
      kind: 'twilio',
      channels: ['sms'],
      gateway,
    },
  ]
  if (second !== null)
    providers.push({
      id: 'kavenegar',
      name: 'Kavenegar',
      kind: 'kavenegar',
      channels: ['sms'],
      gateway: kavenegarGateway({ apiKey: kavenegarKey, sender: null, apiBase: new URL(second.base) }),
    })
  const office = testOffice({ time, providers, ports: { timers, ...(networkUp ? { networkUp } : {}) } })
  onTestFinished(async () => {
    await first.close()
    await second?.close()
  })
  const caller = office.caller('clerk')
  const start = (accountNo: string) => {
    const nth = accountNo.slice(-4)
    const who = office.addCustomer({ accountNo, phones: [`+91987${nth}321`], emails: [] })
    const contactId = who.contactId('phone')
    const sent = office.app.verification.start(caller, { customerId: who.customerId, contactId, channel: 'sms' })
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const { challengeId } = sent.challenge
    const state = () => {
      const now = office.app.verification.delivery(caller, challengeId)
      if (now === null) throw new Error('no such message')
      return now
    }
    return { challengeId, state }
  }
  return { office, caller, start, timers, first, second }
}

const isTaken = (state: { status: string }): boolean => ['taken', 'delivered', 'undelivered'].includes(state.status)
const codeIn = (text: string): string => /(\d{3}) ?(\d{3})/.exec(text)?.slice(1).join('') ?? ''

describe('an outage of the first provider', () => {
  it('that hangs: the code arrives through the second within 10 s, and the clerk sees why', async () => {
    const { office, caller, start, timers, second } = await officeWith({ twilio: { does: 'hang' } })
    const { challengeId, state } = start('A-1001')
    const took = await passUntil(timers, () => isTaken(state()), 10_000)
    expect(took).toBeLessThanOrEqual(10_000)
    expect(state()).toMatchObject({ status: 'taken', providerName: 'Kavenegar', maybeTwice: true, attempts: 2 })
    expect(state().tried).toMatchObject([
      { providerName: 'Twilio', result: 'unconfirmed', failure: 'unconfirmed', durationMs: 5_000 },
      { providerName: 'Kavenegar', result: 'taken' },
    ])
    expect(state().tried[0]?.words).toContain('had not answered')
    const code = codeIn(second?.taken[0]?.message ?? '')
    expect(office.app.verification.verify(caller, { challengeId, code }).outcome).toBe('verified')
  })

  it.each<[string, TwilioBehaviour, string]>([
    ['answers 500', { does: 'fail', status: 500, code: 20500, message: 'Internal Server Error' }, 'provider_error'],
    ['answers 429', { does: 'fail', status: 429, code: 20429, message: 'Too Many Requests' }, 'rate_limited'],
    ['refuses our login', { does: 'fail', status: 401, code: 20003, message: 'Authenticate' }, 'login_refused'],
    [
      'has our country switched off',
      { does: 'fail', status: 400, code: 21408, message: 'Permission to send an SMS has not been enabled' },
      'message_refused|address_refused',
    ],
  ])('that %s: the second is tried at once', async (_what, twilio, failure) => {
    const { start, timers, second } = await officeWith({ twilio })
    const { state } = start('A-1001')
    expect(await passUntil(timers, () => isTaken(state()), 2_000)).toBeLessThan(1_000)
    expect(state()).toMatchObject({ providerName: 'Kavenegar', maybeTwice: false })
    expect(state().tried[0]?.failure).toMatch(new RegExp(`^(${failure})$`))
    expect(second?.taken).toHaveLength(1)
  })

  it('is not tried elsewhere where the number itself is refused', async () => {
    const { start, timers, second } = await officeWith({
      twilio: { does: 'fail', status: 400, code: 21211, message: "Invalid 'To' Phone Number" },
    })
    const { state } = start('A-1001')
    await passUntil(timers, () => state().final, 5_000)
    expect(state()).toMatchObject({ status: 'failed', failure: 'address_refused', attempts: 1 })
    expect(second?.taken).toHaveLength(0)
  })

  it('opens the circuit after three failures, and closes it again by one trial', async () => {
    const { office, start, timers, first } = await officeWith({
      twilio: { does: 'fail', status: 503, code: 20503, message: 'Service Unavailable' },
    })
    for (const account of ['A-1001', 'A-1002', 'A-1003']) {
      const { state } = start(account)
      await passUntil(timers, () => isTaken(state()), 5_000)
      timers.pass(20_000)
    }
    const asked = first.requests()
    const fourth = start('A-1004')
    await passUntil(timers, () => isTaken(fourth.state()), 2_000)
    expect(first.requests()).toBe(asked)
    expect(fourth.state()).toMatchObject({ providerName: 'Kavenegar', attempts: 1 })
    expect(office.app.delivery.health.status().alarms).toMatchObject([{ kind: 'provider_down', subject: 'Twilio' }])

    first.become({ does: 'accept' })
    timers.pass(31_000)
    const fifth = start('A-1005')
    await passUntil(timers, () => isTaken(fifth.state()), 2_000)
    expect(fifth.state().providerName).toBe('Twilio')
    expect(office.app.delivery.health.status().alarms).toEqual([])
  })

  it('of the only provider: says so to staff, keeps the code, and sends it when the provider is back', async () => {
    const { office, start, timers, first } = await officeWith({
      twilio: { does: 'fail', status: 503, code: 20503, message: 'Service Unavailable' },
      kavenegar: null,
    })
    const { state } = start('A-1001')
    await passUntil(timers, () => state().attempts >= 3 && state().status === 'retrying', 60_000)
    expect(office.app.delivery.health.status().channels).toMatchObject([
      { channel: 'sms', works: false, why: 'provider_down', providerName: 'Twilio' },
    ])
    first.become({ does: 'accept' })
    await passUntil(timers, () => isTaken(state()), 60_000)
    expect(first.taken).toHaveLength(1)
  })
})

describe('contact lost after the request was out', () => {
  it('asks first: a message the provider has is not sent again', async () => {
    const { start, timers, first, second } = await officeWith({ twilio: { does: 'take_then_drop' } })
    const { state } = start('A-1001')
    await passUntil(timers, () => isTaken(state()), 10_000)
    expect(state()).toMatchObject({ status: 'taken', providerName: 'Twilio', maybeTwice: false, attempts: 1 })
    expect([first.taken.length, second?.taken.length]).toEqual([1, 0])
  })

  it('asks first: a message the provider has not goes through the next', async () => {
    const { start, timers, first, second } = await officeWith({ twilio: { does: 'drop', on: 'create' } })
    const { state } = start('A-1001')
    await passUntil(timers, () => isTaken(state()), 10_000)
    expect(state()).toMatchObject({ providerName: 'Kavenegar', maybeTwice: false, attempts: 2 })
    expect([first.taken.length, second?.taken.length]).toEqual([0, 1])
    expect(first.asked('list')).toBe(2)
  })

  it('with nobody else to send it: goes on asking, and sends nothing blindly', async () => {
    const { start, timers, first } = await officeWith({ twilio: { does: 'take_then_hang' }, kavenegar: null })
    first.become({ does: 'take_then_hang', on: 'create' }, { does: 'hang', on: 'list' })
    const { state } = start('A-1001')
    await passUntil(timers, () => state().status === 'asking', 25_000)
    timers.pass(15_000)
    await passUntil(timers, () => first.asked('list') >= 2, 40_000)
    expect(state()).toMatchObject({ status: 'asking', final: false })
    first.become({ does: 'accept' })
    await passUntil(timers, () => isTaken(state()), 60_000)
    expect(first.taken).toHaveLength(1)
  })

  it('gives up asking in the end and says that nobody can say', async () => {
    const { start, timers, first } = await officeWith({ kavenegar: null })
    first.become({ does: 'take_then_drop', on: 'create' }, { does: 'drop', on: 'list' })
    const { state } = start('A-1001')
    await passUntil(timers, () => state().final, 15 * 60_000, 2_000)
    expect(state()).toMatchObject({ status: 'unconfirmed' })
    expect(first.taken).toHaveLength(1)
  })

  it('is asked about after a crash, by the process that comes after', async () => {
    const { office, caller, start, first, timers } = await officeWith({
      twilio: { does: 'take_then_hang' },
      kavenegar: null,
    })
    const { challengeId } = start('A-1001')
    void office.app.delivery.idle()
    while (first.taken.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    office.app.officeData.db.close()
    first.become({ does: 'accept' })
    const account = { accountSid: twilioAccount.sid, authToken: twilioAccount.token }
    const gateway = twilioGateway({
      ...account,
      phoneNumber: '+15005550001',
      whatsappNumber: null,
      apiBase: new URL(first.base),
    })
    const again = testOffice({ folder: office.folder, time: office.time, seed: 3, gateways: { sms: gateway } })
    const state = () => again.app.verification.delivery(caller, challengeId)
    await again.app.delivery.idle()
    expect(state()).toMatchObject({ status: 'taken', attempts: 1, maybeTwice: false })
    expect(first.taken).toHaveLength(1)
    timers.pass(30_000)
  })
})

describe('the arrival', () => {
  it('is asked for until it is final, and its price is kept', async () => {
    const { office, start, timers, first } = await officeWith({ kavenegar: null })
    const { state } = start('A-1001')
    await passUntil(timers, () => isTaken(state()), 2_000)
    expect(state()).toMatchObject({ status: 'taken', final: false })
    await passUntil(timers, () => first.asked('fetch') >= 2, 10_000)
    expect(state().status).toBe('taken')
    first.settle(first.messages[0]?.sid ?? '', { status: 'delivered', price: '-0.00750', priceUnit: 'USD' })
    await passUntil(timers, () => state().final, 20_000)
    expect(state()).toMatchObject({ status: 'delivered', failure: null })
    expect(state().deliveredAtMs).toBeGreaterThan(state().takenAtMs ?? 0)
    expect(office.app.delivery.health.health()).toMatchObject({
      today: { sms: 1, costMicros: 7_500, currency: 'USD' },
      providers: [{ delivered: 1, undelivered: 0, cost: [{ micros: 7_500, currency: 'USD' }] }],
    })
  })

  it.each([
    [30003, 'phone_off'],
    [30004, 'filtered'],
    [30005, 'address_refused'],
    [30006, 'not_mobile'],
    [30007, 'filtered'],
    [30008, 'provider_error'],
  ] as const)('%i is shown as %s, and another way is offered', async (errorCode, failure) => {
    const { start, timers, first } = await officeWith({ kavenegar: null })
    const { state } = start('A-1001')
    await passUntil(timers, () => isTaken(state()), 2_000)
    first.settle(first.messages[0]?.sid ?? '', { status: 'undelivered', errorCode })
    await passUntil(timers, () => state().final, 20_000)
    expect(state()).toMatchObject({ status: 'undelivered', failure })
    expect(state().words).toContain(String(errorCode))
  })
})

describe('without a network', () => {
  it('says so at once, tries nothing, and sends when it is back; validity starts then', async () => {
    let up = false
    const { office, start, timers, first } = await officeWith({ kavenegar: null, networkUp: () => up })
    const { state } = start('A-1001')
    expect(state()).toMatchObject({ status: 'queued', network: 'down', attempts: 0 })
    expect(office.app.delivery.health.status()).toMatchObject({
      network: 'down',
      channels: [{ channel: 'sms', works: false, why: 'no_network' }],
      waiting: 1,
    })
    timers.pass(60_000)
    await passUntil(timers, () => true, 1_000)
    expect([first.requests(), state().status]).toEqual([0, 'queued'])
    up = true
    await passUntil(timers, () => isTaken(state()), 4_000)
    const { takenAtMs, expiresAtMs } = state()
    expect(expiresAtMs - (takenAtMs ?? 0)).toBe(5 * 60_000)
  })

  it('a code that died waiting never leaves', async () => {
    let up = false
    const { start, timers, first } = await officeWith({ kavenegar: null, networkUp: () => up })
    const { state } = start('A-1001')
    timers.pass(5 * 60_000 + 1_000)
    up = true
    await passUntil(timers, () => state().final, 10_000)
    expect(state()).toMatchObject({ status: 'failed', failure: 'code_died' })
    expect(first.requests()).toBe(0)
  })
})
