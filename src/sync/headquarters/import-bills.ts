/** Bills of a file, upserted at headquarters by bill number. One never falls below what is paid of it, nor changes its customer then. */

import type { NewId } from '../../core/kernel/ids.ts'
import { decimalText } from '../../core/kernel/money.ts'
import { done, type Outcome } from '../../core/kernel/outcome.ts'
import { type Stamp, stampAfter } from '../../core/kernel/stamp.ts'
import type { BillColumn } from '../../core/transfers/columns.ts'
import { type BillOfAccount, parseBillRow } from '../../core/transfers/parse-bill-row.ts'
import { fault, type RowFault } from '../../core/transfers/row-fault.ts'
import type { SeenKeys } from '../../core/transfers/seen-keys.ts'
import { type FedBranch, feed, headquartersNode, rowTaker, type Taken } from './import-rows.ts'

interface HeldBill {
  readonly nth: number
  readonly id: string
  readonly customer_id: string
  readonly period: string
  readonly issued_on: string
  readonly due_on: string
  readonly amount_minor: number
  readonly stamp: Stamp
  readonly paid_minor: number
}

interface Written {
  readonly id: string
  readonly customerId: string
  readonly bill: BillOfAccount
  readonly stamp: Stamp
}

export interface BillImport extends FedBranch {
  readonly newId: NewId
  readonly seen: SeenKeys
  readonly currency: string
  /** Headquarters' clock, epoch milliseconds. */
  readonly nowMs: () => number
}

const same = (held: HeldBill, customerId: string, bill: BillOfAccount): boolean =>
  held.customer_id === customerId &&
  held.period === bill.period &&
  held.issued_on === bill.issuedOn &&
  held.due_on === bill.dueOn &&
  held.amount_minor === bill.amountMinor

export function billTaker(parts: BillImport) {
  const { client, branchId, currency } = parts

  /** Account number, as the file has it, to the customer. */
  async function customersOf(accounts: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await client.query<{ account: string; id: string }>(
      `SELECT DISTINCT ON (u.account) u.account, c.id FROM unnest($2::text[]) AS u (account)
       JOIN counterfoil.customer c ON c.branch_id = $1 AND lower(c.account_no) = lower(u.account) ORDER BY u.account, c.id`,
      [branchId, [...new Set(accounts)]],
    )
    return new Map(rows.map(({ account, id }) => [account, id]))
  }

  async function heldBills(numbers: readonly string[]): Promise<Map<number, HeldBill>> {
    const { rows } = await client.query<HeldBill>(
      `SELECT u.nth, b.id, b.customer_id, b.period, b.issued_on::text, b.due_on::text, b.amount_minor, b.stamp,
         (SELECT v.paid_minor FROM counterfoil.bill_balance v WHERE v.branch_id = b.branch_id AND v.id = b.id)::bigint AS paid_minor
       FROM unnest($2::text[]) WITH ORDINALITY AS u (bill_no, nth)
       JOIN counterfoil.bill b ON b.branch_id = $1 AND b.bill_no = u.bill_no ORDER BY b.branch_id, b.id FOR UPDATE OF b`,
      [branchId, numbers],
    )
    return new Map(rows.map((row) => [row.nth - 1, row]))
  }

  return rowTaker<BillColumn, BillOfAccount>(parts, parts.seen, {
    keyColumn: 'bill_no',
    parse: (cells) => parseBillRow(cells, currency),
    keyOf: (record) => record.billNo,
    async save(asked) {
      const customers = await customersOf(asked.map(({ record }) => record.accountNo))
      const held = await heldBills(asked.map(({ record }) => record.billNo))
      const nowMs = parts.nowMs()
      const added: Written[] = []
      const changed: Written[] = []
      const answers = asked.map(({ record: bill }, at): Outcome<Taken, RowFault> => {
        const customerId = customers.get(bill.accountNo)
        if (customerId === undefined)
          return fault('account_no', bill.accountNo, 'there is no customer with this account')
        const row = held.get(at)
        const stamp = stampAfter(nowMs, [row?.stamp ?? ''], headquartersNode)
        if (row === undefined) {
          added.push({ id: parts.newId(), customerId, bill, stamp })
          return done('added')
        }
        if (same(row, customerId, bill)) return done('unchanged')
        if (row.paid_minor > bill.amountMinor)
          return fault('amount', decimalText(bill.amountMinor, currency), 'less than what is already paid of this bill')
        if (row.paid_minor > 0 && row.customer_id !== customerId)
          return fault('account_no', bill.accountNo, 'this bill is partly or wholly paid by another account')
        changed.push({ id: row.id, customerId, bill, stamp })
        return done('changed')
      })
      await write(parts, [...added, ...changed])
      await feed(
        parts,
        'bill',
        [...added, ...changed].map(({ id }) => id),
      )
      return answers
    },
  })
}

async function write({ client, branchId }: FedBranch, list: readonly Written[]): Promise<void> {
  if (list.length === 0) return
  const of = (name: 'billNo' | 'period' | 'issuedOn' | 'dueOn' | 'amountMinor') => list.map(({ bill }) => bill[name])
  await client.query(
    `INSERT INTO counterfoil.bill (branch_id, id, bill_no, customer_id, period, issued_on, due_on, amount_minor, stamp, created_at, updated_at)
     SELECT $1, u.*, now(), now() FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::date[], $7::date[], $8::bigint[],
       $9::text[]) AS u
     ON CONFLICT (branch_id, id) DO UPDATE SET customer_id = excluded.customer_id, period = excluded.period,
       issued_on = excluded.issued_on, due_on = excluded.due_on, amount_minor = excluded.amount_minor, stamp = excluded.stamp,
       updated_at = excluded.updated_at, written_at = now()`,
    [
      branchId,
      list.map(({ id }) => id),
      of('billNo'),
      list.map(({ customerId }) => customerId),
      of('period'),
      of('issuedOn'),
      of('dueOn'),
      of('amountMinor'),
      list.map(({ stamp }) => stamp),
    ],
  )
}
