/** The peers hold our requests against what the providers publish; here they are shown to be able to. */
import { afterEach, describe, expect, it } from 'vitest'
import { kavenegarGateway } from '../../src/gateways/kavenegar.ts'
import { twilioGateway } from '../../src/gateways/twilio.ts'
import { kavenegarKey, kavenegarPeer } from '../support/kavenegar-peer.ts'
import { twilioAccount, twilioPeer } from '../support/twilio-peer.ts'
import { aText, opened, within } from './given.ts'

const { keep, closeAll } = opened()
afterEach(closeAll)

const authorization = `Basic ${Buffer.from(`${twilioAccount.sid}:${twilioAccount.token}`).toString('base64')}`
const messages = `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`
const usual = { To: '+15005550006', From: '+15005550001', Body: 'K7' }

describe("a request that is not as Twilio publishes it gets Twilio's error, and fails the test", () => {
  it.each<[string, RequestInit, number]>([
    [messages, { method: 'POST', body: new URLSearchParams({ ...usual, Sender: 'x' }) }, 20001],
    [messages, { method: 'POST', body: new URLSearchParams({ To: usual.To, Body: 'K7' }) }, 21603],
    [messages, { method: 'POST', body: new URLSearchParams({ ...usual, MessagingServiceSid: 'MG1' }) }, 21603],
    [messages, { method: 'POST', body: new URLSearchParams({ ...usual, ContentSid: 'HX1' }) }, 21602],
    [messages, { method: 'POST', body: new URLSearchParams({ ...usual, ContentVariables: '{}' }) }, 21656],
    [messages, { method: 'POST', body: new URLSearchParams({ ...usual, StatusCallback: 'http://a.example' }) }, 21609],
    [messages, { method: 'POST', body: new URLSearchParams({ ...usual, ValidityPeriod: '36001' }) }, 21624],
    [messages, { method: 'POST', body: JSON.stringify(usual), headers: { 'content-type': 'application/json' } }, 20415],
    [messages, { method: 'POST', body: new URLSearchParams({ ...usual, To: 'whatsapp:+15005550006' }) }, 63024],
    [messages, { method: 'PUT', body: new URLSearchParams(usual) }, 20404],
    [`${messages}?Body=K7`, {}, 20001],
    [`${messages}?PageSize=2000`, {}, 20007],
    ['/2010-04-01/Balance.json', {}, 20404],
  ])('%s %j: %i', async (path, init, code) => {
    const twilio = await twilioPeer({ does: 'accept' })
    const headers = { ...(init.headers as Record<string, string> | undefined), authorization }
    const answer = await fetch(`${twilio.base}${path}`, { ...init, headers })
    expect(await answer.json()).toMatchObject({ code })
    await expect(twilio.close()).rejects.toThrow('not as Twilio publishes it')
  })
})

describe('a request that is not as Kavenegar publishes it is refused, and fails the test', () => {
  it.each([
    ['sms/send', { receptor: '00989121234567', message: 'x', localId: '1' }, 400],
    ['sms/send', { receptor: '00989121234567' }, 406],
    ['sms/send', { receptor: '00989121234567', message: 'x', localid: String(2n ** 63n) }, 400],
    ['verify/lookup', { receptor: '00989121234567', template: 'counter-code', token: '48 29' }, 431],
    ['sms/latestoutbox', { pagesize: '501' }, 400],
    ['sms/elsewhere', {}, 404],
  ])('%s %j: %i', async (method, form, status) => {
    const kavenegar = await kavenegarPeer({ does: 'accept' })
    const url = `${kavenegar.base}/v1/${kavenegarKey}/${method}.json`
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) })
    expect(await answer.json()).toMatchObject({ return: { status } })
    await expect(kavenegar.close()).rejects.toThrow('not as Kavenegar publishes it')
  })
})

describe('a provider whose name is gone', () => {
  const apiBase = new URL('https://api.counterfoil.invalid')
  it.each([
    twilioGateway({
      accountSid: twilioAccount.sid,
      authToken: twilioAccount.token,
      phoneNumber: '+15005550001',
      whatsappNumber: null,
      apiBase,
    }),
    kavenegarGateway({ apiKey: kavenegarKey, sender: null, apiBase }),
  ])('cannot be reached, and may be another time: $provider', async (gateway) => {
    const got = await keep(gateway).send(aText, within(10_000))
    expect(got).toMatchObject({
      result: 'retry',
      failure: 'unreachable',
      words: expect.stringMatching(/ENOTFOUND|EAI_/),
    })
    expect(JSON.stringify(got)).not.toContain('invalid')
  })
})
