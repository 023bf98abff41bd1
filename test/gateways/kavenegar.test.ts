import { afterEach, describe, expect, it } from 'vitest'
import { type KavenegarParts, kavenegarGateway } from '../../src/gateways/kavenegar.ts'
import {
  type KavenegarBehaviour,
  type KavenegarPeer,
  kavenegarKey,
  kavenegarPeer,
  kavenegarTemplate,
} from '../support/kavenegar-peer.ts'
import { aText, opened, within } from './given.ts'

const { keep, closeAll } = opened()
afterEach(closeAll)

const aSms = { ...aText, to: '+989121234567', text: 'دفتر منطقه ۷\nکد شما: K7: 482 913' }
const peer = async (behaviour: KavenegarBehaviour): Promise<KavenegarPeer> => keep(await kavenegarPeer(behaviour))

function gatewayTo(base: string, parts: Partial<KavenegarParts> = {}) {
  return kavenegarGateway({ apiKey: kavenegarKey, sender: '10004346', apiBase: new URL(base), ...parts })
}

describe('a message Kavenegar takes', () => {
  it('goes to the receptor as Kavenegar writes it, and is named by its messageid', async () => {
    const kavenegar = await peer({ does: 'accept' })
    const result = await gatewayTo(kavenegar.base).send(aSms, within(5_000))
    expect(result).toEqual({
      result: 'taken',
      providerMessageId: '8792343',
      cost: { micros: 120_000_000, currency: 'IRR' },
    })
    expect(kavenegar.taken).toEqual([{ receptor: '00989121234567', message: aSms.text, sender: '10004346' }])
  })

  it('may go by the default line of the account', async () => {
    const kavenegar = await peer({ does: 'accept' })
    await gatewayTo(kavenegar.base, { sender: null }).send(aSms, within(5_000))
    expect(kavenegar.taken).toMatchObject([{ sender: null }])
  })

  it('bears an id of ours, by which sending it again makes no second message', async () => {
    const kavenegar = await peer({ does: 'accept' })
    const gateway = gatewayTo(kavenegar.base)
    const results = [await gateway.send(aSms, within(5_000)), await gateway.send(aSms, within(5_000))]
    expect(results[1]).toEqual(results[0])
    await gateway.send({ ...aSms, messageId: 'another' }, within(5_000))
    expect(kavenegar.messages.map(({ localId }) => localId)).toEqual([
      '5694355039641660139',
      expect.stringMatching(/^[1-9]\d{0,18}$/),
    ])
  })

  it('goes by the template for codes where there is one; what is no code goes as text', async () => {
    const kavenegar = await peer({ does: 'accept' })
    const gateway = gatewayTo(kavenegar.base, { codeTemplate: kavenegarTemplate.name })
    await gateway.send(aSms, within(5_000))
    await gateway.send({ ...aSms, code: null }, within(5_000))
    expect(kavenegar.messages[0]?.form).toEqual({
      receptor: '00989121234567',
      template: kavenegarTemplate.name,
      token: '482913',
      token2: 'K7',
      type: 'sms',
    })
    expect(kavenegar.messages[0]?.message).toBe('کد شما 482913 است (K7)')
    expect(kavenegar.messages[1]?.message).toBe(aSms.text)
  })
})

describe('what Kavenegar says decides', () => {
  const fail = (status: number, message: string): KavenegarBehaviour => ({ does: 'fail', status, message })

  const refused = (failure: string) => ({ result: 'refused', failure })
  const elsewhere = (failure: string) => ({ result: 'refused', failure, elsewhere: true })
  const retry = (failure: string) => ({ result: 'retry', failure })

  it.each<[KavenegarBehaviour, object]>([
    [fail(400, 'پارامترها ناقص هستند'), refused('message_refused')],
    [fail(401, 'حساب کاربری غیرفعال شده است'), elsewhere('login_refused')],
    [fail(402, 'عملیات ناموفق بود'), retry('provider_error')],
    [fail(403, 'کد شناسائی API-Key معتبر نمیباشد'), elsewhere('login_refused')],
    [fail(404, 'متد نامشخص است'), elsewhere('message_refused')],
    [fail(405, 'متد Get/Post اشتباه است'), elsewhere('message_refused')],
    [fail(406, 'پارامترهای اجباری خالی ارسال شده اند'), refused('message_refused')],
    [fail(407, 'دسترسی به اطلاعات مورد نظر برای شما امکان پذیر نیست'), elsewhere('login_refused')],
    [fail(408, 'نیاز به تنظیم IP'), elsewhere('login_refused')],
    [fail(409, 'سرور قادر به پاسخگوئی نیست بعدا تلاش کنید'), retry('provider_error')],
    [fail(411, 'دریافت کننده نامعتبر است'), refused('address_refused')],
    [fail(412, 'ارسال کننده نامعتبر است'), elsewhere('message_refused')],
    [fail(413, 'پیام خالی است و یا طول پیام بیش از حد مجاز میباشد'), refused('message_refused')],
    [fail(414, 'حجم درخواست بیشتر از حد مجاز است'), refused('message_refused')],
    [fail(415, 'اندیس شروع بزرگ تر از کل تعداد شماره های مورد نظر است'), refused('message_refused')],
    [fail(416, 'IP سرویس مبدا با تنظیمات مطابقت ندارد'), elsewhere('login_refused')],
    [fail(417, 'تاریخ ارسال اشتباه است'), refused('message_refused')],
    [fail(418, 'اعتبار شما کافی نمیباشد'), elsewhere('no_credit')],
    [fail(419, 'طول آرایه متن و گیرنده و فرستنده هم اندازه نیست'), refused('message_refused')],
    [fail(420, 'استفاده از لینک در متن پیام برای شما محدود شده است'), elsewhere('message_refused')],
    [fail(422, 'داده ها به دلیل وجود کاراکتر نامناسب قابل پردازش نیست'), elsewhere('message_refused')],
    [fail(424, 'الگوی مورد نظر پیدا نشد'), elsewhere('message_refused')],
    [fail(426, 'استفاده از این متد نیازمند سرویس پیشرفته میباشد'), elsewhere('message_refused')],
    [fail(427, 'استفاده از این خط نیازمند ایجاد سطح دسترسی می باشد'), elsewhere('message_refused')],
    [fail(428, 'ارسال کد از طریق تماس تلفنی امکان پذیر نیست'), elsewhere('message_refused')],
    [fail(429, 'IP محدود شده است'), retry('rate_limited')],
    [fail(431, 'ساختار کد صحیح نمیباشد'), elsewhere('message_refused')],
    [fail(432, 'پارامتر کد در متن پیام پیدا نشد'), elsewhere('message_refused')],
    [fail(451, 'فراخوانی بیش از حد در بازه زمانی مشخص'), retry('rate_limited')],
    [fail(501, 'فقط امکان ارسال پیام تست به شماره صاحب حساب'), elsewhere('address_refused')],
    [{ does: 'record', state: 14, stateText: 'بلاک شده است' }, refused('unsubscribed')],
    [{ does: 'record', state: 11, stateText: 'نرسیده به گیرنده' }, refused('phone_off')],
    [{ does: 'record', state: 100, stateText: 'شناسه نامعتبر' }, refused('message_refused')],
    [
      { does: 'record', state: 6, stateText: 'خطا در ارسال پیام' },
      { result: 'refused', failure: 'message_refused' },
    ],
    [{ does: 'answer', status: 504, body: '<html>Gateway Timeout</html>' }, { result: 'unconfirmed' }],
    [
      { does: 'answer', status: 502, body: '<html>Bad Gateway</html>' },
      { result: 'unconfirmed', failure: 'unconfirmed' },
    ],
    [{ does: 'answer', status: 200, body: '{"return":{"status":200},"entr' }, { result: 'unconfirmed' }],
    [{ does: 'answer', status: 200, body: '{"return":{"status":200},"entries":[]}' }, { result: 'unconfirmed' }],
    [{ does: 'answer', status: 200, body: '{"return":{"status":418,"message":"اعتبار"}}' }, elsewhere('no_credit')],
  ])('%j', async (behaviour, expected) => {
    const kavenegar = await peer(behaviour)
    const got = await gatewayTo(kavenegar.base).send(aSms, within(5_000))
    expect(got).toMatchObject(expected)
    expect('elsewhere' in got).toBe('elsewhere' in expected)
    if (behaviour.does === 'fail') expect(got).toMatchObject({ words: `${behaviour.status}: ${behaviour.message}` })
  })

  it('says how long it wants to be left alone', async () => {
    const kavenegar = await peer({ does: 'fail', status: 429, message: 'IP محدود شده است', retryAfter: '9' })
    const got = await gatewayTo(kavenegar.base).send(aSms, within(5_000))
    expect(got).toMatchObject({ result: 'retry', failure: 'rate_limited', retryAfterMs: 9_000 })
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

  it.each<KavenegarBehaviour>([
    { does: 'drop' },
    { does: 'drop_mid_answer' },
    { does: 'end_mid_answer' },
    { does: 'end_unanswered' },
    { does: 'take_then_drop' },
  ])('whose connection breaks may have taken the message: %j', async (behaviour) => {
    const kavenegar = await peer(behaviour)
    expect((await gatewayTo(kavenegar.base).send(aSms, within(5_000))).result).toBe('unconfirmed')
  })
})
