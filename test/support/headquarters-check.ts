/** Compares what branches hold with what headquarters holds, row by row. */
import type pg from 'pg'
import { expect } from 'vitest'
import { customerFields } from '../../src/core/customers/change-record.ts'
import type { BranchOffice } from './headquarters.ts'
import type { Headquarters } from './headquarters-peer.ts'
import type { TestOffice } from './office.ts'

type Rows = Record<string, unknown>[]
type Asked = Pick<pg.Client, 'query'>

const iso = (ms: unknown): string | null => (typeof ms === 'number' ? new Date(ms).toISOString() : null)
const byId = (rows: Rows, key: string): Rows => rows.toSorted((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1))

async function there(client: Asked, sql: string, branchId: string): Promise<Rows> {
  const { rows } = await client.query<Record<string, unknown>>(sql, [branchId])
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
    ),
  )
}

const here = (office: TestOffice, sql: string): Rows =>
  office.app.officeData.db.prepare<[], Record<string, unknown>>(sql).all()

/** The facts of a branch on one side, in a form that both sides share; by their ids. */
interface Facts {
  readonly payments: Rows
  readonly allocations: Rows
  readonly customers: Rows
  readonly bills: Rows
  readonly visits: Rows
  readonly feedback: Rows
}

function factsHere(office: TestOffice): Facts {
  const of = (sql: string, times: readonly string[] = []): Rows =>
    byId(
      here(office, sql).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, times.includes(name) ? iso(value) : value]),
        ),
      ),
      'id',
    )
  return {
    payments: of(
      `SELECT p.id, p.customer_id, p.visit_id, p.terminal_id, p.method, p.amount_minor, p.currency, p.taken_by, p.paid_at_ms AS paid_at,
         r.number, v.reason, v.approved_by FROM payment p JOIN receipt r ON r.payment_id = p.id
       LEFT JOIN payment_void v ON v.payment_id = p.id`,
      ['paid_at'],
    ),
    allocations: of(`SELECT payment_id || bill_id AS id, amount_minor FROM allocation`),
    customers: of('SELECT id FROM customer WHERE home_branch IS NULL'),
    bills: of('SELECT id, amount_minor, paid_minor FROM bill'),
    visits: of(
      'SELECT id, customer_id, verified_by, started_at_ms AS started_at, ended_at_ms AS ended_at, ended_how FROM visit',
      ['started_at', 'ended_at'],
    ),
    feedback: of('SELECT id, ticket_no, rating, words, status FROM feedback'),
  }
}

async function factsThere(asked: Asked, branchId: string): Promise<Facts> {
  const of = async (sql: string): Promise<Rows> => byId(await there(asked, sql, branchId), 'id')
  return {
    payments: await of(
      `SELECT p.id, p.customer_id, p.visit_id, p.terminal_id, p.method, p.amount_minor::integer, p.currency, p.taken_by, p.paid_at,
         r.number, v.reason, v.approved_by FROM counterfoil.payment p
       LEFT JOIN counterfoil.receipt r ON r.branch_id = p.branch_id AND r.payment_id = p.id
       LEFT JOIN counterfoil.payment_void v ON v.branch_id = p.branch_id AND v.payment_id = p.id WHERE p.branch_id = $1`,
    ),
    allocations: await of(
      `SELECT payment_id::text || bill_id::text AS id, amount_minor::integer FROM counterfoil.allocation WHERE branch_id = $1`,
    ),
    customers: await of('SELECT id FROM counterfoil.customer WHERE branch_id = $1'),
    bills: await of(
      'SELECT id, amount_minor::integer, paid_minor::integer FROM counterfoil.bill_balance WHERE branch_id = $1',
    ),
    visits: await of(
      'SELECT id, customer_id, verified_by, started_at, ended_at, ended_how FROM counterfoil.visit WHERE branch_id = $1',
    ),
    feedback: await of(
      'SELECT id, ticket_no, rating::integer, words, status FROM counterfoil.feedback WHERE branch_id = $1',
    ),
  }
}

/** Of the office, and of headquarters for its branch: equal where everything is there once. */
export async function factsOf(
  office: TestOffice,
  hq: Headquarters,
  branchId: string,
): Promise<{ readonly here: Facts; readonly there: Facts }> {
  return { here: factsHere(office), there: await factsThere(hq.asking(), branchId) }
}

/** Every fact of the branch is at headquarters once, as it is here; and nothing else is. */
export async function expectFacts(client: pg.Client, office: BranchOffice): Promise<void> {
  expect(await factsThere(client, office.branchId)).toEqual(factsHere(office))
}

/** The branch holds every customer and bill that it serves exactly as headquarters does. */
export async function expectRegister(client: pg.Client, office: BranchOffice): Promise<void> {
  const { branchId } = office
  const columns = customerFields.join(', ')
  const local = here(office, `SELECT id, ${columns}, stamps FROM customer`).map((row) => ({
    ...row,
    stamps: JSON.parse(String(row.stamps)),
    contacts: Object.fromEntries(
      office.app.customerStore
        .contactsOf(String(row.id))
        .map(({ kind, value, position }) => [`${kind}:${value}`, position]),
    ),
  }))
  const remote = await there(
    client,
    `SELECT id, ${columns}, stamps, contacts FROM counterfoil.customer c WHERE branch_id = $1
       OR EXISTS (SELECT 1 FROM counterfoil.customer_share s WHERE s.branch_id = $1 AND s.customer_id = c.id AND s.home_branch_id = c.branch_id)`,
    branchId,
  )
  const remoteCustomers = remote.map((row) => ({
    ...row,
    contacts: Object.fromEntries(
      Object.entries(row.contacts as Record<string, { position: number }>).map(([name, { position }]) => [
        name,
        position,
      ]),
    ),
  }))
  expect(byId(local, 'id')).toEqual(byId(remoteCustomers, 'id'))

  const bills = here(office, 'SELECT id, bill_no, customer_id, period, issued_on, due_on, amount_minor FROM bill')
  const billsThere = await there(
    client,
    `SELECT id, bill_no, customer_id, period, issued_on::text, due_on::text, amount_minor::integer FROM counterfoil.bill WHERE branch_id = $1`,
    branchId,
  )
  expect(byId(bills, 'id')).toEqual(byId(billsThere, 'id'))

  const paid = here(office, 'SELECT id, paid_minor FROM bill')
  const paidThere = await there(
    client,
    'SELECT id, paid_minor::integer FROM counterfoil.bill_balance WHERE branch_id = $1',
    branchId,
  )
  expect(byId(paid, 'id')).toEqual(byId(paidThere, 'id'))
}
