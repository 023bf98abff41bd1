/** Customers with bills as a screen would show them: each month its own, with what it is made of. */
import type { TestOffice } from './office.ts'

const months = [
  { period: '2026-08', issuedOn: '2026-08-01', dueOn: '2026-08-31', amountMinor: 45_000 },
  { period: '2026-09', issuedOn: '2026-09-01', dueOn: '2026-09-30', amountMinor: 45_000 },
  { period: '2026-10', issuedOn: '2026-10-01', dueOn: '2026-10-31', amountMinor: 47_550 },
] as const

/** ₹450.00 and ₹450.00 overdue, ₹475.50 open: ₹1,375.50 in all. */
export function addThreeBills(office: TestOffice, accountNo: string): void {
  const { app } = office
  const customerId = app.customerStore.byAccount(accountNo)?.id
  if (customerId === undefined) throw new Error(`no account ${accountNo}`)
  app.officeData.transact(() => {
    for (const month of months) {
      const billNo = `B-${accountNo.slice(-4)}-${month.period.slice(-2)}`
      app.bills.upsert({ ...month, billNo, customerId, lines: linesOf(month.amountMinor) })
    }
  })
}

function linesOf(amountMinor: number) {
  const household = { label: 'Household collection', amountMinor: 45_000 }
  return amountMinor > 45_000
    ? [household, { label: 'Bulky waste pickup', amountMinor: amountMinor - 45_000 }]
    : [household]
}

/** How many payments are on disk, voided ones included. */
export function paymentsOnDisk(office: TestOffice): number {
  const counted = office.app.officeData.db.prepare('SELECT count(*) AS payments FROM payment').get() as {
    payments: number
  }
  return counted.payments
}
