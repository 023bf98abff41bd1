/** At a kiosk registrations, switched-off codes and authenticator apps tell no known identifier from an unknown one (INVARIANTS 8). */

import { describe, expect, it } from 'vitest'
import type { SendOutcome, VerifyOutcome } from '../../../src/contract/verification.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import type { Caller } from '../../../src/core/visits/caller.ts'
import { appWith } from '../../support/authenticator.ts'
import { settle, type TestOffice, testOffice } from '../../support/office.ts'

const minute = 60_000
const phone = '+919876543211'
/** No code ever: six digits that no test office gives out here, tried against all alike. */
const wrong = '000000'

/** What an answer tells, without what differs between any two asks. */
function told(answer: SendOutcome | VerifyOutcome): object {
  if (answer.outcome !== 'sent') return answer
  const { challengeId: _, reference: __, sentTo, ...rest } = answer.challenge
  return { outcome: 'sent', ...rest, sentTo: sentTo === '' ? '' : 'as typed' }
}
const idOf = (answer: SendOutcome): string => (answer.outcome === 'sent' ? answer.challenge.challengeId : '')

type Who = 'unknown' | 'known' | 'codes off' | 'with an app'
const everyone = ['unknown', 'known', 'codes off', 'with an app'] as const

/** The same customer in every office but the first; what differs is who they are to it. */
function officeOf(who: Who): TestOffice {
  const office = testOffice()
  if (who === 'unknown') return office
  const { customerId } = office.addCustomer({ accountNo: 'E-1', phones: [phone], emails: ['e1@example.com'] })
  if (who === 'codes off')
    office.app.switchCodes(office.caller('supervisor'), { customerId, on: false, reason: 'Asked in writing' })
  if (who === 'with an app') enrol(office, customerId)
  return office
}

/** An app, enrolled in a visit that a second person opened, so that no code was ever sent. */
function enrol(office: TestOffice, customerId: string): void {
  const caller = office.caller('clerk')
  const customer = office.app.customerStore.byId(customerId)
  if (customer === undefined) throw new Error('gone')
  const vouch = { reason: 'test', document: 'passport', approverId: 'chief' } as const
  const visit = office.app.visits.openVouched(vouch, customer, caller)
  const code = appWith(office.app.authenticators.enrol(visit).key)(office.app.officeData.clock.now())
  if (office.app.authenticators.confirm(caller, visit, code).outcome !== 'done') throw new Error('not enrolled')
}

/** The desk has sent this customer codes, and somebody guessed there until the contact was locked. */
function lockedAtDesk(office: TestOffice): void {
  const customer = office.app.customerStore.byAccount('E-1')
  if (customer === undefined) return
  const desk = office.caller('clerk')
  const contact = office.app.customerStore.contactsOf(customer.id).find(({ value }) => value === phone)
  const input = { customerId: customer.id, contactId: contact?.id ?? '', channel: 'sms' } as const
  const sent = office.app.verification.start(desk, input)
  for (let nth = 0; nth < 5; nth += 1) office.app.verification.verify(desk, { challengeId: idOf(sent), code: wrong })
}

const register = (office: TestOffice, at: Caller, contact = phone): SendOutcome =>
  office.app.registrations.begin(at, {
    name: 'Meera Rao',
    address: '',
    ward: '',
    locale: 'en',
    channel: 'sms',
    contact,
  })
const ask = (office: TestOffice, at: Caller, identifier: string, byApp = false): SendOutcome =>
  office.app.verification.identify(at, { identifier, locale: 'en', channel: 'sms', byApp })
const guess = (office: TestOffice, at: Caller, sent: SendOutcome): VerifyOutcome =>
  office.app.verification.verify(at, { challengeId: idOf(sent), code: wrong })
const guessByApp = (office: TestOffice, at: Caller, sent: SendOutcome, code = wrong): VerifyOutcome =>
  office.app.appSignIn.byChallenge(at, { challengeId: idOf(sent), code })

type Probe = (office: TestOffice) => (SendOutcome | VerifyOutcome)[]

/** Runs the probe in an office of each kind: what it tells must be the same everywhere, and is returned. */
function alike(probe: Probe, prepare: (office: TestOffice) => void = () => {}): object[] {
  const [unknown, ...others] = everyone.map((who) => {
    const office = officeOf(who)
    prepare(office)
    return { who, tells: probe(office).map(told) }
  })
  for (const other of others) expect({ ...other, who: 'unknown' }).toEqual(unknown)
  return unknown?.tells ?? []
}

describe('a registration at a kiosk', () => {
  it('asked for, cancelled and asked for again runs into the same limit', () => {
    const tells = alike((office) => {
      const kiosk = office.caller()
      return Array.from({ length: 5 }, () => {
        const answer = register(office, kiosk)
        if (answer.outcome === 'sent') office.app.verification.cancel(kiosk, idOf(answer))
        return answer
      })
    })
    expect(tells).toContainEqual(expect.objectContaining({ reason: 'contact_limit' }))
  })

  it('pressed twice, resent, guessed wrong and locked has the same words', () => {
    const tells = alike((office) => {
      const kiosk = office.caller()
      const first = register(office, kiosk)
      const answers: (SendOutcome | VerifyOutcome)[] = [first, register(office, kiosk)]
      answers.push(office.app.verification.resend(kiosk, idOf(first)))
      for (let nth = 0; nth < 3; nth += 1) answers.push(guess(office, kiosk, first))
      office.time.pass(minute + 1)
      const second = office.app.verification.resend(kiosk, idOf(first))
      answers.push(second, guess(office, kiosk, first))
      for (let nth = 0; nth < 3; nth += 1) answers.push(guess(office, kiosk, second))
      answers.push(register(office, kiosk), ask(office, kiosk, phone), ask(office, kiosk, 'E-1'))
      answers.push(office.app.verification.resend(kiosk, idOf(second)))
      return answers
    })
    expect(tells).toContainEqual(expect.objectContaining({ outcome: 'sent', already: true }))
    expect(tells).toContainEqual(expect.objectContaining({ outcome: 'too_many_tries' }))
    expect(tells).toContainEqual(expect.objectContaining({ reason: 'locked' }))
  })

  it.each([
    ['phone', phone],
    ['account number', 'E-1'],
  ])('after or before an ask by %s tells nothing of either', (_what, identifier) => {
    alike((office) => {
      const kiosk = office.caller()
      const registering = register(office, kiosk)
      const visiting = ask(office, kiosk, identifier)
      return [
        registering,
        visiting,
        guess(office, kiosk, registering),
        guess(office, kiosk, visiting),
        guess(office, kiosk, visiting),
        register(office, kiosk),
        ask(office, kiosk, identifier),
        register(office, office.caller()),
      ]
    })
  })

  it.each([
    ['a registration', register],
    ['a visit', (office: TestOffice, at: Caller) => ask(office, at, phone)],
  ])('for %s shows nothing of what the desk did to the contact, nor of when its lock ends', (_what, asked) => {
    const tells = alike((office) => {
      const kiosk = office.caller()
      const first = asked(office, kiosk)
      office.time.pass(minute / 2 + 1)
      return [first, asked(office, kiosk), guess(office, kiosk, first)]
    }, lockedAtDesk)
    expect(tells[1]).toMatchObject({ already: true })
  })

  it('counts alike against the cap of the day, and ends at the same moment whatever the provider does', async () => {
    const small = (office: TestOffice): void => {
      office.app.settings.change({ limits: { ...office.app.settings.get().limits, dailySms: 2 } }, bySystem)
    }
    const tells = alike((office) => {
      const strangers = [0, 1].map((nth) => register(office, office.caller(), `+9198000${10_000 + nth * 20_000}`))
      return [register(office, office.caller()), ...strangers, register(office, office.caller())]
    }, small)
    expect(tells).toContainEqual(expect.objectContaining({ reason: 'daily_limit' }))

    const ends = await Promise.all(
      everyone.map(async (who) => {
        const office = officeOf(who)
        const sent = register(office, office.caller())
        office.time.pass(5_000)
        await settle(office.app)
        return office.app.otp.byId(idOf(sent))?.expires_at_ms
      }),
    )
    expect(new Set(ends).size).toBe(1)
  })

  it('is one even where a member of staff is signed in; at the desk the clerk is told', async () => {
    const office = officeOf('known')
    const clerk = office.caller('clerk')
    expect(register(office, { ...clerk, staff: null }).outcome).toBe('sent')
    const fields = { name: 'Meera', address: '', ward: '', locale: 'en', contact: phone } as const
    expect(office.app.registrations.beginAtDesk(clerk, fields)).toMatchObject({ outcome: 'known' })
  })

  it('keeps what was typed for nobody longer than for another', () => {
    const kept = everyone.map((who) => {
      const office = officeOf(who)
      register(office, office.caller())
      office.time.pass(15 * minute + 1)
      return office.app.registrations.forget()
    })
    expect(kept).toEqual([1, 1, 1, 1])
  })
})

describe.each([
  ['a phone', phone],
  ['an account number', 'E-1'],
])('asked for by %s, a customer without codes and one without an app', (_what, identifier) => {
  it('look like everybody: sent, resent, guessed wrong, locked', () => {
    alike((office) => {
      const kiosk = office.caller()
      const first = ask(office, kiosk, identifier)
      const answers = [first, ask(office, kiosk, identifier), guess(office, kiosk, first)]
      office.time.pass(minute + 1)
      const second = office.app.verification.resend(kiosk, idOf(first))
      answers.push(second)
      for (let nth = 0; nth < 5; nth += 1) answers.push(guess(office, kiosk, second))
      return [...answers, ask(office, kiosk, identifier)]
    })
  })

  it('read the same where an app shall answer, with no code to send again', () => {
    const tells = alike((office) => {
      const kiosk = office.caller()
      const first = ask(office, kiosk, identifier, true)
      const answers: (SendOutcome | VerifyOutcome)[] = [first, ask(office, kiosk, identifier, true)]
      answers.push(office.app.verification.resend(kiosk, idOf(first)))
      answers.push(guessByApp(office, kiosk, first, 'not a code'))
      answers.push(guess(office, kiosk, first))
      for (let nth = 0; nth < 5; nth += 1) answers.push(guessByApp(office, kiosk, first))
      return [...answers, ask(office, kiosk, identifier, true), ask(office, office.caller(), identifier, true)]
    })
    expect(tells).toContainEqual({ outcome: 'refused', reason: 'not_found' })
    expect(tells).toContainEqual(expect.objectContaining({ outcome: 'too_many_tries' }))
    expect(tells).toContainEqual(expect.objectContaining({ reason: 'locked' }))
  })

  it.each([
    [true, false],
    [false, true],
  ])('are not told apart by asking both ways, the app first: %s', (first, second) => {
    alike((office) => {
      const kiosk = office.caller()
      const one = ask(office, kiosk, identifier, first)
      const other = ask(office, kiosk, identifier, second)
      return [
        one,
        other,
        guessByApp(office, kiosk, one),
        guessByApp(office, kiosk, other),
        guess(office, kiosk, one),
        guess(office, kiosk, other),
        ask(office, kiosk, identifier, first),
        register(office, kiosk),
      ]
    }, lockedAtDesk)
  })
})

describe('a contact that a customer wants to add at a kiosk', () => {
  it('tells nothing of whose it is and of what the desk did to it', async () => {
    const tells = everyone.map((who) => {
      const office = officeOf(who)
      lockedAtDesk(office)
      const { customerId } = office.addCustomer({ accountNo: 'E-2', phones: [], emails: ['e2@example.com'] })
      const customer = office.app.customerStore.byId(customerId)
      const kiosk = office.caller()
      if (customer === undefined) throw new Error('gone')
      const visit = office.app.visits.openByApp('authenticator', null, customer, kiosk)
      const begun = office.app.contactChanges.begin(visit, { value: phone })
      if (begun.outcome !== 'begun') throw new Error(begun.reason)
      const side = { changeId: begun.changeId, side: 'new', channel: 'sms' } as const
      const sent = office.app.contactChanges.sendCode(kiosk, visit, { ...side, again: false })
      const typed = { challengeId: idOf(sent), code: wrong }
      return [
        told(sent),
        office.app.contactChanges.prove(kiosk, visit, typed),
        told(office.app.contactChanges.sendCode(kiosk, visit, { ...side, again: true })),
      ]
    })
    expect(new Set(tells.map((each) => JSON.stringify(each))).size).toBe(1)
    expect(tells[0]?.[0]).toMatchObject({ outcome: 'sent' })
  })
})
