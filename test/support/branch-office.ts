/** An office that is a branch, and its meetings with a headquarters. */
import { bySystem } from '../../src/core/audit/trail.ts'
import type { Outcome } from '../../src/core/kernel/outcome.ts'
import type { MeetingFailure } from '../../src/sync/failure.ts'
import { openLink } from '../../src/sync/link.ts'
import { type MeetingRequest, type Met, meet } from '../../src/sync/meeting.ts'
import type { MeetingParts } from '../../src/sync/parts.ts'
import { headquartersStore } from '../../src/sync/store.ts'
import type { BranchThere, Headquarters } from './headquarters-peer.ts'
import { type TestOffice, testOffice } from './office.ts'

export function meetingParts(office: TestOffice, url: string, ca?: string): MeetingParts {
  const { app } = office
  const data = app.officeData
  return {
    ...data,
    monotonicMs: () => performance.now(),
    store: headquartersStore(data.db),
    customerStore: app.customerStore,
    billStore: app.billStore,
    connect: () => openLink(url, ca),
    makeWay: async () => {},
    cancelled: () => false,
    say: () => {},
    office: { name: 'Test Office', currency: 'INR', version: '0.1.0' },
    by: bySystem,
  }
}

export const meetAt = (
  office: TestOffice,
  url: string,
  request: MeetingRequest = {},
): Promise<Outcome<Met, MeetingFailure>> => meet(meetingParts(office, url), request)

/** Makes the office the branch that has joined there. */
export function become(office: TestOffice, branch: BranchThere): void {
  const store = headquartersStore(office.app.officeData.db)
  office.app.officeData.transact(() => store.join(branch.id, branch.code, 'headquarters', 1))
}

let named = 0

/** A new office that is a new branch there. */
export async function newBranchOffice(hq: Headquarters): Promise<{ office: TestOffice; branch: BranchThere }> {
  named += 1
  const office = testOffice({ seed: named })
  const branch = await hq.branch(`branch-${named}`)
  become(office, branch)
  return { office, branch }
}

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id)

/** The facts of the office, and of headquarters for its branch, in one form: equal where everything is there once. */
export async function factsOf(office: TestOffice, hq: Headquarters, branchId: string) {
  const { db } = office.app.officeData
  const here = (sql: string): string[] => ids(db.prepare<[], { id: string }>(sql).all())
  const there = async (sql: string): Promise<string[]> => ids((await hq.run(sql, [branchId])).rows)
  const money = `p.id || ' ' || p.amount_minor || ' ' || r.number || ' ' || coalesce(v.reason, '-') AS id FROM`
  const payments = `payment p JOIN counterfoil.receipt r ON r.branch_id = p.branch_id AND r.payment_id = p.id
    LEFT JOIN counterfoil.payment_void v ON v.branch_id = p.branch_id AND v.payment_id = p.id WHERE p.branch_id = $1 ORDER BY p.id`
  return {
    here: {
      payments: here(
        `SELECT ${money} payment p JOIN receipt r ON r.payment_id = p.id LEFT JOIN payment_void v ON v.payment_id = p.id ORDER BY p.id`,
      ),
      allocations: here(`SELECT payment_id || bill_id || amount_minor AS id FROM allocation ORDER BY 1`),
      customers: here('SELECT id FROM customer ORDER BY 1'),
      bills: here(`SELECT id || ' ' || amount_minor || ' ' || paid_minor AS id FROM bill ORDER BY 1`),
      visits: here('SELECT id FROM visit ORDER BY 1'),
    },
    there: {
      payments: await there(`SELECT ${money} counterfoil.${payments}`),
      allocations: await there(
        `SELECT payment_id::text || bill_id || amount_minor AS id FROM counterfoil.allocation WHERE branch_id = $1 ORDER BY 1`,
      ),
      customers: await there('SELECT id FROM counterfoil.customer WHERE branch_id = $1 ORDER BY id'),
      bills: await there(
        `SELECT id || ' ' || amount_minor || ' ' || paid_minor AS id FROM counterfoil.bill_balance WHERE branch_id = $1 ORDER BY 1`,
      ),
      visits: await there('SELECT id FROM counterfoil.visit WHERE branch_id = $1 ORDER BY id'),
    },
  }
}
