/** At a kiosk, whatever is asked and however often, a known and an unknown identifier answer alike (INVARIANTS 8). */
import { describe, expect, it } from 'vitest'
import type { SendOutcome, VerifyOutcome } from '../../../src/contract/verification.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { type TestOffice, testOffice } from '../../support/office.ts'

const minute = 60_000
const phone = '+919876543211'

/** What an answer tells, without what differs between any two asks. */
function told(answer: SendOutcome | VerifyOutcome): object {
  if (answer.outcome !== 'sent') return answer
  const { channel, digits, triesLeft, already, sentTo } = answer.challenge
  return { outcome: 'sent', channel, digits, triesLeft, already, sentTo: sentTo === '' ? '' : 'as typed' }
}

const idOf = (answer: SendOutcome): string => (answer.outcome === 'sent' ? answer.challenge.challengeId : '')
/** No code ever: six digits that no test office gives out here, tried against both alike. */
const wrong = '000000'

type Probe = (office: TestOffice, identifier: string) => object[]

/** Each probe runs in two offices that differ in one thing: whether somebody there is the one who is asked for. */
function bothWays(probe: Probe, identifier: string, prepare: (office: TestOffice, known: boolean) => void = () => {}) {
  return [true, false].map((known) => {
    const office = testOffice()
    if (known) office.addCustomer({ accountNo: 'E-1', phones: [phone], emails: [] })
    prepare(office, known)
    return probe(office, identifier)
  })
}

const ask = (office: TestOffice, caller: ReturnType<TestOffice['caller']>, identifier: string): SendOutcome =>
  office.app.verification.identify(caller, { identifier, locale: 'en', channel: 'sms' })

describe.each([
  ['an account number', 'E-1'],
  ['a phone', phone],
])('%s', (_what, identifier) => {
  it('asked for and cancelled again and again runs into the same limit', () => {
    const probe: Probe = (office, name) => {
      const caller = office.caller()
      return Array.from({ length: 5 }, () => {
        const answer = ask(office, caller, name)
        if (answer.outcome === 'sent') office.app.verification.cancel(caller, idOf(answer))
        return told(answer)
      })
    }
    const [known, unknown] = bothWays(probe, identifier)
    expect(known).toEqual(unknown)
    expect(known).toContainEqual(expect.objectContaining({ reason: 'contact_limit' }))
  })

  it('is resent, guessed wrong and locked with the same words', () => {
    const probe: Probe = (office, name) => {
      const caller = office.caller()
      const first = ask(office, caller, name)
      const answers = [told(first)]
      for (let nth = 0; nth < 3; nth += 1)
        answers.push(told(office.app.verification.verify(caller, { challengeId: idOf(first), code: wrong })))
      office.time.pass(minute + 1)
      const second = office.app.verification.resend(caller, idOf(first))
      answers.push(told(second))
      for (let nth = 0; nth < 3; nth += 1)
        answers.push(told(office.app.verification.verify(caller, { challengeId: idOf(second), code: wrong })))
      answers.push(told(ask(office, caller, name)), told(office.app.verification.resend(caller, idOf(second))))
      return answers
    }
    const [known, unknown] = bothWays(probe, identifier)
    expect(known).toEqual(unknown)
    expect(known).toContainEqual(expect.objectContaining({ outcome: 'too_many_tries' }))
    expect(known).toContainEqual(expect.objectContaining({ reason: 'locked' }))
  })

  it('shows nothing of what the desk did to the contact: its codes, its failures, its locks', () => {
    const atDesk = (office: TestOffice, known: boolean): void => {
      const customer = office.app.customerStore.byAccount('E-1')
      if (!known || customer === undefined) return
      const desk = office.caller('clerk')
      const contact = office.app.customerStore.contactsOf(customer.id)[0]
      for (let nth = 0; nth < 3; nth += 1) {
        const sent = office.app.verification.start(desk, {
          customerId: customer.id,
          contactId: contact?.id ?? '',
          channel: 'sms',
        })
        for (let guess = 0; guess < 5; guess += 1)
          office.app.verification.verify(desk, { challengeId: idOf(sent), code: wrong })
        office.time.pass(100)
      }
    }
    const probe: Probe = (office, name) => {
      const caller = office.caller()
      const first = ask(office, caller, name)
      return [told(first), told(office.app.verification.verify(caller, { challengeId: idOf(first), code: wrong }))]
    }
    const [known, unknown] = bothWays(probe, identifier, atDesk)
    expect(known).toEqual(unknown)
  })

  it('counts alike against the cap of the day', () => {
    const small = (office: TestOffice): void => {
      office.app.settings.change({ limits: { ...office.app.settings.get().limits, dailySms: 2 } }, bySystem)
    }
    const probe: Probe = (office, name) => {
      const answers = [told(ask(office, office.caller(), name))]
      for (let nth = 0; nth < 3; nth += 1)
        answers.push(told(ask(office, office.caller(), `+9198000${10_000 + nth * 20_000}`)))
      answers.push(told(ask(office, office.caller(), name)))
      return answers
    }
    const [known, unknown] = bothWays(probe, identifier, small)
    expect(known?.map((answer) => 'reason' in answer && answer.reason)).toEqual(
      unknown?.map((answer) => 'reason' in answer && answer.reason),
    )
  })
})

describe('an account number and a phone typed at one kiosk', () => {
  it('do not tell that they are one person', () => {
    const answers = ['E-1', 'E-2'].map((account) => {
      const office = testOffice()
      office.addCustomer({ accountNo: 'E-1', phones: [phone], emails: [] })
      office.addCustomer({ accountNo: 'E-2', phones: ['+919812345678'], emails: [] })
      const caller = office.caller()
      const byPhone = ask(office, caller, phone)
      for (let nth = 0; nth < 2; nth += 1)
        office.app.verification.verify(caller, { challengeId: idOf(byPhone), code: wrong })
      const byAccount = ask(office, caller, account)
      return [
        told(byAccount),
        told(office.app.verification.verify(caller, { challengeId: idOf(byPhone), code: wrong })),
        told(office.app.verification.verify(caller, { challengeId: idOf(byAccount), code: wrong })),
      ]
    })
    expect(answers[0]).toEqual(answers[1])
  })
})
