import { describe, expect, it } from 'vitest'
import { settle, testOffice } from '../../support/office.ts'

describe('the kiosk', () => {
  it('answers an unknown contact with the same shape, and never verifies it', async () => {
    const office = testOffice()
    office.addCustomer({ phones: ['+919876543211'] })
    const known = office.app.verification.identify(office.caller(), { identifier: '98765 43211', locale: 'en' })
    const unknown = office.app.verification.identify(office.caller(), { identifier: '98765 43299', locale: 'en' })
    if (known.outcome !== 'sent' || unknown.outcome !== 'sent') throw new Error('refused')
    expect(Object.keys(unknown.challenge)).toEqual(Object.keys(known.challenge))
    expect({ ...unknown.challenge, challengeId: '', reference: '', sentTo: '' }).toEqual({
      ...known.challenge,
      challengeId: '',
      reference: '',
      sentTo: '',
    })
    await office.lastCode()
    expect(office.inbox.messages()).toHaveLength(1)
  })

  it('does not show where an account number leads', async () => {
    const office = testOffice()
    office.addCustomer({ accountNo: 'GV-7' })
    const known = office.app.verification.identify(office.caller(), { identifier: 'gv-7', locale: 'fa' })
    const unknown = office.app.verification.identify(office.caller(), { identifier: 'gv-8', locale: 'fa' })
    expect(
      [known, unknown].map((outcome) =>
        outcome.outcome === 'sent' ? [outcome.challenge.sentTo, outcome.challenge.channel] : null,
      ),
    ).toEqual([
      ['', 'email'],
      ['', 'email'],
    ])
  })

  it('asks which customer it is where a contact belongs to several', async () => {
    const office = testOffice()
    const shared = ['+919876500000']
    office.addCustomer({ accountNo: 'F-1', name: 'Mother', phones: shared })
    office.addCustomer({ accountNo: 'F-2', name: 'Son', phones: shared })
    const caller = office.caller()
    const outcome = office.app.verification.identify(caller, { identifier: shared[0] ?? '', locale: 'en' })
    if (outcome.outcome !== 'sent') throw new Error(outcome.reason)
    const verified = office.app.verification.verify(caller, {
      challengeId: outcome.challenge.challengeId,
      code: await office.lastCode(),
    })
    if (verified.outcome !== 'choose') throw new Error(verified.outcome)
    const son = verified.customers.find((customer) => customer.name === 'Son')
    const ask = { challengeId: outcome.challenge.challengeId, customerId: son?.customerId ?? '' }
    expect(office.app.verification.choose(office.caller(), ask).outcome).toBe('nothing_asked')
    expect(office.app.verification.choose(caller, ask)).toMatchObject({ outcome: 'verified', customerName: 'Son' })
    expect(office.app.verification.choose(caller, ask).outcome).toBe('nothing_asked')
  })
})

describe('a phone that several customers share', () => {
  it('opens the visit of the customer the code was sent for, not of whom it was sent for before', async () => {
    const office = testOffice()
    const phones = ['+919876500001']
    const first = office.addCustomer({ accountNo: 'S-1', name: 'First', phones })
    const second = office.addCustomer({ accountNo: 'S-2', name: 'Second', phones })
    const caller = office.caller('clerk')
    const send = (who: typeof first) =>
      office.app.verification.start(caller, {
        customerId: who.customerId,
        contactId: who.contactId('phone'),
        channel: 'sms',
      })
    const one = send(first)
    const two = send(second)
    if (one.outcome !== 'sent' || two.outcome !== 'sent') throw new Error('refused')
    expect(two.challenge.already).toBe(false)
    const code = await office.lastCode()
    expect(office.app.verification.verify(caller, { challengeId: one.challenge.challengeId, code }).outcome).toBe(
      'superseded',
    )
    expect(office.app.verification.verify(caller, { challengeId: two.challenge.challengeId, code })).toMatchObject({
      outcome: 'verified',
      customerName: 'Second',
    })
  })

  it('lets the fourteenth of fourteen be chosen', async () => {
    const office = testOffice()
    const phones = ['+919876500001']
    const all = Array.from({ length: 14 }, (_, nth) => office.addCustomer({ accountNo: `M-${nth}`, phones }))
    const caller = office.caller()
    const sent = office.app.verification.identify(caller, { identifier: phones[0] ?? '', locale: 'en' })
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const { challengeId } = sent.challenge
    expect(office.app.verification.verify(caller, { challengeId, code: await office.lastCode() }).outcome).toBe(
      'choose',
    )
    const last = all.at(-1)?.customerId ?? ''
    expect(office.app.verification.choose(caller, { challengeId, customerId: last }).outcome).toBe('verified')
  })
})

describe('what the kiosk may not tell', () => {
  it('is the same expiry for known and unknown, also after a slow provider took the message', async () => {
    const office = testOffice()
    office.addCustomer({ accountNo: 'E-1', phones: ['+919876543211'] })
    const ask = (identifier: string) => {
      const caller = office.caller()
      const first = office.app.verification.identify(caller, { identifier, locale: 'en' })
      return { first, again: () => office.app.verification.identify(caller, { identifier, locale: 'en' }) }
    }
    const expiry = (outcome: ReturnType<typeof ask>['first']) =>
      outcome.outcome === 'sent' && outcome.challenge.expiresAtMs
    const [known, unknown] = [ask('+919876543211'), ask('+919876543299')]
    office.time.pass(400)
    await office.lastCode()
    expect(expiry(known.again())).toBe(expiry(unknown.again()))
  })

  it('is that a message failed: asking again gets the same answer for known and unknown', async () => {
    const office = testOffice({
      gateways: {
        sms: {
          provider: 'down',
          send: async () => ({ result: 'refused', failure: 'address_refused', words: 'no' }),
          async close() {},
        },
      },
    })
    office.addCustomer({ phones: ['+919876543211'] })
    const answers = ['+919876543211', '+919876543299'].map((identifier) => {
      const caller = office.caller()
      const first = office.app.verification.identify(caller, { identifier, locale: 'en' })
      return { caller, identifier, first }
    })
    await settle(office.app)
    const again = answers.map(({ caller, identifier, first }) => [
      office.app.verification.identify(caller, { identifier, locale: 'en' }),
      office.app.verification.resend(caller, first.outcome === 'sent' ? first.challenge.challengeId : ''),
    ])
    const told = again.map(([asked, resent]) => [
      asked?.outcome === 'sent' && asked.challenge.already,
      resent?.outcome === 'refused' && resent.reason,
    ])
    expect(told).toEqual([
      [true, 'resend_too_soon'],
      [true, 'resend_too_soon'],
    ])
  })

  it('is that a contact belongs to an account: its limits do not show through the account number', async () => {
    const office = testOffice()
    office.addCustomer({ accountNo: 'E-1', phones: [], emails: ['e1@example.com'] })
    for (let nth = 0; nth < 3; nth += 1)
      office.app.verification.identify(office.caller(), { identifier: 'e1@example.com', locale: 'en' })
    const known = office.app.verification.identify(office.caller(), { identifier: 'E-1', locale: 'en' })
    const unknown = office.app.verification.identify(office.caller(), { identifier: 'E-2', locale: 'en' })
    expect(known.outcome === 'sent' && [known.challenge.sentTo, known.challenge.already]).toEqual(['', false])
    expect(unknown.outcome === 'sent' && [unknown.challenge.sentTo, unknown.challenge.already]).toEqual(['', false])
  })
})
