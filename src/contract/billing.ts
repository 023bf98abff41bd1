/** The customer's bills, inside a visit. */
import { z } from 'zod'
import { inVisit } from './procedure.ts'
import { amountMinor, id, isoDate } from './values.ts'

export const billStatus = z.enum(['open', 'overdue', 'partly_paid', 'paid'])
export type BillStatus = z.infer<typeof billStatus>

export const bill = z.object({
  billId: id,
  billNo: z.string(),
  /** What it is for, as the office names it: `2026-10`. */
  period: z.string(),
  issuedOn: isoDate,
  dueOn: isoDate,
  amountMinor,
  paidMinor: amountMinor,
  balanceMinor: amountMinor,
  /** `overdue` wins over `partly_paid`. */
  status: billStatus,
})
export type Bill = z.infer<typeof bill>

const billLine = z.object({ label: z.string(), amountMinor: z.int() })

export const billing = {
  /** Unpaid bills first, oldest due first; then paid ones, newest first. At most 200. */
  bills: inVisit.input(z.object({ visitId: id })).output(
    z.object({
      bills: z.array(bill),
      balanceMinor: amountMinor,
      overdueMinor: amountMinor,
    }),
  ),
  lines: inVisit.input(z.object({ visitId: id, billId: id })).output(z.array(billLine)),
}
