/** Customers who pay. */
import { openVisit, type TestOffice } from './office.ts'

let bills = 0

/** A customer comes, with a bill of 100.00, and pays `paidMinor` of it. Answers with the payment's id. */
export async function payHere(office: TestOffice, paidMinor: number): Promise<string> {
  bills += 1
  const accountNo = `P-${bills}`
  const { caller, visit } = await openVisit(office, { accountNo, emails: [`p${bills}@example.com`], phones: [] })
  const billId = office.addBill(accountNo, `B-${bills}`, 10_000)
  const paid = office.app.payments.pay(caller, visit, `key-${bills}`, {
    ...{ method: 'cash', tenderedMinor: paidMinor, reference: '' },
    allocations: [{ billId, amountMinor: paidMinor }],
  })
  if (paid.outcome !== 'paid') throw new Error(paid.reason)
  return paid.payment.paymentId
}
