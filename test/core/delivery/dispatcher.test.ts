import PostalMime from 'postal-mime'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Gateway, SendResult } from '../../../src/core/delivery/gateway.ts'
import { smtpGateway } from '../../../src/gateways/smtp.ts'
import { settle, type TestOffice, testOffice } from '../../support/office.ts'
import { smtpPeer } from '../../support/smtp-peer.ts'

/** A provider of the port's own shape that answers what it is told, in order: providers are many, answers are five. */
function answering(...answers: SendResult[]): Gateway & { sent: string[] } {
  const sent: string[] = []
  return {
    provider: 'loopback',
    sent,
    async send(message) {
      sent.push(message.text)
      return answers[Math.min(sent.length, answers.length) - 1] ?? { result: 'taken', providerMessageId: 'x' }
    },
    async close() {},
  }
}

function start(office: TestOffice) {
  const caller = office.caller('clerk')
  const who = office.addCustomer()
  const sent = office.app.verification.start(caller, {
    customerId: who.customerId,
    contactId: who.contactId('email'),
    channel: 'email',
  })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  const state = () => office.app.verification.delivery(caller, sent.challenge.challengeId)
  return { caller, challengeId: sent.challenge.challengeId, state, who }
}

describe('the outbox', () => {
  it('delivers the code by a real SMTP server, and the code read from the mail opens the visit', async () => {
    const peer = await smtpPeer({ does: 'accept' })
    onTestFinished(() => peer.close())
    const gateway = smtpGateway({ url: peer.url(), from: 'Desk <desk@office.example>' })
    const office = testOffice({ gateways: { email: gateway } })
    const { caller, challengeId, state } = start(office)
    await settle(office.app)
    expect(state()).toMatchObject({ status: 'taken', provider: 'smtp' })
    const text = (await PostalMime.parse(peer.mails[0]?.raw ?? '')).text ?? ''
    const code = /\b(\d{3}) ?(\d{3})\b/.exec(text)
    expect(office.app.verification.verify(caller, { challengeId, code: `${code?.[1]}${code?.[2]}` }).outcome).toBe(
      'verified',
    )
    await gateway.close()
  })

  it('tries again after a passing fault, with backoff, and shows both', async () => {
    const gateway = answering(
      { result: 'retry', failure: 'unreachable', words: 'connection refused' },
      { result: 'taken', providerMessageId: '1' },
    )
    const office = testOffice({ gateways: { email: gateway } })
    const { state } = start(office)
    await settle(office.app)
    expect(state()).toMatchObject({
      status: 'retrying',
      failure: 'unreachable',
      words: 'connection refused',
      attempts: 1,
    })
    office.time.pass(2_000)
    await settle(office.app)
    expect(state()).toMatchObject({ status: 'taken', attempts: 2, failure: null })
  })

  it('never retries what the provider refused, and offers the other ways to reach the person', async () => {
    const gateway = answering({ result: 'refused', failure: 'address_refused', words: '550 no such user' })
    const sms = answering({ result: 'taken', providerMessageId: '1' })
    const office = testOffice({ gateways: { email: gateway, sms } })
    const { state, who } = start(office)
    await settle(office.app)
    office.time.pass(60_000)
    await settle(office.app)
    expect(gateway.sent).toHaveLength(1)
    expect(state()).toMatchObject({
      status: 'failed',
      failure: 'address_refused',
      words: '550 no such user',
      alternatives: [{ contactId: who.contactId('phone'), channel: 'sms' }],
    })
  })

  it('does not send a second message blindly where the first may have been taken', async () => {
    const gateway = answering({ result: 'unconfirmed', failure: 'unconfirmed', words: 'connection lost' })
    const office = testOffice({ gateways: { email: gateway } })
    const { state } = start(office)
    await settle(office.app)
    office.time.pass(60_000)
    await settle(office.app)
    expect(gateway.sent).toHaveLength(1)
    expect(state()?.status).toBe('unconfirmed')
  })

  it('lets no message leave after its code died, whatever the reason', async () => {
    const gateway = answering({ result: 'retry', failure: 'unreachable', words: 'down' })
    const office = testOffice({ gateways: { email: gateway } })
    const { state } = start(office)
    await settle(office.app)
    office.time.pass(6 * 60_000)
    await settle(office.app)
    expect(gateway.sent).toHaveLength(1)
    expect(state()).toMatchObject({ status: 'failed', failure: 'unreachable' })
    expect(office.app.officeData.db.prepare('SELECT secret FROM outbox').get()).toEqual({ secret: null })
  })

  it('stops the message of a code that was superseded before it left', async () => {
    const gateway = answering(
      { result: 'retry', failure: 'unreachable', words: 'down' },
      { result: 'taken', providerMessageId: '2' },
    )
    const office = testOffice({ gateways: { email: gateway } })
    const { caller, challengeId } = start(office)
    await settle(office.app)
    office.time.pass(61_000)
    const again = office.app.verification.resend(caller, challengeId)
    if (again.outcome !== 'sent') throw new Error(again.reason)
    await settle(office.app)
    expect(gateway.sent).toHaveLength(2)
    expect(gateway.sent[1]).toContain(again.challenge.reference)
    expect(office.app.verification.delivery(caller, challengeId)).toMatchObject({ status: 'failed' })
  })

  it('shows a message that a crash left half sent as unconfirmed, and does not send it again', async () => {
    const hanging: Gateway = {
      provider: 'loopback',
      send: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () =>
            resolve({ result: 'unconfirmed', failure: 'unconfirmed', words: 'stopped' }),
          )
        }),
      async close() {},
    }
    const office = testOffice({ gateways: { email: hanging } })
    const { challengeId, caller } = start(office)
    void office.app.delivery.idle()
    expect(office.app.verification.delivery(caller, challengeId)?.status).toBe('sending')
    office.app.officeData.db.close()
    const gateway = answering({ result: 'taken', providerMessageId: '1' })
    const restarted = testOffice({ folder: office.folder, time: office.time, seed: 9, gateways: { email: gateway } })
    await settle(restarted.app)
    expect(gateway.sent).toHaveLength(0)
    expect(restarted.app.verification.delivery(caller, challengeId)?.status).toBe('unconfirmed')
  })

  it('does not put the message of a superseded code back in the queue when its attempt under way fails', async () => {
    let answer: (result: SendResult) => void = () => {}
    let sends = 0
    const slow: Gateway = {
      provider: 'loopback',
      send: () => {
        sends += 1
        return new Promise((resolve) => {
          answer = resolve
        })
      },
      async close() {},
    }
    const sms = answering({ result: 'taken', providerMessageId: '1' })
    const office = testOffice({ gateways: { email: slow, sms } })
    const { caller, challengeId, who } = start(office)
    const under = office.app.delivery.idle()
    const other = office.app.verification.start(caller, {
      customerId: who.customerId,
      contactId: who.contactId('phone'),
      channel: 'sms',
    })
    expect(other).toMatchObject({ outcome: 'sent', challenge: { already: false, channel: 'sms' } })
    answer({ result: 'retry', failure: 'timed_out', words: 'slow' })
    await under
    office.time.pass(30_000)
    await settle(office.app)
    expect(sends).toBe(1)
    expect(sms.sent).toHaveLength(1)
    expect(office.app.verification.delivery(caller, challengeId)).toMatchObject({
      status: 'failed',
      failure: 'code_died',
    })
  })

  it('sends at once by another way to the same phone where the first way failed', async () => {
    const failing = answering({ result: 'refused', failure: 'message_refused', words: '21408' })
    const whatsapp = answering({ result: 'taken', providerMessageId: '1' })
    const office = testOffice({ gateways: { sms: failing, whatsapp } })
    const caller = office.caller('clerk')
    const who = office.addCustomer()
    const ask = { customerId: who.customerId, contactId: who.contactId('phone') }
    const first = office.app.verification.start(caller, { ...ask, channel: 'sms' })
    await settle(office.app)
    const second = office.app.verification.start(caller, { ...ask, channel: 'whatsapp' })
    await settle(office.app)
    expect(second).toMatchObject({ outcome: 'sent', challenge: { already: false, channel: 'whatsapp' } })
    expect(whatsapp.sent).toHaveLength(1)
    expect(first.outcome === 'sent' && second.outcome === 'sent' && first.challenge.challengeId).not.toBe(
      second.outcome === 'sent' && second.challenge.challengeId,
    )
  })

  it('lets the host live when the database cannot be written, and goes on once it can', async () => {
    const gateway = answering({ result: 'taken', providerMessageId: '1' })
    const office = testOffice({ gateways: { email: gateway } })
    const { state } = start(office)
    office.app.officeData.db.pragma('query_only = 1')
    await office.app.delivery.idle()
    await new Promise((resolve) => setImmediate(resolve))
    expect(state()?.status).toBe('queued')
    office.app.officeData.db.pragma('query_only = 0')
    await settle(office.app)
    expect(state()?.status).toBe('taken')
  })
})
