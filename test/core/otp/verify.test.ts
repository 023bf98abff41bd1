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
