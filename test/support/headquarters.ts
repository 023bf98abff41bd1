/** Headquarters in a real PostgreSQL, and branches that meet it: offices with time and chance in the test's hand. */
import type pg from 'pg'
import type { Outcome } from '../../src/core/kernel/outcome.ts'
import type { MeetingFailure } from '../../src/sync/failure.ts'
import type { Client } from '../../src/sync/link.ts'
import { type MeetingRequest, type Met, meet } from '../../src/sync/meeting.ts'
import { type HeadquartersStore, headquartersStore } from '../../src/sync/store.ts'
import { meetingParts } from './branch-office.ts'
import { headquarters } from './headquarters-peer.ts'
import { type TestOffice, type TestOfficeOptions, testOffice } from './office.ts'
import { type PostgresPeer, startPostgres } from './postgres.ts'

export interface RunningHeadquarters {
  readonly postgres: PostgresPeer
  /** Its name in there. */
  readonly database: string
  /** Of the owner, as it is now. */
  client(): pg.Client
  /** After the server was killed. */
  revive(): Promise<void>
  /** A branch that has joined; answers with its id and the address its role signs in with. */
  addBranch(code: string): Promise<{ branchId: string; url: string }>
  stop(): Promise<void>
}

/** `settings` are the server's own. Where no server dies, `fsync=off` saves the disk. */
export async function startHeadquarters(settings: readonly string[] = []): Promise<RunningHeadquarters> {
  const postgres = await startPostgres({ settings })
  const there = await headquarters(postgres)
  return {
    postgres,
    database: there.database,
    client: () => there.asking(),
    async revive() {
      await postgres.start()
      await there.reopen()
    },
    async addBranch(code) {
      const { id: branchId, url } = await there.branch(code)
      return { branchId, url }
    },
    async stop() {
      await there
        .asking()
        .end()
        .catch(() => undefined)
      await postgres.stop()
    },
  }
}

export interface BranchOffice extends TestOffice {
  readonly branchId: string
  readonly url: string
  readonly store: HeadquartersStore
  meet(request?: MeetingRequest, faults?: MeetingFaults): Promise<Outcome<Met, MeetingFailure>>
}

/** Where a meeting breaks: the instants are counted, so that a seed finds them again. */
export interface MeetingFaults {
  /** The connection is cut at this question, counted from 1: before it leaves, or after it was answered and nobody heard. */
  readonly cut?: { readonly at: number; readonly heard: boolean }
  /** The counter works on while the office waits for the answer to this question, counted from 1. */
  readonly during?: { readonly at: number; work(): void }
  /** The office dies at this transaction of its own, counted from 1. */
  readonly dies?: number
}

/** Counts the questions to headquarters. A cut is of the real connection; what was under way there is PostgreSQL's to end. */
function counting(client: Client, { cut, during }: MeetingFaults): Client {
  const query = client.query.bind(client)
  let asked = 0
  const destroy = (): void => {
    const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection
    stream.destroy()
  }
  const counted = async (...args: Parameters<typeof query>): Promise<unknown> => {
    asked += 1
    const nth = asked
    if (nth === during?.at) during.work()
    if (nth === cut?.at && !cut.heard) destroy()
    const answer = await query(...args)
    if (nth === cut?.at) {
      destroy()
      throw Object.assign(new Error('Connection terminated'), { code: 'ECONNRESET' })
    }
    return answer
  }
  return Object.assign(client, { query: counted as typeof query })
}

export function branchOffice(at: { branchId: string; url: string }, options: TestOfficeOptions = {}): BranchOffice {
  const office = testOffice(options)
  const { db } = office.app.officeData
  const store = headquartersStore(db)
  if (store.state().branch_id === null) store.join(at.branchId, at.branchId, 'test', 1)
  return {
    ...office,
    ...at,
    store,
    meet(request = {}, faults = {}) {
      const parts = meetingParts(office, at.url)
      let transactions = 0
      return meet(
        {
          ...parts,
          async connect() {
            return counting(await parts.connect(), faults)
          },
          transact(work) {
            transactions += 1
            if (transactions === faults.dies) throw new Error('the office died')
            return parts.transact(work)
          },
        },
        request,
      )
    },
  }
}
