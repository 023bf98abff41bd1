import { afterEach, describe, expect, it } from 'vitest'
import { kavenegarGateway } from '../../src/gateways/kavenegar.ts'
import { type KavenegarBehaviour, type KavenegarPeer, kavenegarKey, kavenegarPeer } from '../support/kavenegar-peer.ts'
import { aText, opened, within } from './given.ts'

const { keep, closeAll } = opened()
afterEach(closeAll)

const aSms = { ...aText, to: '+989121234567', text: 'دفتر منطقه ۷\nکد شما: K7: 482 913' }
const peer = async (behaviour: KavenegarBehaviour): Promise<KavenegarPeer> => keep(await kavenegarPeer(behaviour))

function gatewayTo(base: string, parts: { apiKey?: string; sender?: string | null } = {}) {
  return kavenegarGateway({ apiKey: kavenegarKey, sender: '10004346', apiBase: new URL(base), ...parts })
}

describe('a message Kavenegar takes', () => {
  it('goes to the receptor as Kavenegar writes it, and is named by its messageid', async () => {
    const kavenegar = await peer({ does: 'accept' })
    const result = await gatewayTo(kavenegar.base).send(aSms, within(5_000))
    expect(result).toEqual({ result: 'taken', providerMessageId: '8792343' })
    expect(kavenegar.taken).toEqual([{ receptor: '00989121234567', message: aSms.text, sender: '10004346' }])
  })

  it('may go by the default line of the account', async () => {
    const kavenegar = await peer({ does: 'accept' })
    await gatewayTo(kavenegar.base, { sender: null }).send(aSms, within(5_000))
    expect(kavenegar.taken).toMatchObject([{ sender: null }])
  })
})

describe('what Kavenegar says decides', () => {
  const fail = (status: number, message: string): KavenegarBehaviour => ({ does: 'fail', status, message })

  it.each<[KavenegarBehaviour, object]>([
    [fail(400, 'پارامترها ناقص هستند'), { result: 'refused', failure: 'message_refused' }],
    [fail(401, 'حساب کاربری غیرفعال شده است'), { result: 'refused', failure: 'login_refused' }],
    [fail(402, 'عملیات ناموفق بود'), { result: 'retry', failure: 'provider_error' }],
    [fail(403, 'کد شناسائی API-Key معتبر نمیباشد'), { result: 'refused', failure: 'login_refused' }],
    [fail(409, 'سرور قادر به پاسخگوئی نیست بعدا تلاش کنید'), { result: 'retry', failure: 'provider_error' }],
    [fail(411, 'دریافت کننده نامعتبر است'), { result: 'refused', failure: 'address_refused' }],
    [fail(412, 'ارسال کننده نامعتبر است'), { result: 'refused', failure: 'message_refused' }],
    [fail(416, 'IP سرویس مبدا با تنظیمات مطابقت ندارد'), { result: 'refused', failure: 'login_refused' }],
    [fail(418, 'اعتبار شما کافی نمیباشد'), { result: 'refused', failure: 'message_refused' }],
    [fail(429, 'IP محدود شده است'), { result: 'retry', failure: 'rate_limited' }],
    [fail(451, 'فراخوانی بیش از حد در بازه زمانی مشخص'), { result: 'retry', failure: 'rate_limited' }],
    [fail(501, 'فقط امکان ارسال پیام تست به شماره صاحب حساب'), { result: 'refused', failure: 'address_refused' }],
    [
      { does: 'record', state: 14, stateText: 'بلاک شده است' },
      { result: 'refused', failure: 'address_refused' },
    ],
    [
      { does: 'record', state: 6, stateText: 'خطا در ارسال پیام' },
      { result: 'refused', failure: 'message_refused' },
    ],
    [
      { does: 'answer', status: 502, body: '<html>Bad Gateway</html>' },
      { result: 'retry', failure: 'provider_error' },
    ],
    [{ does: 'answer', status: 200, body: '{"return":{"status":200},"entr' }, { result: 'unconfirmed' }],
    [{ does: 'answer', status: 200, body: '{"return":{"status":200},"entries":[]}' }, { result: 'unconfirmed' }],
    [
      { does: 'answer', status: 200, body: '{"return":{"status":418,"message":"اعتبار"}}' },
      { result: 'refused', failure: 'message_refused' },
    ],
  ])('%j', async (behaviour, expected) => {
    const kavenegar = await peer(behaviour)
    const got = await gatewayTo(kavenegar.base).send(aSms, within(5_000))
    expect(got).toMatchObject(expected)
    if (behaviour.does === 'fail') expect(got).toMatchObject({ words: `${behaviour.status}: ${behaviour.message}` })
  })

  it('is "no" to a wrong key, which is not repeated', async () => {
    const kavenegar = await peer({ does: 'accept' })
    const got = await gatewayTo(kavenegar.base, { apiKey: 'WRONGKEY00' }).send(aSms, within(5_000))
    expect(got).toMatchObject({ result: 'refused', failure: 'login_refused' })
    expect(JSON.stringify(got)).not.toContain('WRONGKEY00')
  })

  it('quotes neither the API key nor the code', async () => {
    const kavenegar = await peer(fail(404, `/v1/${kavenegarKey}/sms/send.json 482913`))
    const got = await gatewayTo(kavenegar.base).send(aSms, within(5_000))
    expect(got).toMatchObject({ words: '404: /v1/***/sms/send.json ***' })
  })
})

describe('a lost or silent Kavenegar', () => {
  it('that is not there can be tried again, and the key stays out of the words', async () => {
    const kavenegar = await peer({ does: 'accept' })
    await kavenegar.close()
    const got = await gatewayTo(kavenegar.base).send(aSms, within(5_000))
    expect(got).toMatchObject({ result: 'retry', failure: 'unreachable' })
    expect(JSON.stringify(got)).not.toContain(kavenegarKey)
  })

  it('costs the deadline and no more, and may have taken the message', async () => {
    const kavenegar = await peer({ does: 'hang' })
    const startedAtMs = performance.now()
    const got = await gatewayTo(kavenegar.base).send(aSms, within(300))
    expect(performance.now() - startedAtMs).toBeLessThan(600)
    expect(got.result).toBe('unconfirmed')
  })

  it('whose connection breaks may have taken the message', async () => {
    const kavenegar = await peer({ does: 'drop' })
    expect((await gatewayTo(kavenegar.base).send(aSms, within(5_000))).result).toBe('unconfirmed')
  })
})
