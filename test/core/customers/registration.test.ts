import { describe, expect, it } from 'vitest'
import type { Registrant } from '../../../src/contract/identity.ts'
import type { Caller } from '../../../src/core/visits/caller.ts'
import { settle, type TestOffice, testOffice } from '../../support/office.ts'

const minute = 60_000
const newcomer: Registrant = {
  name: '  Meera \u200eRao ',
  address: '9 Temple Street',
  ward: 'Ward 4',
  locale: 'hi',
  contact: 'meera@example.com',
}

const register = (office: TestOffice, at: Caller, changed: Partial<Registrant> = {}) => {
  const sent = office.app.registrations.begin(at, { ...newcomer, ...changed })
  if (sent.outcome !== 'sent') throw new Error(sent.outcome)
  return sent.challenge
}
const waiting = ({ app }: TestOffice) => app.officeData.db.prepare('SELECT count(*) AS n FROM registration').get()
const customers = ({ app }: TestOffice) => app.officeData.db.prepare('SELECT count(*) AS n FROM customer').get()

describe('registering with a proven contact', () => {
  it('makes no account before the code, and then one with a number of the office, in a visit', async () => {
    const office = testOffice()
    const kiosk = office.caller()
    const { challengeId } = register(office, kiosk)
    expect(customers(office)).toEqual({ n: 0 })
    const verified = office.app.verification.verify(kiosk, { challengeId, code: await office.lastCode() })
    if (verified.outcome !== 'verified') throw new Error(verified.outcome)
    const row = office.app.visits.openHere(verified.visitId, kiosk.terminalId)
    const visit = row && office.app.visits.describe(row)
    expect(visit).toMatchObject({
      customerName: 'Meera Rao',
      accountNo: 'N-1-0001',
      locale: 'hi',
      verifiedBy: 'email',
      preferredChannel: 'email',
    })
    const [contact] = office.app.customerStore.contactsOf(visit?.customerId ?? '')
    expect(contact).toMatchObject({ value: 'meera@example.com', proven_at_ms: office.app.officeData.clock.now() })
    expect(waiting(office)).toEqual({ n: 0 })
    expect(office.app.verification.verify(kiosk, { challengeId, code: '000000' }).outcome).toBe('nothing_asked')
  })

  it('of 50 right answers at once makes one account and opens one visit', async () => {
    const office = testOffice()
    const kiosk = office.caller()
    const { challengeId } = register(office, kiosk)
    const code = await office.lastCode()
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => office.app.verification.verify(kiosk, { challengeId, code }).outcome),
    )
    expect(answers.filter((answer) => answer === 'verified')).toHaveLength(1)
    expect(customers(office)).toEqual({ n: 1 })
  })

  it('evaluates five of 100 guesses sent at once, and a resend gives no more', async () => {
    const office = testOffice()
    const kiosk = office.caller()
    const { challengeId } = register(office, kiosk)
    const right = await office.lastCode()
    const wrong = right === '111111' ? '222222' : '111111'
    const guesses = await Promise.all(
      Array.from({ length: 100 }, async () => office.app.verification.verify(kiosk, { challengeId, code: wrong })),
    )
    const evaluated = office.app.officeData.db
      .prepare(`SELECT count(*) AS n FROM attempt WHERE outcome = 'wrong'`)
      .get()
    expect(evaluated).toEqual({ n: 5 })
    expect(guesses.at(-1)?.outcome).toBe('too_many_tries')
    expect(office.app.verification.verify(kiosk, { challengeId, code: right }).outcome).toBe('too_many_tries')
    expect(office.app.verification.resend(kiosk, challengeId)).toMatchObject({ reason: 'locked' })
    expect(customers(office)).toEqual({ n: 0 })
  })

  it('at the kiosk does not tell a known contact from a new one, and its right code opens the account there is', async () => {
    const office = testOffice()
    const known = office.addCustomer({ emails: ['meera@example.com'], name: 'Meera as we know her' })
    const [one, other] = [office.caller(), office.caller()]
    const asKnown = register(office, one)
    const code = await office.lastCode()
    const asNew = register(office, other, { contact: 'nobody@example.com' })
    const plain = ({ challengeId: _, reference: __, sentTo: ___, ...rest }: typeof asNew) => rest
    expect(plain(asKnown)).toEqual(plain(asNew))
    const wrong = (at: Caller, challengeId: string) =>
      office.app.verification.verify(at, { challengeId, code: 'abcdef' })
    expect(wrong(one, asKnown.challengeId)).toEqual(wrong(other, asNew.challengeId))
    const verified = office.app.verification.verify(one, { challengeId: asKnown.challengeId, code })
    if (verified.outcome !== 'verified') throw new Error(verified.outcome)
    expect(verified.customerName).toBe('Meera as we know her')
    expect(office.app.visits.openHere(verified.visitId, one.terminalId)?.customer_id).toBe(known.customerId)
    expect(customers(office)).toEqual({ n: 1 })
  })

  it('at the desk tells the clerk who has the contact, and sends nothing', async () => {
    const office = testOffice()
    office.addCustomer({ emails: ['meera@example.com'], name: 'Meera', accountNo: 'GV-9' })
    const told = office.app.registrations.beginAtDesk(office.caller('clerk'), newcomer)
    expect(told).toMatchObject({ outcome: 'known', customers: [{ name: 'Meera', accountNo: 'GV-9' }] })
    await settle(office.app)
    expect(office.inbox.messages()).toEqual([])
  })

  it('is forgotten after 15 minutes, when the person goes back, and at the latest with the next one', async () => {
    const office = testOffice()
    const kiosk = office.caller()
    const { challengeId } = register(office, kiosk)
    const code = await office.lastCode()
    office.time.pass(15 * minute + 1)
    expect(office.app.registrations.forget()).toBe(1)
    expect(waiting(office)).toEqual({ n: 0 })
    expect(office.app.verification.verify(kiosk, { challengeId, code }).outcome).toBe('expired')
    const next = register(office, kiosk)
    office.app.verification.cancel(kiosk, next.challengeId)
    expect(waiting(office)).toEqual({ n: 0 })
    expect(customers(office)).toEqual({ n: 0 })
  })

  it('goes on with the new code after a resend, also after a restart', async () => {
    const office = testOffice()
    const kiosk = office.caller()
    const { challengeId } = register(office, kiosk)
    await settle(office.app)
    office.time.pass(minute)
    const again = office.app.verification.resend(kiosk, challengeId)
    if (again.outcome !== 'sent') throw new Error(again.reason)
    const code = await office.lastCode()
    await office.close()
    const { app } = testOffice({ folder: office.folder, time: office.time })
    expect(app.verification.verify(kiosk, { challengeId, code }).outcome).toBe('superseded')
    const typed = { challengeId: again.challenge.challengeId, code }
    expect(app.verification.verify(kiosk, typed)).toMatchObject({ outcome: 'verified', customerName: 'Meera Rao' })
  })

  it('opens nothing at another terminal, and never takes a number a file has brought', async () => {
    const office = testOffice()
    const kiosk = office.caller()
    office.addCustomer({ accountNo: 'n-1-0001', emails: [], phones: [] })
    const { challengeId } = register(office, kiosk)
    const code = await office.lastCode()
    expect(office.app.verification.verify(office.caller(), { challengeId, code }).outcome).toBe('nothing_asked')
    expect(office.app.verification.verify(kiosk, { challengeId, code }).outcome).toBe('verified')
    expect(office.app.customerStore.byAccount('N-1-0002')?.name).toBe('Meera Rao')
  })
})
