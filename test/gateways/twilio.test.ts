import { afterEach, describe, expect, it } from 'vitest'
import { type TwilioParts, twilioGateway } from '../../src/gateways/twilio.ts'
import { peerCertificate } from '../support/smtp-peer-certificate.ts'
import { type TwilioBehaviour, type TwilioPeer, twilioAccount, twilioPeer } from '../support/twilio-peer.ts'
import { aText, opened, within } from './given.ts'

const { keep, closeAll } = opened()
afterEach(closeAll)

const peer = async (behaviour: TwilioBehaviour): Promise<TwilioPeer> => keep(await twilioPeer(behaviour))

function gatewayTo(base: string, parts: Partial<TwilioParts> = {}) {
  return twilioGateway({
    accountSid: twilioAccount.sid,
    authToken: twilioAccount.token,
    phoneNumber: '+15005550001',
    whatsappNumber: '+14155238886',
    apiBase: new URL(base),
    ...parts,
  })
}

describe('a message Twilio takes', () => {
  it('is an SMS from our number, named by its sid', async () => {
    const twilio = await peer({ does: 'accept' })
    const text = 'K7: 482 913 کد & कोड +%'
    expect(await gatewayTo(twilio.base).send({ ...aText, text }, within(10_000))).toEqual({
      result: 'taken',
      providerMessageId: `SM${'1'.padStart(32, '0')}`,
    })
    expect(twilio.taken).toEqual([{ to: '+15005550006', from: '+15005550001', body: text }])
  })

  it('is not held in the queue after the code has died, within what Twilio takes', async () => {
    const twilio = await peer({ does: 'accept' })
    for (const validForMs of [300_000, 1, 90_000_000, null])
      await gatewayTo(twilio.base).send({ ...aText, validForMs }, within(5_000))
    expect(twilio.messages.map(({ form }) => form.ValidityPeriod)).toEqual(['300', '6', '36000', undefined])
  })

  it('leaves the choice of its sender to a messaging service, and its progress to a collector', async () => {
    const twilio = await peer({ does: 'accept' })
    const gateway = gatewayTo(twilio.base, {
      messagingServiceSid: `MG${'0a'.repeat(16)}`,
      statusCallback: 'https://collector.example/twilio',
    })
    expect((await gateway.send(aText, within(5_000))).result).toBe('taken')
    expect(twilio.messages[0]?.form).toEqual({
      To: aText.to,
      MessagingServiceSid: `MG${'0a'.repeat(16)}`,
      Body: aText.text,
      ValidityPeriod: '300',
      StatusCallback: 'https://collector.example/twilio',
    })
  })

  it('fills an approved WhatsApp template with the code; what is no code goes as text', async () => {
    const twilio = await peer({ does: 'accept' })
    const gateway = gatewayTo(twilio.base, { whatsappContentSid: `HX${'0a'.repeat(16)}` })
    const code = { ...aText, channel: 'whatsapp' as const }
    expect((await gateway.send(code, within(5_000))).result).toBe('taken')
    expect((await gateway.send({ ...code, code: null, text: 'Paid.' }, within(5_000))).result).toBe('taken')
    const [first, second] = twilio.messages
    expect(first?.form).toMatchObject({ ContentSid: `HX${'0a'.repeat(16)}`, ContentVariables: '{"1":"482913"}' })
    expect(first?.body).toContain('482913')
    expect(second?.form).toMatchObject({ Body: 'Paid.' })
  })

  it('is a WhatsApp message from our WhatsApp number', async () => {
    const twilio = await peer({ does: 'accept' })
    const result = await gatewayTo(`${twilio.base}/`).send({ ...aText, channel: 'whatsapp' }, within(5_000))
    expect(result.result).toBe('taken')
    expect(twilio.taken).toMatchObject([{ to: 'whatsapp:+15005550006', from: 'whatsapp:+14155238886' }])
  })

  it('needs a sender for its channel', async () => {
    const twilio = await peer({ does: 'accept' })
    const result = await gatewayTo(twilio.base, { whatsappNumber: null }).send(
      { ...aText, channel: 'whatsapp' },
      within(5_000),
    )
    expect(result).toMatchObject({ result: 'refused', failure: 'not_configured', elsewhere: true })
    expect(twilio.requests()).toBe(0)
  })
})

describe('what Twilio says decides', () => {
  const refused = (failure: string) => ({ result: 'refused', failure })
  const elsewhere = (failure: string) => ({ result: 'refused', failure, elsewhere: true })
  const fail = (status: number, code: number, message: string, retryAfter?: string): TwilioBehaviour => ({
    does: 'fail',
    status,
    code,
    message,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })

  it.each<[TwilioBehaviour, object]>([
    [fail(401, 20003, 'Authenticate'), elsewhere('login_refused')],
    [fail(403, 20005, 'Account not active'), elsewhere('login_refused')],
    [fail(403, 10001, 'Account is not active'), elsewhere('no_credit')],
    [fail(400, 21211, "Invalid 'To' Phone Number"), refused('address_refused')],
    [fail(400, 21614, "'To' number is not a valid mobile number"), refused('not_mobile')],
    [fail(400, 21635, "'To' number cannot be a landline"), refused('not_mobile')],
    [fail(400, 21610, 'Attempt to send to unsubscribed recipient'), refused('unsubscribed')],
    [fail(400, 21408, 'Permission to send an SMS has not been enabled for the region'), elsewhere('address_refused')],
    [fail(400, 21608, 'The number is unverified'), elsewhere('address_refused')],
    [fail(400, 21612, "The 'To' phone number is not currently reachable"), elsewhere('address_refused')],
    [fail(400, 21606, "The 'From' phone number is not valid"), elsewhere('message_refused')],
    [fail(400, 21659, "'From' is not a Twilio phone number"), elsewhere('message_refused')],
    [fail(400, 21660, "Mismatch between the 'From' number and the account"), elsewhere('message_refused')],
    [fail(400, 63016, 'outside the allowed window'), elsewhere('message_refused')],
    [fail(400, 99999, 'a number nobody has heard of'), refused('message_refused')],
    [fail(404, 20404, 'not found'), elsewhere('message_refused')],
    [fail(429, 20429, 'Too Many Requests', '7'), { result: 'retry', failure: 'rate_limited', retryAfterMs: 7_000 }],
    [fail(429, 14107, 'rate limit exceeded'), { result: 'retry', failure: 'rate_limited' }],
    [fail(500, 20500, 'Internal Server Error'), { result: 'retry', failure: 'provider_error' }],
    [
      fail(503, 20503, 'Service Unavailable', '999999'),
      { result: 'retry', failure: 'provider_error', retryAfterMs: 3_600_000 },
    ],
    [{ does: 'answer', status: 504, body: '<html>Gateway Timeout</html>' }, { result: 'unconfirmed' }],
    [
      { does: 'answer', status: 502, body: '<html>Bad Gateway</html>' },
      { result: 'unconfirmed', failure: 'unconfirmed' },
    ],
    [
      { does: 'answer', status: 400, body: '' },
      { result: 'refused', failure: 'message_refused' },
    ],
    [
      { does: 'answer', status: 307, body: '', headers: { location: 'http://127.0.0.1:1/' } },
      { result: 'retry', failure: 'provider_error' },
    ],
    [{ does: 'answer', status: 201, body: '{"sid": "SM' }, { result: 'unconfirmed' }],
    [{ does: 'answer', status: 201, body: '[]' }, { result: 'unconfirmed' }],
    [{ does: 'answer', status: 201, body: 'x'.repeat(100_000) }, { result: 'unconfirmed' }],
    [
      {
        does: 'answer',
        status: 201,
        body: '{"sid":"SM1","status":"failed","error_code":21610,"error_message":"unsubscribed"}',
      },
      refused('unsubscribed'),
    ],
  ])('%j', async (behaviour, expected) => {
    const twilio = await peer(behaviour)
    const got = await gatewayTo(twilio.base).send(aText, within(5_000))
    expect(got).toMatchObject(expected)
    expect('elsewhere' in got).toBe('elsewhere' in expected)
    if (behaviour.does === 'fail') expect(got).toMatchObject({ words: `${behaviour.code}: ${behaviour.message}` })
    expect(twilio.requests()).toBe(1)
  })

  it('measures a Retry-After date by the date of the answer', async () => {
    const headers = { 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT', date: 'Sat, 21 Nov 2026 10:00:00 GMT' }
    const twilio = await peer({ does: 'answer', status: 429, body: '{}', headers })
    expect(await gatewayTo(twilio.base).send(aText, within(5_000))).toMatchObject({ retryAfterMs: 30_000 })
  })

  it('quotes neither the auth token nor the code', async () => {
    const login = Buffer.from(`${twilioAccount.sid}:${twilioAccount.token}`).toString('base64')
    const twilio = await peer(fail(400, 21617, `bad: ${twilioAccount.token} ${login} K7: 482 913 482913`))
    const got = await gatewayTo(twilio.base).send(aText, within(5_000))
    expect(got).toMatchObject({ words: '21617: bad: *** ***== K7: *** ***' })
  })

  it('is "no" to a wrong token', async () => {
    const twilio = await peer({ does: 'accept' })
    const got = await gatewayTo(twilio.base, { authToken: 'wrong' }).send(aText, within(5_000))
    expect(got).toMatchObject({ result: 'refused', failure: 'login_refused', words: '20003: Authenticate' })
  })
})

describe('a lost or silent Twilio', () => {
  it('that is not there can be tried again', async () => {
    const twilio = await peer({ does: 'accept' })
    await twilio.close()
    expect(await gatewayTo(twilio.base).send(aText, within(5_000))).toMatchObject({
      result: 'retry',
      failure: 'unreachable',
      words: 'Twilio cannot be reached (ECONNREFUSED).',
    })
  })

  it('costs the deadline and no more, and may have taken the message', async () => {
    const twilio = await peer({ does: 'hang' })
    const startedAtMs = performance.now()
    const got = await gatewayTo(twilio.base).send(aText, within(300))
    expect(performance.now() - startedAtMs).toBeLessThan(600)
    expect(got).toMatchObject({ result: 'unconfirmed', failure: 'unconfirmed' })
    expect(twilio.requests()).toBe(1)
  })

  it.each<TwilioBehaviour>([
    { does: 'drop' },
    { does: 'drop_mid_answer' },
    { does: 'end_mid_answer' },
    { does: 'end_unanswered' },
    { does: 'take_then_drop' },
  ])('%j may have taken the message', async (behaviour) => {
    const twilio = await peer(behaviour)
    expect((await gatewayTo(twilio.base).send(aText, within(5_000))).result).toBe('unconfirmed')
    expect(twilio.requests()).toBe(1)
  })

  it('with a certificate nobody vouches for is refused', async () => {
    const twilio = keep(await twilioPeer({ does: 'accept' }, peerCertificate()))
    expect(await gatewayTo(twilio.base).send(aText, within(5_000))).toMatchObject({
      result: 'refused',
      failure: 'certificate',
      elsewhere: true,
    })
    expect(twilio.requests()).toBe(0)
  })

  it('is not even called when the time was up before', async () => {
    const twilio = await peer({ does: 'accept' })
    expect(await gatewayTo(twilio.base).send(aText, AbortSignal.abort())).toMatchObject({
      result: 'retry',
      failure: 'timed_out',
    })
    expect(twilio.requests()).toBe(0)
  })
})
