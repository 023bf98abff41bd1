/** Branches of one headquarters, and what a test does with them. */
import { cpSync } from 'node:fs'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Met } from '../../src/sync/meeting.ts'
import { type BranchOffice, branchOffice, type RunningHeadquarters, startHeadquarters } from './headquarters.ts'
import { handTime, temporaryFolder } from './office.ts'

/** Starts a headquarters before the tests of a file, where no server dies. */
export function branchesOfOne() {
  let headquarters: RunningHeadquarters
  beforeAll(async () => {
    headquarters = await startHeadquarters(['fsync=off'])
  })
  afterAll(() => headquarters.stop())
  const codes = new Map<string, string>()
  const codeOf = (office: BranchOffice): string => codes.get(office.branchId) ?? ''
  return {
    headquarters: () => headquarters,
    codeOf,
    async newBranch(atMs = Date.now()): Promise<BranchOffice> {
      const code = `m${codes.size + 1}`
      const at = await headquarters.addBranch(code)
      codes.set(at.branchId, code)
      return branchOffice(at, { time: handTime(atMs), seed: codes.size })
    },
    /** Of a table and a condition. */
    async count(sql: string, ...values: unknown[]): Promise<number> {
      const { rows } = await headquarters
        .client()
        .query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${sql}`, values)
      return rows[0]?.n ?? -1
    },
    async share(office: BranchOffice, accountNo: string, other: BranchOffice): Promise<void> {
      const id = office.app.customerStore.byAccount(accountNo)?.id
      await headquarters
        .client()
        .query('SELECT counterfoil.share_customer($1, $2, $3)', [codeOf(office), id, codeOf(other)])
    },
  }
}

/** Throws where the meeting did not come about. */
export async function meets(office: BranchOffice): Promise<Met> {
  const met = await office.meet()
  if (!met.ok) throw new Error(`${met.failure.reason}: ${met.failure.words}`)
  return met.value
}

/** The office's folder as it is now, to be opened again later beside or instead of the one that goes on. */
export function copyOf(office: BranchOffice): string {
  const folder = temporaryFolder()
  office.app.officeData.db.pragma('wal_checkpoint(TRUNCATE)')
  cpSync(office.folder, folder, { recursive: true })
  return folder
}

let reopened = 0

/** The office in another folder: what `copyOf` kept of it. */
export function reopenAt(office: BranchOffice, folder: string): BranchOffice {
  reopened += 1
  const { branchId, url, time } = office
  return branchOffice({ branchId, url }, { folder, time: handTime(time.wallMs() + 1_000), seed: 7_000 + reopened })
}

export const nameAt = (office: BranchOffice, accountNo: string): string | undefined =>
  office.app.customerStore.byAccount(accountNo)?.name

/** As a clerk does on the customer's page. */
export function rename(office: Pick<BranchOffice, 'app'>, accountNo: string, name: string): void {
  const { app } = office
  const row = app.customerStore.byAccount(accountNo)
  if (row === undefined) throw new Error('no such customer')
  const contacts = app.customerStore.contactsOf(row.id)
  const of = (kind: string) => contacts.filter((each) => each.kind === kind).map(({ value }) => value)
  const { address, ward, locale, preferred_channel: preferredChannel } = row
  const changed = app.customers.change(
    row.id,
    row.updated_at_ms,
    { accountNo, name, address, ward, locale, preferredChannel, emails: of('email'), phones: of('phone') },
    { actor: 'system', terminalId: null },
  )
  expect(changed.outcome).toBe('done')
}
