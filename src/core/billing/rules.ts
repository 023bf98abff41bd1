/** Pure decisions about money: what is overdue, how an amount spreads over bills, when a payment is refused. */
import type { BillStatus } from '../../contract/billing.ts'
import type { Allocation, PaymentMethod } from '../../contract/payments.ts'

export interface OpenBill {
  readonly id: string
  readonly due_on: string
  readonly issued_on: string
  readonly amount_minor: number
  readonly paid_minor: number
}

export const balanceOf = (bill: Pick<OpenBill, 'amount_minor' | 'paid_minor'>): number =>
  bill.amount_minor - bill.paid_minor

/** `overdue` wins over `partly_paid`; a bill is overdue from the day after its due day. */
export function billStatus(bill: OpenBill, today: string): BillStatus {
  if (balanceOf(bill) === 0) return 'paid'
  if (bill.due_on < today) return 'overdue'
  return bill.paid_minor > 0 ? 'partly_paid' : 'open'
}

/** Oldest due first; equal dates by issue date, then id, so that the order never wavers. */
function oldestFirst<Bill extends OpenBill>(bills: readonly Bill[]): Bill[] {
  const key = (bill: Bill): string => `${bill.due_on}|${bill.issued_on}|${bill.id}`
  return [...bills].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** Spreads an amount over bills, oldest first, each at most its balance. The sum of allocations and leftover is the amount. */
export function spreadAmount(
  bills: readonly OpenBill[],
  amountMinor: number,
): { allocations: Allocation[]; leftoverMinor: number } {
  let leftoverMinor = amountMinor
  const allocations: Allocation[] = []
  for (const bill of oldestFirst(bills)) {
    const part = Math.min(balanceOf(bill), leftoverMinor)
    if (part > 0) allocations.push({ billId: bill.id, amountMinor: part })
    leftoverMinor -= part
  }
  return { allocations, leftoverMinor }
}

export interface PaymentRequest {
  readonly method: PaymentMethod
  readonly allocations: readonly Allocation[]
  readonly tenderedMinor: number | null
  readonly reference: string
}

export interface AllocationRefusal {
  readonly outcome: 'refused'
  readonly reason: 'nothing_to_pay' | 'unknown_bill' | 'more_than_balance' | 'tendered_too_little' | 'reference_missing'
  readonly billId?: string
}

/** Why these allocations cannot be paid, or null. A bill named twice is summed before it is compared with its balance. */
export function refuseAllocations(
  allocations: readonly Allocation[],
  billOf: (billId: string) => OpenBill | undefined,
): AllocationRefusal | null {
  if (allocations.length === 0) return { outcome: 'refused', reason: 'nothing_to_pay' }
  const seen = new Set<string>()
  for (const { billId, amountMinor } of allocations) {
    const bill = billOf(billId)
    if (bill === undefined || seen.has(billId)) return { outcome: 'refused', reason: 'unknown_bill', billId }
    if (amountMinor > balanceOf(bill)) return { outcome: 'refused', reason: 'more_than_balance', billId }
    seen.add(billId)
  }
  return null
}

/** Why this way of paying cannot be taken, or null: cash needs enough on the counter, card and transfer a reference. */
export function refuseMethod(request: PaymentRequest, totalMinor: number): AllocationRefusal | null {
  if (request.method === 'cash') {
    return request.tenderedMinor === null || request.tenderedMinor < totalMinor
      ? { outcome: 'refused', reason: 'tendered_too_little' }
      : null
  }
  return request.reference === '' ? { outcome: 'refused', reason: 'reference_missing' } : null
}

export const totalOf = (allocations: readonly Allocation[]): number =>
  allocations.reduce((sum, part) => sum + part.amountMinor, 0)
