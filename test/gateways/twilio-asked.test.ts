import { afterEach, describe, expect, it } from 'vitest'
import { type TwilioParts, twilioGateway } from '../../src/gateways/twilio.ts'
import { peerCertificate } from '../support/smtp-peer-certificate.ts'
import { type Progress, type TwilioBehaviour, twilioAccount, twilioPeer } from '../support/twilio-peer.ts'
import { aText, opened, within } from './given.ts'

const { keep, closeAll } = opened()
afterEach(closeAll)

const minuteMs = 60_000

async function given(behaviour: TwilioBehaviour = { does: 'accept' }, parts: Partial<TwilioParts> = {}) {
  const twilio = keep(await twilioPeer(behaviour))
  const gateway = twilioGateway({
    accountSid: twilioAccount.sid,
    authToken: twilioAccount.token,
    phoneNumber: '+15005550001',
    whatsappNumber: '+14155238886',
    apiBase: new URL(twilio.base),
    ...parts,
  })
  return {
    twilio,
    gateway,
    send: (message = aText) => gateway.send(message, within(5_000)),
    lookUp: (message = aText, sentAtMs = Date.now()) => gateway.lookUp?.(message, sentAtMs, within(5_000)),
    report: (sid: string) => gateway.report?.(sid, within(5_000)),
    balance: () => gateway.balance?.(within(5_000)),
  }
}

const whatsapp = { ...aText, channel: 'whatsapp' as const }
const noCode = { ...aText, text: 'Your bill is paid.', code: null }

describe('a message whose sending lost contact', () => {
  it.each(['take_then_drop', 'drop_mid_answer'] as const)('is found or not by what Twilio has: %s', async (does) => {
    const { twilio, send, lookUp } = await given({ does, on: 'create' })
    expect((await send()).result).toBe('unconfirmed')
    const sid = twilio.messages[0]?.sid
    expect(await lookUp()).toEqual(sid === undefined ? { found: 'no' } : { found: 'yes', providerMessageId: sid })
    expect(twilio.asked('list')).toBe(1)
  })

  it('is found where Twilio took it and never answered', async () => {
    const { gateway, lookUp } = await given({ does: 'take_then_hang' })
    expect((await gateway.send(aText, within(200))).result).toBe('unconfirmed')
    expect(await lookUp()).toMatchObject({ found: 'yes' })
  })

  it('is found with its cost, even where Twilio could not send it', async () => {
    const { twilio, send, lookUp } = await given()
    await send()
    twilio.settle(twilio.messages[0]?.sid ?? '', { status: 'failed', errorCode: 30003, price: '-0.00750' })
    expect(await lookUp()).toMatchObject({ found: 'yes', cost: { micros: 7_500, currency: 'USD' } })
  })

  it('is not another one to the same person, nor the same to another', async () => {
    const { send, lookUp } = await given()
    await send({ ...aText, text: 'K8: 111 222', code: { digits: '111222', reference: 'K8' } })
    await send({ ...aText, to: '+15005550009' })
    await send(whatsapp)
    expect(await lookUp()).toEqual({ found: 'no' })
  })

  it('is not one that said the same long before; a code is known by itself, whatever the clocks say', async () => {
    const { twilio, send, lookUp } = await given()
    await send(noCode)
    await send()
    for (const message of twilio.messages) message.createdAtMs -= 30 * minuteMs
    expect(await lookUp(noCode)).toEqual({ found: 'no' })
    expect(await lookUp()).toMatchObject({ found: 'yes' })
  })

  it.each([-90_000, 90_000, 60 * minuteMs])('is found where our clock is %i ms ahead', async (aheadMs) => {
    const { send, lookUp } = await given()
    await send(noCode)
    expect(await lookUp(noCode, Date.now() + aheadMs)).toMatchObject({ found: 'yes' })
  })

  it('is found by its code where a template or a messaging service wrote it anew', async () => {
    const { twilio, send, lookUp } = await given(undefined, {
      whatsappContentSid: `HX${'0a'.repeat(16)}`,
      messagingServiceSid: `MG${'0a'.repeat(16)}`,
    })
    await send(whatsapp)
    expect(await lookUp(whatsapp)).toMatchObject({ found: 'yes' })
    twilio.plant({ to: aText.to, from: '+15005550001', body: 'Rewritten: ۴۸۲ ۹۱۳', createdAtMs: Date.now() })
    expect(await lookUp()).toMatchObject({ found: 'yes' })
    expect(await lookUp({ ...aText, text: 'K7: 482 914', code: { digits: '482914', reference: 'K7' } })).toEqual({
      found: 'no',
    })
  })

  it("is found behind a trial account's note", async () => {
    const { twilio, lookUp } = await given()
    const body = `Sent from your Twilio trial account - ${aText.text}`
    twilio.plant({ to: aText.to, from: '+15005550001', body, createdAtMs: Date.now() })
    expect(await lookUp()).toMatchObject({ found: 'yes' })
  })

  it('is not called missing where the list ends before its time', async () => {
    const { twilio, lookUp } = await given()
    const other = { to: aText.to, from: '+15005550001', body: 'other' }
    for (let n = 0; n < 51; n += 1) twilio.plant({ ...other, createdAtMs: Date.now() })
    expect(await lookUp()).toMatchObject({ found: 'not_heard' })
    for (const message of twilio.messages.slice(0, 20)) message.createdAtMs -= 10 * minuteMs
    expect(await lookUp()).toEqual({ found: 'no' })
  })

  it.each<TwilioBehaviour>([
    { does: 'fail', status: 401, code: 20003, message: 'Authenticate' },
    { does: 'fail', status: 429, code: 20429, message: 'Too Many Requests', retryAfter: '7' },
    { does: 'fail', status: 500, code: 20500, message: 'Internal Server Error' },
    { does: 'answer', status: 200, body: '{"messages": [' },
    { does: 'answer', status: 200, body: '{}' },
    { does: 'answer', status: 200, body: '{"messages": [null]}' },
    { does: 'answer', status: 200, body: '{"messages": [{"sid": "SM1", "body": "x", "date_created": "soon"}]}' },
    { does: 'answer', status: 200, body: '{"messages": [{"sid": "SM1", "body": null, "date_created": null}]}' },
    { does: 'answer', status: 200, body: `{"messages": [], "padding": "${'x'.repeat(2_000_000)}"}` },
    { does: 'drop' },
    { does: 'end_mid_answer' },
    { does: 'end_unanswered' },
  ])('is neither found nor missing by what cannot be read: %.80j', async (behaviour) => {
    const { twilio, lookUp } = await given(behaviour)
    expect(await lookUp()).toMatchObject({ found: 'not_heard', words: expect.stringMatching(/./) })
    expect(twilio.requests()).toBe(1)
  })

  it('is read from a long list of long texts', async () => {
    const { twilio, lookUp, send } = await given()
    const long = { to: aText.to, from: '+15005550001', body: 'ک'.repeat(1_600) }
    for (let n = 0; n < 48; n += 1) twilio.plant({ ...long, createdAtMs: Date.now() - minuteMs })
    await send()
    expect(await lookUp()).toMatchObject({ found: 'yes' })
  })

  it('costs the deadline and no more', async () => {
    const { gateway } = await given({ does: 'hang' })
    const startedAtMs = performance.now()
    expect(await gateway.lookUp?.(aText, Date.now(), within(200))).toMatchObject({ found: 'not_heard' })
    expect(performance.now() - startedAtMs).toBeLessThan(500)
  })
})

describe('how far a message has come', () => {
  it.each<[Progress, object]>([
    ...['queued', 'accepted', 'scheduled', 'sending', 'sent'].map((status): [Progress, object] => [
      { status },
      { state: 'on_its_way' },
    ]),
    [{ status: 'delivered' }, { state: 'delivered' }],
    [
      { status: 'delivered', price: '-0.00750' },
      { state: 'delivered', cost: { micros: 7_500, currency: 'USD' } },
    ],
    [
      { status: 'read', price: '-0.0832', priceUnit: 'eur' },
      { state: 'delivered', cost: { micros: 83_200, currency: 'EUR' } },
    ],
    [{ status: 'delivered', price: 'free' }, { state: 'delivered' }],
    ...(
      [
        [30003, 'phone_off'],
        [30004, 'filtered'],
        [30005, 'address_refused'],
        [30006, 'not_mobile'],
        [30007, 'filtered'],
        [30008, 'provider_error'],
        [21610, 'unsubscribed'],
        [63016, 'message_refused'],
        [12345, 'message_refused'],
      ] as const
    ).map(([errorCode, failure]): [Progress, object] => [
      { status: 'undelivered', errorCode, errorMessage: 'said so' },
      { state: 'undelivered', failure, words: `${errorCode}: said so` },
    ]),
    [
      { status: 'failed', price: '-0.00750', errorCode: 30003 },
      {
        state: 'undelivered',
        failure: 'phone_off',
        words: '30003: Twilio could not send the message.',
        cost: { micros: 7_500, currency: 'USD' },
      },
    ],
    [
      { status: 'canceled' },
      { state: 'undelivered', failure: 'message_refused', words: 'Twilio could not send the message.' },
    ],
    [{ status: 'received' }, { state: 'not_heard', words: "Twilio's answer could not be read." }],
  ])('%j: %j', async (progress, expected) => {
    const { twilio, send, report } = await given()
    const sent = await send()
    const sid = sent.result === 'taken' ? sent.providerMessageId : ''
    twilio.settle(sid, progress)
    expect(await report(sid)).toEqual(expected)
    expect(twilio.asked('fetch')).toBe(1)
  })

  it.each<TwilioBehaviour>([
    { does: 'fail', status: 404, code: 20404, message: 'not found' },
    { does: 'fail', status: 503, code: 20503, message: 'Service Unavailable' },
    { does: 'answer', status: 200, body: '{"status": "deli' },
    { does: 'answer', status: 200, body: 'x'.repeat(100_000) },
    { does: 'answer', status: 307, body: '', headers: { location: 'http://127.0.0.1:1/' } },
    { does: 'drop' },
  ])('is not heard: %.80j', async (behaviour) => {
    const { report } = await given(behaviour)
    expect(await report(`SM${'1'.repeat(32)}`)).toMatchObject({ state: 'not_heard', words: expect.stringMatching(/./) })
  })

  it('is not asked of an id that is none of theirs', async () => {
    const { twilio, report } = await given()
    for (const id of ['../Balance', 'SM1?x=1', '']) expect(await report(id)).toMatchObject({ state: 'not_heard' })
    expect(twilio.requests()).toBe(0)
  })
})

describe("the account's credit", () => {
  it.each([
    ['12.34', 12_340_000],
    ['0', 0],
    ['-3.5', -3_500_000],
    ['1000000.123456789', 1_000_000_123_457],
  ])('%s USD is %i millionths', async (credit, micros) => {
    const { twilio, balance } = await given()
    twilio.credit = credit
    expect(await balance()).toEqual({ result: 'told', micros, currency: 'USD' })
    expect(twilio.asked('balance')).toBe(1)
  })

  it.each<[TwilioBehaviour, string]>([
    [{ does: 'fail', status: 401, code: 20003, message: 'Authenticate' }, 'login_refused'],
    [{ does: 'fail', status: 429, code: 20429, message: 'Too Many Requests' }, 'rate_limited'],
    [{ does: 'fail', status: 500, code: 20500, message: 'fault' }, 'provider_error'],
    [{ does: 'answer', status: 200, body: '{"balance": 12.34}' }, 'provider_error'],
    [{ does: 'drop' }, 'unreachable'],
  ])('is not told: %j, %s', async (behaviour, failure) => {
    const { balance } = await given(behaviour)
    expect(await balance()).toMatchObject({ result: 'not_told', failure, words: expect.stringMatching(/./) })
  })

  it('is not told of a subaccount, by nobody, by an impostor, or in no time', async () => {
    const { twilio, gateway, balance } = await given()
    twilio.credit = null
    expect(await balance()).toMatchObject({ result: 'not_told', failure: 'provider_error' })
    twilio.become({ does: 'hang' })
    expect(await gateway.balance?.(within(100))).toMatchObject({ failure: 'timed_out' })
    await twilio.close()
    expect(await balance()).toMatchObject({ failure: 'unreachable' })
    const impostor = keep(await twilioPeer({ does: 'accept' }, peerCertificate()))
    const fooled = await given(undefined, { apiBase: new URL(impostor.base) })
    expect(await fooled.balance()).toMatchObject({ failure: 'certificate' })
    expect(impostor.requests()).toBe(0)
  })

  it('is not told with the token in the words', async () => {
    const { balance } = await given({ does: 'fail', status: 403, code: 20003, message: `no ${twilioAccount.token}` })
    expect(await balance()).toMatchObject({ words: '20003: no ***' })
  })
})
