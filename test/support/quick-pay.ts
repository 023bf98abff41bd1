/** A payment at the counter without codes: for tests in which many of them are taken. */
import type { Caller } from '../../src/core/visits/caller.ts'
import type { BranchOffice } from './headquarters.ts'

let payments = 0

/** A new bill of 10.00 of the customer, of which 5.00 are paid by card. Throws where the counter cannot take it. */
export function payAt(office: BranchOffice, caller: Caller, accountNo: string): { paymentId: string; number: string } {
  payments += 1
  const { app } = office
  const billId = office.addBill(accountNo, `Q-${office.branchId.slice(-6)}-${payments}`, 1_000)
  const customer = app.customerStore.byAccount(accountNo)
  if (customer === undefined) throw new Error(`no customer ${accountNo}`)
  const visit = app.officeData.transact(() => app.visits.openByApp('authenticator', null, customer, caller))
  const paid = app.payments.pay(caller, { id: visit.id, customerId: customer.id }, `key-${visit.id}`, {
    ...{ method: 'card', tenderedMinor: null, reference: '4321' },
    allocations: [{ billId, amountMinor: 500 }],
  })
  if (paid.outcome !== 'paid') throw new Error(paid.reason)
  const { paymentId } = paid.payment
  const number = app.officeData.db
    .prepare<[string], string>('SELECT number FROM receipt WHERE payment_id = ?')
    .pluck()
    .get(paymentId)
  return { paymentId, number: number ?? '' }
}
