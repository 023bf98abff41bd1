import { describe, expect, it } from 'vitest'
import type { TestOffice } from '../../support/office.ts'
import { testOffice } from '../../support/office.ts'

function sent(office: TestOffice, caller = office.caller('clerk'), who = office.addCustomer()) {
  const outcome = office.app.verification.start(caller, {
    customerId: who.customerId,
    contactId: who.contactId('phone'),
    channel: 'sms',
  })
  if (outcome.outcome !== 'sent') throw new Error(`refused: ${outcome.reason}`)
  return { caller, who, challenge: outcome.challenge }
}

const wrongFor = (code: string): string => (code === '000000' ? '000001' : '000000')

describe('verifying a code', () => {
  it('opens a visit for the right code, once', async () => {
    const office = testOffice()
    const { caller, challenge } = sent(office)
    const code = await office.lastCode()
    const first = office.app.verification.verify(caller, { challengeId: challenge.challengeId, code })
    const second = office.app.verification.verify(caller, { challengeId: challenge.challengeId, code })
    expect(first.outcome).toBe('verified')
    expect(second.outcome).toBe('nothing_asked')
  })

  it('takes the code in Persian, Arabic or Devanagari digits, with spaces', async () => {
    const office = testOffice()
    const { caller, challenge } = sent(office)
    const code = await office.lastCode()
    const persian = [...code].map((digit) => String.fromCharCode(0x06f0 + Number(digit))).join(' ')
    expect(office.app.verification.verify(caller, { challengeId: challenge.challengeId, code: persian }).outcome).toBe(
      'verified',
    )
  })

  it('counts down the tries and locks the contact after the fifth, also for the right code', async () => {
    const office = testOffice()
    const { caller, challenge } = sent(office)
    const code = await office.lastCode()
    const outcomes = [1, 2, 3, 4, 5, 6].map(() =>
      office.app.verification.verify(caller, { challengeId: challenge.challengeId, code: wrongFor(code) }),
    )
    expect(outcomes.slice(0, 4).map((outcome) => (outcome.outcome === 'wrong' ? outcome.triesLeft : null))).toEqual([
      4, 3, 2, 1,
    ])
    expect(outcomes[4]?.outcome).toBe('too_many_tries')
    expect(outcomes[5]?.outcome).toBe('too_many_tries')
    expect(office.app.verification.verify(caller, { challengeId: challenge.challengeId, code }).outcome).toBe(
      'too_many_tries',
    )
  })

  it('evaluates at most the allowed tries of 500 guesses sent at once, and opens one visit for 50 right ones', async () => {
    const office = testOffice()
    const { caller, challenge } = sent(office)
    const code = await office.lastCode()
    await Promise.all(
      Array.from({ length: 500 }, async () =>
        office.app.verification.verify(caller, { challengeId: challenge.challengeId, code: wrongFor(code) }),
      ),
    )
    const evaluated = office.app.officeData.db.prepare('SELECT count(*) AS n FROM attempt').get()
    expect(evaluated).toEqual({ n: 5 })

    const other = sent(office, office.caller('clerk'), office.addCustomer())
    const right = await office.lastCode()
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, async () =>
        office.app.verification.verify(other.caller, { challengeId: other.challenge.challengeId, code: right }),
      ),
    )
    expect(outcomes.filter((outcome) => outcome.outcome === 'verified')).toHaveLength(1)
  })

  it('does not refill the tries by a resend, nor by a restart', async () => {
    const office = testOffice()
    const { caller, challenge } = sent(office)
    const code = await office.lastCode()
    for (let guess = 0; guess < 3; guess += 1) {
      office.app.verification.verify(caller, { challengeId: challenge.challengeId, code: wrongFor(code) })
    }
    office.time.pass(61_000)
    const again = office.app.verification.resend(caller, challenge.challengeId)
    expect(again.outcome === 'sent' && again.challenge.triesLeft).toBe(2)

    await office.close()
    const restarted = testOffice({ folder: office.folder, time: office.time, seed: 2 })
    restarted.time.pass(61_000)
    const afterRestart = restarted.app.verification.resend(
      caller,
      again.outcome === 'sent' ? again.challenge.challengeId : '',
    )
    expect(afterRestart.outcome === 'sent' && afterRestart.challenge.triesLeft).toBe(2)
  })

  it("does not let a stranger's guesses at another terminal burn the code of the person here", async () => {
    const office = testOffice()
    const who = office.addCustomer({ phones: ['+919876543299'] })
    const here = sent(office, office.caller('clerk'), who)
    const code = await office.lastCode()
    const stranger = office.caller()
    for (let guess = 0; guess < 20; guess += 1) {
      const outcome = office.app.verification.verify(stranger, {
        challengeId: here.challenge.challengeId,
        code: wrongFor(code),
      })
      expect(outcome.outcome).toBe('nothing_asked')
    }
    office.time.pass(1_000)
    const theirs = office.app.verification.identify(stranger, { identifier: '+919876543299', locale: 'en' })
    if (theirs.outcome !== 'sent') throw new Error(theirs.reason)
    for (let guess = 0; guess < 5; guess += 1) {
      office.app.verification.verify(stranger, { challengeId: theirs.challenge.challengeId, code: wrongFor(code) })
    }
    expect(office.app.verification.verify(here.caller, { challengeId: here.challenge.challengeId, code }).outcome).toBe(
      'verified',
    )
  })

  it('supersedes the old code by a new one, and says so', async () => {
    const office = testOffice()
    const { caller, challenge } = sent(office)
    const code = await office.lastCode()
    office.time.pass(61_000)
    office.app.verification.resend(caller, challenge.challengeId)
    expect(office.app.verification.verify(caller, { challengeId: challenge.challengeId, code }).outcome).toBe(
      'superseded',
    )
  })

  it('sends one message for fast clicks, and says that one is on its way', async () => {
    const office = testOffice()
    const caller = office.caller('clerk')
    const who = office.addCustomer()
    const ask = { customerId: who.customerId, contactId: who.contactId('email'), channel: 'email' as const }
    const outcomes = [1, 2, 3].map(() => office.app.verification.start(caller, ask))
    const challenges = outcomes.map((outcome) => (outcome.outcome === 'sent' ? outcome.challenge : null))
    await office.lastCode()
    expect(new Set(challenges.map((challenge) => challenge?.challengeId)).size).toBe(1)
    expect(challenges.map((challenge) => challenge?.already)).toEqual([false, true, true])
    expect(office.inbox.messages()).toHaveLength(1)
  })

  it('lets a code live five minutes from the moment the provider took it', async () => {
    const office = testOffice()
    const { caller, challenge } = sent(office)
    const code = await office.lastCode()
    office.time.pass(5 * 60_000 - 1)
    expect(
      office.app.verification.verify(caller, { challengeId: challenge.challengeId, code: wrongFor(code) }).outcome,
    ).toBe('wrong')
    office.time.pass(1)
    expect(office.app.verification.verify(caller, { challengeId: challenge.challengeId, code }).outcome).toBe('expired')
  })

  it('revives no dead code and cuts no live one short when the clock is set back; the jump is on the audit trail', async () => {
    const office = testOffice()
    const { caller, challenge } = sent(office)
    const code = await office.lastCode()
    office.time.leap(-60 * 60_000)
    office.time.pass(4 * 60_000)
    expect(
      office.app.verification.verify(caller, { challengeId: challenge.challengeId, code: wrongFor(code) }).outcome,
    ).toBe('wrong')
    office.time.pass(61_000)
    expect(office.app.verification.verify(caller, { challengeId: challenge.challengeId, code }).outcome).toBe('expired')
    await Promise.resolve()
    const jumps = office.app.officeData.db.prepare(`SELECT outcome FROM audit WHERE action = 'clock.jumped'`).all()
    expect(jumps).toEqual([{ outcome: 'back' }])
  })

  it('blocks a contact after 100 wrong codes in a row until a supervisor lifts it', async () => {
    const office = testOffice()
    const who = office.addCustomer()
    const caller = office.caller('clerk')
    let last = ''
    for (let round = 0; round < 60 && last !== 'blocked'; round += 1) {
      office.time.pass(3 * 60 * 60_000)
      const started = office.app.verification.start(caller, {
        customerId: who.customerId,
        contactId: who.contactId('phone'),
        channel: 'sms',
      })
      if (started.outcome !== 'sent') {
        last = started.reason
        continue
      }
      const code = await office.lastCode()
      for (let guess = 0; guess < 5; guess += 1) {
        last = office.app.verification.verify(caller, {
          challengeId: started.challenge.challengeId,
          code: wrongFor(code),
        }).outcome
      }
    }
    expect(last).toBe('blocked')
    const guesses = office.app.officeData.db.prepare(`SELECT count(*) AS n FROM attempt WHERE outcome = 'wrong'`).get()
    expect(guesses).toEqual({ n: 100 })
    expect(
      office.app.verification.unlock(office.caller('supervisor'), {
        customerId: who.customerId,
        reason: 'came with a passport',
      }),
    ).toBe(1)
    office.time.pass(24 * 60 * 60_000)
    expect(
      office.app.verification.start(caller, {
        customerId: who.customerId,
        contactId: who.contactId('phone'),
        channel: 'sms',
      }).outcome,
    ).toBe('sent')
  })

  it('limits codes per contact and per terminal, across restarts', async () => {
    const office = testOffice()
    const who = office.addCustomer()
    const ask = { customerId: who.customerId, contactId: who.contactId('phone'), channel: 'sms' as const }
    for (let nth = 0; nth < 3; nth += 1) {
      expect(office.app.verification.start(office.caller('clerk'), ask).outcome).toBe('sent')
      office.time.pass(1_000)
    }
    await office.close()
    const restarted = testOffice({ folder: office.folder, time: office.time, seed: 3 })
    expect(restarted.app.verification.start(restarted.caller('clerk'), ask)).toMatchObject({
      outcome: 'refused',
      reason: 'contact_limit',
    })

    const caller = restarted.caller('clerk')
    const outcomes = Array.from({ length: 6 }, (_, nth) => {
      const other = restarted.addCustomer({
        accountNo: `L-${nth}`,
        phones: [`+9198123456${String(10 + nth)}`],
        emails: [],
      })
      return restarted.app.verification.start(caller, {
        customerId: other.customerId,
        contactId: other.contactId('phone'),
        channel: 'sms',
      })
    })
    expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent', 'refused'])
    expect(outcomes[5]).toMatchObject({ reason: 'terminal_limit' })
  })

  it('keeps the code out of the database, in clear and in any form a stolen file could be searched for', async () => {
    const office = testOffice()
    sent(office)
    const row = office.app.officeData.db.prepare('SELECT code_hmac FROM challenge').get()
    const code = await office.lastCode()
    const dump = JSON.stringify([
      row,
      office.app.officeData.db.prepare('SELECT * FROM outbox').all(),
      office.app.officeData.db.prepare('SELECT * FROM audit').all(),
      office.app.officeData.db.prepare('SELECT * FROM delivery_attempt').all(),
    ])
    expect(dump).not.toContain(code)
    expect(dump).not.toContain(`${code.slice(0, 3)} ${code.slice(3)}`)
  })
})

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

describe('wrong tries', () => {
  it('are forgotten once the contact was proven elsewhere', async () => {
    const office = testOffice()
    const who = office.addCustomer()
    const here = sent(office, office.caller('clerk'), who)
    const code = await office.lastCode()
    for (let guess = 0; guess < 4; guess += 1) {
      office.app.verification.verify(here.caller, { challengeId: here.challenge.challengeId, code: wrongFor(code) })
    }
    office.time.pass(61 * 60_000)
    const there = sent(office, office.caller('clerk'), who)
    const right = await office.lastCode()
    const verified = office.app.verification.verify(there.caller, {
      challengeId: there.challenge.challengeId,
      code: right,
    })
    expect(verified.outcome).toBe('verified')
    office.time.pass(61 * 60_000)
    expect(sent(office, here.caller, who).challenge.triesLeft).toBe(5)
  })
})
