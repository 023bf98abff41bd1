/** Two branches with a row of each kind, to see whether one can reach the other's. */
import type { BranchThere, Headquarters } from '../../support/headquarters-peer.ts'

/** Stands in every text of a branch's rows: seen by another role, it is a leak. */
export const markOf = (code: string): string => `secret-of-${code}`

export const customerOf = (branch: BranchThere): string => `${branch.id.slice(0, -4)}c001`
export const billOf = (branch: BranchThere): string => `${branch.id.slice(0, -4)}b001`

const moment = '2026-05-05T10:00:00Z'

/** One row of each table, by table; columns left out have defaults. */
export function rowsOf(branch: BranchThere): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const mark = markOf(branch.code)
  const own = { branch_id: branch.id }
  const customer_id = customerOf(branch)
  const id = `${branch.id.slice(0, -4)}0001`
  const hash = '\\x00'
  return {
    branch_report: {
      ...own,
      heard_at: moment,
      app_version: '1',
      office_name: mark,
      currency: 'INR',
      waiting: 1,
      parked: 0,
      clock_offset_ms: 0,
    },
    lane: { ...own, epoch: 1, lane: 1, seq: 5, hash, changed_at: moment },
    batch: { ...own, epoch: 1, lane: 1, first_seq: 1, last_seq: 5, records: 5, parked: 0, hash, received_at: moment },
    parked: { ...own, epoch: 1, seq: 3, entity: 'payment', entity_id: id, reason: mark, parked_at: moment },
    terminal: { ...own, id, number: 1, name: mark, face: null, created_at: moment },
    customer: {
      ...own,
      ...{
        id: customer_id,
        account_no: 'A-1',
        name: mark,
        address: '',
        ward: '',
        contacts: { [`email:${mark}@a.b`]: { position: 0 } },
      },
      ...{ stamps: { '*': '0000000000000000-a' }, created_at: moment, updated_at: moment, written_at: moment },
    },
    customer_share: { ...own, customer_id: id, home_branch_id: branch.id },
    customer_conflict: {
      home_branch_id: branch.id,
      customer_id,
      id,
      field: 'name',
      kept: mark,
      kept_stamp: '',
      lost: mark,
      lost_stamp: '',
      happened_at: moment,
    },
    bill: {
      ...own,
      ...{
        id: billOf(branch),
        bill_no: `B-${branch.code}`,
        customer_id,
        period: mark,
        issued_on: '2026-01-01',
        due_on: '2026-02-01',
        amount_minor: 5,
      },
      ...{ lines: [], stamp: '', created_at: moment, updated_at: moment, written_at: moment },
    },
    feed: { ...own, kind: 'customer', id: customer_id, home_branch_id: branch.id, seq: 1 },
    feed_head: { ...own, seq: 1 },
    payment: {
      ...own,
      ...{
        id,
        paid_at: moment,
        customer_id,
        visit_id: id,
        terminal_id: id,
        method: 'cash',
        amount_minor: 5,
        currency: 'INR',
      },
      ...{ reference: mark, taken_by: mark, received_at: moment },
    },
    allocation: { ...own, payment_id: id, bill_id: billOf(branch), paid_at: moment, amount_minor: 5 },
    receipt: { ...own, number: `T1-${branch.code}`, payment_id: id, issued_at: moment },
    payment_void: {
      ...own,
      payment_id: id,
      reason: mark,
      requested_by: 'a',
      approved_by: 'b',
      voided_at: moment,
      received_at: moment,
    },
    visit: { ...own, id, started_at: moment, customer_id, terminal_id: id, verified_by: mark, opened_by: mark },
    verification: {
      ...own,
      id,
      asked_at: moment,
      purpose: mark,
      channel: 'sms',
      known: true,
      terminal_id: id,
      status: 'live',
      tries_used: 0,
    },
    message: { ...own, id, queued_at: moment, template: mark, channel: 'sms', status: 'taken', attempts: 1 },
    feedback: {
      ...own,
      ...{
        id,
        created_at: moment,
        ticket_no: '1',
        visit_id: id,
        customer_id,
        rating: 5,
        category: mark,
        words: mark,
        status: 'open',
      },
      ...{ answer: '', updated_at: moment },
    },
    audit_head: { ...own, epoch: 1, audit_seq: 1, hash, told_at: moment },
  }
}

/** An insert of one row given as JSON; columns that are left out get their defaults. */
export function insertOf(
  relation: string,
  row: Readonly<Record<string, unknown>>,
): { text: string; values: unknown[] } {
  const columns = Object.keys(row).join(', ')
  const text = `INSERT INTO counterfoil.${relation} (${columns}) SELECT ${columns} FROM json_populate_record(NULL::counterfoil.${relation}, $1)`
  return { text, values: [JSON.stringify(row)] }
}

export async function fill(hq: Headquarters, branch: BranchThere): Promise<void> {
  for (const [table, row] of Object.entries(rowsOf(branch))) {
    const { text, values } = insertOf(table, row)
    await hq.run(text, values)
  }
}

/** Everything that headquarters holds of a branch, as one text. */
export async function heldOf(hq: Headquarters, branch: BranchThere): Promise<string> {
  const held: string[] = []
  for (const table of ['branch', ...Object.keys(rowsOf(branch))]) {
    const key = table === 'branch' ? 'id' : table === 'customer_conflict' ? 'home_branch_id' : 'branch_id'
    const { rows } = await hq.run(
      `SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') AS rows FROM counterfoil.${table} t WHERE ${key} = $1`,
      [branch.id],
    )
    held.push(`${table}: ${rows[0].rows}`)
  }
  return held.join('\n')
}
