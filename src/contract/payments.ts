/** Taking money, and giving it back on paper. The same key twice is one payment; the same key with another body is refused. */
import { z } from 'zod'
import { pin } from './office.ts'
import { inVisit, inVisitByStaff, staffOnly } from './procedure.ts'
import { pinRefusals } from './session.ts'
import { amountMinor, atMs, id, idempotencyKey, line, optionalLine, positiveAmountMinor } from './values.ts'

export const paymentMethod = z.enum(['cash', 'card', 'transfer', 'pay_code'])
export type PaymentMethod = z.infer<typeof paymentMethod>

export const allocation = z.object({ billId: id, amountMinor: positiveAmountMinor })
export type Allocation = z.infer<typeof allocation>

export const payment = z.object({
  paymentId: id,
  receiptId: id,
  receiptNo: z.string(),
  method: paymentMethod,
  amountMinor,
  tenderedMinor: amountMinor.nullable(),
  changeMinor: amountMinor.nullable(),
  reference: z.string().nullable(),
  status: z.enum(['paid', 'voided']),
  paidAtMs: atMs,
  allocations: z.array(allocation.extend({ billNo: z.string(), period: z.string() })),
})
export type Payment = z.infer<typeof payment>

const payRefusal = z.object({
  outcome: z.literal('refused'),
  reason: z.enum([
    'nothing_to_pay',
    'unknown_bill',
    'more_than_balance',
    'tendered_too_little',
    'reference_missing',
    'key_reused',
  ]),
  billId: id.optional(),
})

const paid = z.object({ outcome: z.literal('paid'), payment })
export const payOutcome = z.discriminatedUnion('outcome', [paid, payRefusal])
export type PayOutcome = z.infer<typeof payOutcome>

/** A pay-code: a QR the customer pays from a bank's app. It becomes a payment when staff see the money arrive. */
export const payCode = z.object({
  payCodeId: id,
  /** Short, to say aloud and to search by: `P7K4M2`. */
  code: z.string(),
  qrText: z.string(),
  amountMinor,
  expiresAtMs: atMs,
  status: z.enum(['waiting', 'settled', 'cancelled', 'expired']),
  customerName: z.string(),
  /** Set once settled. */
  payment: payment.nullable(),
})
export type PayCode = z.infer<typeof payCode>

const payCodeOutcome = z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('done'), payCode }), payRefusal])

/** What became of a payment whose answer was lost. Definite: a key that was answered with `not_paid` takes no payment later. */
const lookUpOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('paid'), amountMinor, receiptNo: z.string(), paidAtMs: atMs }),
  z.object({ outcome: z.literal('not_paid') }),
])
export type LookUpOutcome = z.infer<typeof lookUpOutcome>

/** A payment that this terminal asked for and whose end was not shown to a clerk. */
const untoldPayment = z.object({ key: idempotencyKey, amountMinor, found: lookUpOutcome })
export type UntoldPayment = z.infer<typeof untoldPayment>

export const payments = {
  /** Oldest bill first: how `amountMinor` would be spread over the chosen (or all unpaid) bills. Writes nothing. */
  spread: inVisit
    .input(z.object({ visitId: id, amountMinor: positiveAmountMinor, billIds: z.array(id).max(200).optional() }))
    .output(z.object({ allocations: z.array(allocation), leftoverMinor: amountMinor })),
  /** Cash needs `tenderedMinor`; card and transfer need `reference`. Staff only: a kiosk cannot count money. */
  pay: inVisitByStaff
    .input(
      z.object({
        visitId: id,
        key: idempotencyKey,
        method: paymentMethod.exclude(['pay_code']),
        allocations: z.array(allocation).min(1).max(200),
        tenderedMinor: positiveAmountMinor.optional(),
        reference: optionalLine(60).optional(),
      }),
    )
    .output(payOutcome),
  /** What became of a key: the answer after a crash or a lost connection. */
  find: inVisit
    .input(z.object({ visitId: id, key: idempotencyKey }))
    .output(z.discriminatedUnion('outcome', [paid, z.object({ outcome: z.literal('not_paid') })])),
  /** The same after a crash, whether the visit is still open or not. */
  lookUp: staffOnly.input(z.object({ key: idempotencyKey })).output(lookUpOutcome),
  /** After a crash: what the office knows of this terminal's payments that nobody was shown the end of, newest first. */
  untold: staffOnly.output(z.array(untoldPayment)),
  /** The clerk was shown what became of them. */
  told: staffOnly
    .input(z.object({ keys: z.array(idempotencyKey).min(1).max(40) }))
    .output(z.object({ outcome: z.literal('done') })),
  list: inVisit.input(z.object({ visitId: id })).output(z.array(payment)),
  createPayCode: inVisit
    .input(z.object({ visitId: id, key: idempotencyKey, allocations: z.array(allocation).min(1).max(200) }))
    .output(payCodeOutcome),
  payCodeState: inVisit.input(z.object({ visitId: id, payCodeId: id })).output(payCode.nullable()),
  cancelPayCode: inVisit
    .input(z.object({ visitId: id, payCodeId: id }))
    .output(z.object({ outcome: z.enum(['done', 'too_late']) })),
  /**
   * Pay-codes waiting for their money, newest first, for the desk. With `query`, a code or a name, also those of the last 30
   * days that expired or were cancelled: a QR stays payable in a bank's app, and money that comes late must find its bill.
   */
  payCodes: staffOnly.input(z.object({ query: z.string().max(60).default('') })).output(z.array(payCode)),
  /** The money arrived, in time or late: the pay-code becomes a payment with the bank's reference. Settling twice is one payment. */
  settlePayCode: staffOnly.input(z.object({ payCodeId: id, reference: line(60) })).output(
    z.discriminatedUnion('outcome', [
      paid,
      z.object({
        outcome: z.literal('refused'),
        reason: z.enum(['not_found', 'more_than_balance']),
      }),
    ]),
  ),
  /** A second person, a supervisor other than the one signed in, approves with their PIN. */
  void: inVisitByStaff
    .input(z.object({ visitId: id, paymentId: id, reason: line(200), approverId: id, approverPin: pin }))
    .output(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('voided'), payment }),
        ...pinRefusals,
        z.object({
          outcome: z.literal('refused'),
          reason: z.enum(['not_found', 'already_voided', 'same_person', 'not_a_supervisor']),
        }),
      ]),
    ),
}
