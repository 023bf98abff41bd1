import { describe, expect, it } from 'vitest'
import { joinCodeLine } from '../../src/contract/headquarters.ts'
import { failureOf } from '../../src/sync/failure.ts'
import { readJoinCode, writeJoinCode } from '../../src/sync/join-code.ts'
import { clientConfig } from '../../src/sync/link.ts'
import { meet } from '../../src/sync/meeting.ts'
import type { MeetingProgress } from '../../src/sync/parts.ts'
import { meetingParts } from '../support/branch-office.ts'
import { branchesOfOne, meets, nameAt, rename } from '../support/branches.ts'
import type { BranchOffice } from '../support/headquarters.ts'

const { headquarters, newBranch, codeOf, share } = branchesOfOne()
const run = (sql: string, ...values: unknown[]) => headquarters().client().query(sql, values)

const nowhere = '01a2004a-0000-7000-8000-000000000000'

function park({ store }: BranchOffice, entity: 'customer' | 'bill' | 'payment'): void {
  const seq = entity === 'payment' ? 0 : 1
  const at = { at_ms: 1, parked_at_ms: 1 }
  store.park({ direction: 'pull', epoch: 0, seq, entity, entity_id: nowhere, body: '{}', reason: 'no_bill', ...at })
}

describe('what is tried again and headquarters does not have any more', () => {
  it('goes off the list where nothing is missing here, and is named where it may be', async () => {
    const office = await newBranch()
    await meets(office)
    for (const entity of ['customer', 'bill', 'payment'] as const) park(office, entity)
    expect(office.store.tryAllAgain()).toBe(3)
    await meets(office)
    expect(office.store.parkedList(0, 5)).toMatchObject([{ entity: 'payment', reason: 'gone', tries: 2, again: 0 }])
  })
})

describe('more than a page', () => {
  it('of what was left over or is to settle can be turned to', async () => {
    const office = await newBranch()
    const { customerId } = office.addCustomer({ accountNo: 'P-1' })
    const { store, headquarters: desk } = office
    for (let nth = 0; nth < 205; nth += 1) {
      store.park({
        ...{ direction: 'pull', epoch: 0, seq: nth, entity: 'bill', entity_id: nowhere, at_ms: nth, body: '{}' },
        ...{ reason: 'no_bill', parked_at_ms: nth },
      })
      // Several of one moment: the order goes on within it.
      store.putConflict({
        ...{ id: crypto.randomUUID(), customer_id: customerId, field: 'name', kept: 'a', lost: `${nth}` },
        ...{ happened_at_ms: Math.floor(nth / 60), reviewed_at_ms: null, reviewed_by: null },
      })
    }
    const parked: number[] = []
    const conflicts: string[] = []
    for (const size of [100, 100, 5]) {
      const page = desk.parked(parked.at(-1) ?? 0)
      expect([page.rows.length, page.more]).toEqual([size, size === 100])
      parked.push(...page.rows.map(({ parkedId }) => parkedId))
    }
    expect(new Set(parked).size).toBe(205)
    let after: Parameters<typeof desk.conflicts>[0] = null
    for (const size of [100, 100, 5]) {
      const page = desk.conflicts(after)
      expect([page.rows.length, page.more]).toEqual([size, size === 100])
      const last = page.rows.at(-1)
      after = last === undefined ? null : { happenedAtMs: last.happenedAtMs, conflictId: last.conflictId }
      conflicts.push(...page.rows.map(({ conflictId }) => conflictId))
    }
    expect(new Set(conflicts).size).toBe(205)
  })
})

describe('how far a meeting is', () => {
  it('is told with what there is in all, in both directions', async () => {
    const office = await newBranch()
    const other = await newBranch()
    for (let nth = 0; nth < 2_100; nth += 1) office.addCustomer({ accountNo: `N-${nth}` })
    const said: MeetingProgress[] = []
    const parts = (of: BranchOffice) => ({
      ...meetingParts(of, of.url),
      say: (progress: MeetingProgress) => void said.push(progress),
    })
    expect((await meet(parts(office))).ok).toBe(true)
    const pushed = said.filter(({ doing }) => doing === 'push')
    expect(pushed.length).toBeGreaterThan(1)
    expect(new Set(pushed.map(({ of }) => of)).size).toBe(1)
    expect(pushed.at(-1)?.records).toBe(pushed[0]?.of)
    for (const accountNo of ['N-1', 'N-2', 'N-3']) await share(office, accountNo, other)
    await meets(other)
    // All of it again: nothing changes, and it is counted all the same.
    other.store.feedFromStart()
    said.length = 0
    expect((await meet(parts(other))).ok).toBe(true)
    expect(said.filter(({ doing }) => doing === 'pull')).toEqual([{ doing: 'pull', records: 3, of: 3 }])
  })
})

describe('what comes from headquarters', () => {
  it('is not half written where this office’s tables refuse a part of it', async () => {
    const office = await newBranch()
    const { customerId } = office.addCustomer({ accountNo: 'H-1', name: 'Before' })
    await meets(office)
    const { db } = office.app.officeData
    db.exec(`CREATE TEMP TRIGGER no_mail BEFORE INSERT ON contact WHEN NEW.value LIKE '%refused%'
      BEGIN SELECT RAISE(ABORT, 'refused'); END`)
    const changes = JSON.stringify({ name: 'After', 'email:refused@example.com': { position: 0 } })
    await run('SELECT counterfoil.change_customer($1, $2, $3)', codeOf(office), customerId, changes)
    const met = await meets(office)
    expect(office.store.parkedList(0, 5)).toMatchObject([{ entity: 'customer', entity_id: customerId }])
    expect([nameAt(office, 'H-1'), met.customers]).toEqual(['Before', 0])
    db.exec('DROP TRIGGER no_mail')
    office.store.tryAllAgain()
    await meets(office)
    expect([nameAt(office, 'H-1'), office.store.parkedCount()]).toEqual(['After', 0])
  })

  it('with other stamps alone does not stop the form that a clerk has open', async () => {
    const office = await newBranch()
    office.addCustomer({ accountNo: 'F-1', name: 'Same' })
    await meets(office)
    const open = office.app.customerStore.byAccount('F-1')
    await run(
      `UPDATE counterfoil.customer SET stamps = stamps || jsonb_build_object('ward', counterfoil.stamp_after(stamps ->> '*')) WHERE id = $1`,
      open?.id,
    )
    await run('SELECT counterfoil.tell_branches($1, $2)', open?.id, office.branchId)
    office.time.pass(60_000)
    expect((await meets(office)).customers).toBe(0)
    const now = office.app.customerStore.byAccount('F-1')
    expect(now?.updated_at_ms).toBe(open?.updated_at_ms)
    expect(now?.stamps).not.toBe(open?.stamps)
    expect(JSON.parse(now?.stamps ?? '{}')).toHaveProperty('ward')
    rename(office, 'F-1', 'Edited')
  })
})

describe('the way to headquarters', () => {
  it('with a stray % is refused with the way to write it', () => {
    for (const url of ['postgresql://u:p%zz@h/db', 'postgresql://u%:p@h/db', 'postgresql://u:p@h/%db']) {
      try {
        clientConfig(url)
        throw new Error('taken')
      } catch (error) {
        expect(failureOf(error)).toMatchObject({ reason: 'refused', words: expect.stringContaining('% as %25') })
      }
    }
    expect(clientConfig('postgresql://u:p%25zz@h/db')).toMatchObject({ password: 'p%zz' })
  })

  it('may be a code with the certificates of three authorities in it', () => {
    const pem = () =>
      `-----BEGIN CERTIFICATE-----\n${Buffer.from(crypto.getRandomValues(new Uint8Array(1_500))).toString('base64')}\n`
    const at = { host: 'hq.example', port: 5432, database: 'headquarters', role: 'r', password: 'p' }
    const code = writeJoinCode({ ...at, ca: pem() + pem() + pem() })
    expect(code.length).toBeGreaterThan(4_000)
    expect(readJoinCode(joinCodeLine.parse(code)).ok).toBe(true)
  })
})
