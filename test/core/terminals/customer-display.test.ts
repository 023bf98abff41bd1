import { describe, expect, it } from 'vitest'
import { follow } from '../../../src/core/kernel/notices.ts'
import { openVisit, testOffice } from '../../support/office.ts'

describe('the customer’s screen beside a desk', () => {
  it('shows where the work stands, without a name or a contact, and nothing once the visit is over', async () => {
    const office = testOffice()
    const { app } = office
    const { caller, visit } = await openVisit(office, { name: 'Golnaz Karimi', accountNo: 'GV-7', locale: 'fa' })
    const { terminalId } = caller
    const billId = office.addBill('GV-7', 'B-1', 12_300)
    expect(app.customerDisplay.view(terminalId)).toEqual({ shows: 'welcome', locale: null })

    app.customerDisplay.show(terminalId, { shows: 'pay', visitId: visit.id, amountMinor: 12_300 })
    expect(app.customerDisplay.view(terminalId)).toEqual({ shows: 'pay', locale: 'fa', amountMinor: 12_300 })
    const request = { method: 'cash', allocations: [{ billId, amountMinor: 12_300 }], tenderedMinor: 12_500 } as const
    const outcome = app.payments.pay(caller, visit, 'a-key-of-the-test', { ...request, reference: '' })
    if (outcome.outcome !== 'paid') throw new Error(outcome.reason)
    const { paymentId, receiptNo } = outcome.payment
    app.customerDisplay.show(terminalId, { shows: 'paid', visitId: visit.id, paymentId })
    expect(app.customerDisplay.view(terminalId)).toEqual({
      shows: 'paid',
      locale: 'fa',
      amountMinor: 12_300,
      changeMinor: 200,
      receiptNo,
    })

    const row = app.visits.openHere(visit.id, terminalId)
    if (row === null) throw new Error('the visit is open')
    app.visits.finish(row, 'finished', caller)
    expect(app.customerDisplay.view(terminalId)).toEqual({ shows: 'welcome', locale: null })
  })

  it('shows the reference of a code that still lives, never the code', async () => {
    const office = testOffice()
    const caller = office.caller('clerk')
    const who = office.addCustomer()
    const ask = { customerId: who.customerId, contactId: who.contactId('email'), channel: 'email' } as const
    const sent = office.app.verification.start(caller, ask)
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const { challengeId, reference } = sent.challenge
    const { customerDisplay } = office.app
    customerDisplay.show(caller.terminalId, { shows: 'code', challengeId })
    const view = customerDisplay.view(caller.terminalId)
    expect(view).toMatchObject({ shows: 'code', reference, digits: 6 })
    expect(JSON.stringify(view)).not.toContain(await office.lastCode())

    const elsewhere = office.caller('clerk')
    customerDisplay.show(elsewhere.terminalId, { shows: 'code', challengeId })
    expect(customerDisplay.view(elsewhere.terminalId).shows).toBe('welcome')
    office.time.pass(16 * 60_000)
    expect(customerDisplay.view(caller.terminalId).shows).toBe('welcome')
  })

  it('hears at once that a visit ended, whoever ended it', async () => {
    const office = testOffice()
    const { app } = office
    const { caller, visit } = await openVisit(office)
    const { terminalId } = caller
    app.customerDisplay.show(terminalId, { shows: 'visit', visitId: visit.id })
    const views = follow(
      app.atTerminal,
      terminalId,
      () => app.customerDisplay.view(terminalId),
      () => false,
      undefined,
    )
    expect((await views.next()).value).toMatchObject({ shows: 'visit' })
    app.visits.abandonAt(terminalId, 'system')
    expect((await views.next()).value).toMatchObject({ shows: 'welcome' })
    await views.return(undefined)
  })

  it('shows no payment of another customer', async () => {
    const office = testOffice()
    const { app } = office
    const one = await openVisit(office, { accountNo: 'GV-1' })
    const two = await openVisit(office, { accountNo: 'GV-2' })
    const billId = office.addBill('GV-1', 'B-1', 500)
    const request = { method: 'cash', allocations: [{ billId, amountMinor: 500 }], tenderedMinor: 500 } as const
    const outcome = app.payments.pay(one.caller, one.visit, 'a-key-of-the-test', { ...request, reference: '' })
    if (outcome.outcome !== 'paid') throw new Error(outcome.reason)
    const shown = { shows: 'paid', visitId: two.visit.id, paymentId: outcome.payment.paymentId } as const
    app.customerDisplay.show(two.caller.terminalId, shown)
    expect(app.customerDisplay.view(two.caller.terminalId).shows).toBe('visit')
  })
})

describe('a payment whose answer was lost', () => {
  it('was taken or was not, and a late request cannot change that', async () => {
    const office = testOffice()
    const { app } = office
    const { caller, visit } = await openVisit(office, { accountNo: 'GV-9' })
    const billId = office.addBill('GV-9', 'B-9', 900)
    const request = {
      method: 'cash',
      allocations: [{ billId, amountMinor: 900 }],
      tenderedMinor: 900,
      reference: '',
    } as const
    expect(app.payments.lookUp(caller.terminalId, 'lost-on-its-way-1')).toBeNull()
    expect(app.payments.pay(caller, visit, 'lost-on-its-way-1', request)).toMatchObject({ reason: 'key_reused' })
    const paid = app.payments.pay(caller, visit, 'answer-was-lost-2', request)
    if (paid.outcome !== 'paid') throw new Error(paid.reason)
    expect(app.payments.lookUp(caller.terminalId, 'answer-was-lost-2')).toEqual(paid.payment)
    // A screen that was let in anew is another terminal, with its old notes.
    expect(app.payments.lookUp(office.caller().terminalId, 'answer-was-lost-2')).toEqual(paid.payment)
  })
})
