/** Taking and voiding payments: the payment, its allocations, its receipt number, change log and audit row commit together. */
import { createHash } from 'node:crypto'
import type { Payment, PayOutcome } from '../../contract/payments.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { ChangeLog } from '../kernel/change-log.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import type { PinOutcome, StaffService } from '../staff/service.ts'
import type { Terminals } from '../terminals/service.ts'
import { actorOf, type Caller } from '../visits/caller.ts'
import type { BillStore } from './bill-store.ts'
import type { PaymentRow, PaymentStore } from './payment-store.ts'
import { type PaymentRequest, refuseAllocations, refuseMethod, totalOf } from './rules.ts'

export interface PaymentParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly newId: NewId
  readonly store: PaymentStore
  readonly bills: BillStore
  readonly terminals: Terminals
  readonly staff: StaffService
  readonly changes: ChangeLog
  readonly audit: AuditTrail
  readonly currency: () => string
}

export interface VoidRequest {
  readonly paymentId: string
  readonly customerId: string
  readonly visitId: string
  readonly reason: string
  readonly approverId: string
  readonly approverPin: string
}

export type VoidOutcome =
  | { readonly outcome: 'voided'; readonly payment: Payment }
  | Exclude<PinOutcome, { outcome: 'done' }>
  | {
      readonly outcome: 'refused'
      readonly reason: 'not_found' | 'already_voided' | 'same_person' | 'not_a_supervisor'
    }

export interface Payments {
  /** The same key and body again gives the payment that already is; the same key with another body is refused. */
  pay(
    caller: Caller,
    visit: { readonly id: string; readonly customerId: string },
    key: string,
    request: PaymentRequest,
  ): PayOutcome
  find(terminalId: string, key: string, customerId: string): Payment | null
  /** Whether a payment with this key is on disk. */
  isTaken(terminalId: string, key: string): boolean
  /**
   * What became of a key. Where nothing was paid, nothing will be: a late request with it is refused. A screen that was let
   * in anew is another terminal, and finds what it asked for as the one it was: keys are random.
   */
  lookUp(terminalId: string, key: string): Payment | null
  ofCustomer(customerId: string): Payment[]
  describe(row: PaymentRow): Payment
  void(caller: Caller, request: VoidRequest): Promise<VoidOutcome>
}

/** So many keys that came to nothing are remembered; a request that was under way comes at once or never. */
const mostGivenUp = 1_000

/** Payments of one customer a screen is given at most. */
const mostPayments = 50

/** A hash of what was asked, the same for the same request however its allocations are ordered. */
export function requestHash(customerId: string, request: PaymentRequest): Buffer {
  const allocations = request.allocations.map((part) => `${part.billId}=${part.amountMinor}`).sort()
  const asked = JSON.stringify([customerId, request.method, allocations, request.tenderedMinor, request.reference])
  return createHash('sha256').update(asked).digest()
}

export function paymentService(parts: PaymentParts): Payments {
  const { transact, clock, store, bills, audit } = parts

  function describe(row: PaymentRow): Payment {
    const receipt = store.receiptOf(row.id)
    if (receipt === undefined) throw new Error(`payment ${row.id} has no receipt`)
    return {
      paymentId: row.id,
      receiptId: receipt.id,
      receiptNo: receipt.number,
      method: row.method,
      amountMinor: row.amount_minor,
      tenderedMinor: row.tendered_minor,
      changeMinor: row.change_minor,
      reference: row.reference,
      status: row.status,
      paidAtMs: row.paid_at_ms,
      allocations: store.allocationsOf(row.id).map((part) => ({
        billId: part.bill_id,
        amountMinor: part.amount_minor,
        billNo: part.bill_no,
        period: part.period,
      })),
    }
  }

  function write(
    caller: Caller,
    visit: { id: string; customerId: string },
    key: string,
    hash: Buffer,
    request: PaymentRequest,
  ): PaymentRow {
    const nowMs = clock.now()
    const amountMinor = totalOf(request.allocations)
    const cash = request.method === 'cash' && request.tenderedMinor !== null
    const row: PaymentRow = {
      id: parts.newId(),
      visit_id: visit.id,
      customer_id: visit.customerId,
      terminal_id: caller.terminalId,
      idempotency_key: key,
      request_hash: hash,
      method: request.method,
      amount_minor: amountMinor,
      currency: parts.currency(),
      tendered_minor: cash ? request.tenderedMinor : null,
      change_minor: cash ? (request.tenderedMinor ?? 0) - amountMinor : null,
      reference: request.reference === '' ? null : request.reference,
      taken_by: actorOf(caller),
      status: 'paid',
      paid_at_ms: nowMs,
    }
    store.insert(row)
    for (const part of request.allocations) {
      store.insertAllocation(row.id, part.billId, part.amountMinor)
      bills.addPaid(part.billId, part.amountMinor, nowMs)
    }
    const number = parts.terminals.takeReceiptNumber(caller.terminalId)
    store.insertReceipt({
      id: parts.newId(),
      payment_id: row.id,
      terminal_id: caller.terminalId,
      ...number,
      created_at_ms: nowMs,
    })
    const { request_hash: _, ...fact } = row
    parts.changes.append('payment', row.id, { ...fact, allocations: request.allocations, receiptNo: number.number })
    audit.append({
      actor: row.taken_by,
      terminalId: caller.terminalId,
      visitId: visit.id,
      action: 'payment.taken',
      subject: row.id,
      outcome: 'paid',
      detail: { amountMinor, currency: row.currency, method: row.method, receiptNo: number.number },
    })
    return row
  }

  // Kept in memory: a restart has dropped the requests that were under way.
  const givenUp = new Set<string>()

  return {
    describe,
    pay(caller, visit, key, request) {
      return transact((): PayOutcome => {
        const hash = requestHash(visit.customerId, request)
        const earlier = store.byKey(caller.terminalId, key)
        if (earlier !== undefined) {
          return earlier.request_hash.equals(hash)
            ? { outcome: 'paid', payment: describe(earlier) }
            : { outcome: 'refused', reason: 'key_reused' }
        }
        if (givenUp.has(key)) return { outcome: 'refused', reason: 'key_reused' }
        const billOf = (billId: string) => {
          const bill = bills.byId(billId)
          return bill?.customer_id === visit.customerId ? bill : undefined
        }
        const refusal =
          refuseAllocations(request.allocations, billOf) ?? refuseMethod(request, totalOf(request.allocations))
        if (refusal !== null) return refusal
        return { outcome: 'paid', payment: describe(write(caller, visit, key, hash, request)) }
      })
    },
    find(terminalId, key, customerId) {
      const row = store.byKey(terminalId, key)
      return row === undefined || row.customer_id !== customerId ? null : describe(row)
    },
    isTaken: (terminalId, key) => store.byKey(terminalId, key) !== undefined,
    lookUp(terminalId, key) {
      const row = store.byKey(terminalId, key) ?? store.byKeyAnywhere(key)
      if (row !== undefined) return describe(row)
      if (givenUp.size >= mostGivenUp) givenUp.clear()
      givenUp.add(key)
      return null
    },
    ofCustomer: (customerId) => store.ofCustomer(customerId, mostPayments).map(describe),
    async void(caller, request) {
      const requester = actorOf(caller)
      const payment = store.byId(request.paymentId)
      if (payment === undefined || payment.customer_id !== request.customerId)
        return { outcome: 'refused', reason: 'not_found' }
      if (payment.status === 'voided') return { outcome: 'refused', reason: 'already_voided' }
      if (request.approverId === requester) return { outcome: 'refused', reason: 'same_person' }
      const approver = parts.staff.list().find((person) => person.staffId === request.approverId)
      if (approver === undefined || approver.role === 'clerk') return { outcome: 'refused', reason: 'not_a_supervisor' }
      const pin = await parts.staff.check(request.approverId, request.approverPin, caller.terminalId)
      if (pin.outcome !== 'done') return pin
      return transact((): VoidOutcome => {
        if (!store.markVoided(payment.id)) return { outcome: 'refused', reason: 'already_voided' }
        const nowMs = clock.now()
        for (const part of store.allocationsOf(payment.id)) bills.addPaid(part.bill_id, -part.amount_minor, nowMs)
        const row = {
          payment_id: payment.id,
          reason: request.reason,
          requested_by: requester,
          approved_by: request.approverId,
          voided_at_ms: nowMs,
        }
        store.insertVoid(row)
        parts.changes.append('payment_void', payment.id, row)
        audit.append({
          actor: requester,
          terminalId: caller.terminalId,
          visitId: request.visitId,
          action: 'payment.voided',
          subject: payment.id,
          outcome: 'voided',
          detail: { reason: request.reason, approvedBy: request.approverId, amountMinor: payment.amount_minor },
        })
        return { outcome: 'voided', payment: describe({ ...payment, status: 'voided' }) }
      })
    },
  }
}
