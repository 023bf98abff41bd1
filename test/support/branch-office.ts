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
