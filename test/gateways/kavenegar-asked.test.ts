import { afterEach, describe, expect, it } from 'vitest'
import { type KavenegarParts, kavenegarGateway } from '../../src/gateways/kavenegar.ts'
import { type KavenegarBehaviour, kavenegarKey, kavenegarPeer, kavenegarTemplate } from '../support/kavenegar-peer.ts'
import { aText, opened, within } from './given.ts'

const { keep, closeAll } = opened()
afterEach(closeAll)

const aSms = { ...aText, to: '+989121234567', text: 'دفتر منطقه ۷\nکد شما: K7: 482 913' }
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const template = { codeTemplate: kavenegarTemplate.name }

async function given(behaviour: KavenegarBehaviour = { does: 'accept' }, parts: Partial<KavenegarParts> = {}) {
  const kavenegar = keep(await kavenegarPeer(behaviour))
  const apiBase = new URL(kavenegar.base)
  const gateway = kavenegarGateway({ apiKey: kavenegarKey, sender: '10004346', apiBase, ...parts })
  return {
    kavenegar,
    gateway,
    send: (message = aSms) => gateway.send(message, within(5_000)),
    lookUp: (message = aSms, sentAtMs = Date.now()) => gateway.lookUp?.(message, sentAtMs, within(5_000)),
    report: (id: string) => gateway.report?.(id, within(5_000)),
    balance: () => gateway.balance?.(within(5_000)),
  }
}

const unreadable: readonly KavenegarBehaviour[] = [
  { does: 'fail', status: 403, message: 'کد شناسائی API-Key معتبر نمیباشد' },
  { does: 'fail', status: 407, message: 'دسترسی به اطلاعات مورد نظر برای شما امکان پذیر نیست' },
  { does: 'fail', status: 412, message: 'ارسال کننده نامعتبر است' },
  { does: 'fail', status: 409, message: 'سرور قادر به پاسخگوئی نیست' },
  { does: 'answer', status: 502, body: '<html>Bad Gateway</html>' },
  { does: 'answer', status: 200, body: '{"return":{"status":200},"entr' },
  { does: 'answer', status: 200, body: '{"return":{"status":200},"entries":null}' },
  { does: 'answer', status: 200, body: '{"entries":[]}' },
  { does: 'answer', status: 200, body: `{"return":{"status":200},"entries":["${'x'.repeat(2_000_000)}"]}` },
  { does: 'drop' },
  { does: 'end_mid_answer' },
  { does: 'end_unanswered' },
]

describe('a text whose sending lost contact', () => {
  it.each(['take_then_drop', 'drop_mid_answer'] as const)('is found or not by our id: %s', async (does) => {
    const { kavenegar, send, lookUp } = await given({ does, on: 'sms/send' })
    expect((await send()).result).toBe('unconfirmed')
    const kept = kavenegar.messages[0]
    expect(await lookUp()).toEqual(
      kept === undefined ? { found: 'no' } : { found: 'yes', providerMessageId: String(kept.messageId) },
    )
  })

  it('is found where it was taken and never answered, whatever has become of it', async () => {
    const { kavenegar, gateway, lookUp } = await given({ does: 'take_then_hang' })
    expect((await gateway.send(aSms, within(200))).result).toBe('unconfirmed')
    for (const state of [1, 2, 4, 5, 6, 10, 11, 13, 14]) {
      kavenegar.settle('8792343', state)
      expect(await lookUp()).toMatchObject({ found: 'yes', providerMessageId: '8792343' })
    }
  })

  it('is not called missing where it is too old to be known', async () => {
    const { lookUp } = await given()
    expect(await lookUp(aSms, Date.now() - 10 * hourMs)).toEqual({ found: 'no' })
    expect(await lookUp(aSms, Date.now() - 13 * hourMs)).toMatchObject({ found: 'not_heard' })
  })

  it.each(unreadable)('is neither found nor missing by what cannot be read: %.80j', async (behaviour) => {
    const { kavenegar, lookUp } = await given(behaviour)
    const got = await lookUp()
    expect(got).toMatchObject({ found: 'not_heard', words: expect.stringMatching(/./) })
    expect(JSON.stringify(got)).not.toContain(kavenegarKey)
    expect(kavenegar.requests()).toBe(1)
  })

  it('costs the deadline and no more', async () => {
    const { gateway } = await given({ does: 'hang' })
    const startedAtMs = performance.now()
    expect(await gateway.lookUp?.(aSms, Date.now(), within(200))).toMatchObject({ found: 'not_heard' })
    expect(performance.now() - startedAtMs).toBeLessThan(500)
  })
})

describe('a code that went by a template', () => {
  it('is found among the latest messages, with its cost, by number and code', async () => {
    const { kavenegar, send, lookUp } = await given({ does: 'take_then_drop' }, template)
    kavenegar.plant({ receptor: '00989121234567', message: 'کد شما 111222 است', createdAtMs: Date.now() })
    kavenegar.plant({ receptor: '00989350000000', message: 'کد شما 482913 است', createdAtMs: Date.now() })
    expect(await lookUp()).toEqual({ found: 'no' })
    expect((await send()).result).toBe('unconfirmed')
    expect(await lookUp()).toEqual({
      found: 'yes',
      providerMessageId: '8792345',
      cost: { micros: 120_000_000, currency: 'IRR' },
    })
  })

  it('is not one of long before, and not called missing where the list ends before its time', async () => {
    const { kavenegar, lookUp } = await given(undefined, template)
    const ours = { receptor: '00989121234567', message: 'کد شما 482913 است' }
    kavenegar.plant({ ...ours, createdAtMs: Date.now() - 10 * minuteMs })
    expect(await lookUp()).toEqual({ found: 'no' })
    for (let n = 0; n < 200; n += 1)
      kavenegar.plant({ receptor: '00989350000000', message: 'other', createdAtMs: Date.now() })
    expect(await lookUp()).toMatchObject({ found: 'not_heard' })
  })

  it.each(unreadable)('is neither found nor missing by what cannot be read: %.80j', async (behaviour) => {
    const { lookUp } = await given(behaviour, template)
    expect(await lookUp()).toMatchObject({ found: 'not_heard', words: expect.stringMatching(/./) })
  })

  it('is refused to another provider where the template is not there', async () => {
    const { send } = await given(undefined, { codeTemplate: 'none-such' })
    expect(await send()).toMatchObject({ result: 'refused', failure: 'message_refused', elsewhere: true })
  })
})

describe('how far a message has come', () => {
  it.each([
    [1, { state: 'on_its_way' }],
    [2, { state: 'on_its_way' }],
    [4, { state: 'on_its_way' }],
    [5, { state: 'on_its_way' }],
    [10, { state: 'delivered' }],
    [6, { state: 'undelivered', failure: 'message_refused', words: 'گفت' }],
    [11, { state: 'undelivered', failure: 'phone_off', words: 'گفت' }],
    [13, { state: 'undelivered', failure: 'message_refused', words: 'گفت' }],
    [14, { state: 'undelivered', failure: 'unsubscribed', words: 'گفت' }],
    [77, { state: 'not_heard', words: "Kavenegar's answer could not be read." }],
  ])('%i: %j', async (state, expected) => {
    const { kavenegar, send, report } = await given()
    await send()
    kavenegar.settle('8792343', state, 'گفت')
    expect(await report('8792343')).toEqual(expected)
  })

  it('is not heard of an id Kavenegar does not know, and not asked of one that is none of theirs', async () => {
    const { kavenegar, report } = await given()
    expect(await report('99')).toMatchObject({ state: 'not_heard' })
    expect(kavenegar.requests()).toBe(1)
    for (const id of ['SM1', '1,2', '']) expect(await report(id)).toMatchObject({ state: 'not_heard' })
    expect(kavenegar.requests()).toBe(1)
  })

  it.each(unreadable)('is not heard: %.80j', async (behaviour) => {
    const { report } = await given(behaviour)
    expect(await report('8792343')).toMatchObject({ state: 'not_heard', words: expect.stringMatching(/./) })
  })
})

describe("the account's credit", () => {
  it.each([
    [1_500_000, 1_500_000_000_000],
    [-20, -20_000_000],
    [0, 0],
    // More than can be told exactly is told as the most that can.
    [90_071_992_547_409, 9_007_199_254_000_000],
  ])('%i rials are %i millionths', async (credit, micros) => {
    const { kavenegar, balance } = await given()
    kavenegar.credit = credit
    expect(await balance()).toEqual({ result: 'told', micros, currency: 'IRR' })
  })

  it.each<[KavenegarBehaviour, string]>([
    [{ does: 'fail', status: 403, message: 'کد' }, 'login_refused'],
    [{ does: 'fail', status: 451, message: 'فراخوانی' }, 'rate_limited'],
    [{ does: 'fail', status: 402, message: 'عملیات' }, 'provider_error'],
    [{ does: 'answer', status: 200, body: '{"return":{"status":200},"entries":{}}' }, 'provider_error'],
    [{ does: 'drop' }, 'unreachable'],
  ])('is not told: %j, %s', async (behaviour, failure) => {
    const { balance } = await given(behaviour)
    expect(await balance()).toMatchObject({ result: 'not_told', failure, words: expect.stringMatching(/./) })
  })

  it('is not told with the key in the words', async () => {
    const { balance } = await given({ does: 'fail', status: 404, message: `/v1/${kavenegarKey}/account/info.json` })
    expect(await balance()).toMatchObject({ words: '404: /v1/***/account/info.json' })
  })
})
