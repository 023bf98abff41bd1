import { describe, expect, it, vi } from 'vitest'
import type { AuditFilter } from '../../../src/contract/audit-filter.ts'
import { wholeTrail } from '../../support/filters.ts'
import { type TestOffice, testOffice } from '../../support/office.ts'

function append(
  office: TestOffice,
  fields: { action?: string; actor?: string; outcome?: string; words?: string },
): void {
  const { officeData } = office.app
  officeData.transact(() =>
    officeData.audit.append({
      actor: fields.actor ?? 'system',
      terminalId: null,
      visitId: null,
      action: fields.action ?? 'settings.changed',
      subject: 'office',
      outcome: fields.outcome ?? 'done',
      detail: { words: fields.words ?? '' },
    }),
  )
}

/** Every page from the newest on, as a screen asks for them. */
function pages(office: TestOffice, filter: Partial<AuditFilter>, between: () => void = () => {}): number[] {
  const seen: number[] = []
  let before: number | undefined
  for (;;) {
    const { entries, next } = office.app.auditHistory.list({ ...wholeTrail, ...filter }, before)
    seen.push(...entries.map(({ seq }) => seq))
    if (next === null) return seen
    before = next.before
    between()
  }
}

const newest = (office: TestOffice, filter: Partial<AuditFilter>) =>
  office.app.auditHistory.list({ ...wholeTrail, ...filter }, undefined).entries

describe('the audit viewer', () => {
  it('neither skips nor repeats a row, while rows are added', () => {
    const office = testOffice()
    for (let nth = 0; nth < 230; nth += 1) append(office, {})
    const last = newest(office, {})[0]?.seq ?? 0
    const seen = pages(office, {}, () => append(office, {}))
    expect(seen).toEqual(Array.from({ length: last }, (_, at) => last - at))
  })

  it('goes on where an answer has looked through its share of rows', () => {
    const office = testOffice()
    const { db } = office.app.officeData
    append(office, { words: 'needle at the very bottom' })
    const bottom = newest(office, {})[0]?.seq
    db.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
      INSERT INTO audit SELECT (SELECT max(seq) FROM audit) + i, at_ms + i, 'S', 'T', NULL, 'visit.opened', 'C', 'done', '{}', x'00', x'00'
      FROM n, (SELECT max(at_ms) AS at_ms FROM audit)`)
    const first = office.app.auditHistory.list({ ...wholeTrail, query: 'needle' }, undefined)
    expect(first.entries).toEqual([])
    expect(first.next?.reachedAtMs).toBeGreaterThan(0)
    expect(pages(office, { query: 'needle' })).toEqual([bottom])
    expect(pages(office, { outcome: 'done', group: 'office' }).length).toBeGreaterThan(1)
    expect(newest(office, { actor: 'S' })).toHaveLength(50)
  })

  it('takes what is typed literally: no wildcard, no SQL, no JSON', () => {
    const office = testOffice()
    append(office, { words: 'a 100% refund' })
    append(office, { words: 'it_was "quoted" \\ here' })
    append(office, { words: `Robert'); DROP TABLE audit;--` })
    expect(newest(office, { query: '%' })).toHaveLength(1)
    expect(newest(office, { query: '_w' })).toHaveLength(1)
    expect(newest(office, { query: '"quoted" \\' })).toHaveLength(1)
    expect(newest(office, { query: `'); DROP TABLE` })).toHaveLength(1)
    expect(newest(office, { query: `' OR 1=1 --` })).toHaveLength(0)
    expect(newest(office, { actor: `system' OR '1'='1` })).toHaveLength(0)
  })

  it('combines its filters', async () => {
    const office = testOffice()
    const { staffId } = await office.addStaff({ name: 'Meera Iyer', role: 'administrator', pin: '7391' })
    await office.app.staff.check(staffId, '0000', office.caller().terminalId)
    const here = office.caller()
    await office.app.staff.check(staffId, '7391', here.terminalId)
    expect(newest(office, { actor: staffId, group: 'staff' })).toHaveLength(2)
    const [wrong] = newest(office, { actor: staffId, group: 'staff', outcome: 'wrong' })
    expect(wrong).toMatchObject({ action: 'staff.pin', actor: { kind: 'staff', name: 'Meera Iyer' }, outcome: 'wrong' })
    const there = newest(office, { actor: staffId, terminalId: here.terminalId })
    expect(there).toMatchObject([{ outcome: 'right', terminal: { label: here.terminalLabel } }])
    expect(newest(office, { actor: staffId, group: 'codes' })).toEqual([])
    const now = office.time.wallMs()
    expect(newest(office, { actor: staffId, toMs: now })).toEqual([])
    expect(newest(office, { actor: staffId, fromMs: now, toMs: now + 1 })).toHaveLength(2)
    expect(newest(office, { fromMs: now + 1 })).toEqual([])
    office.time.pass(60_000)
    append(office, {})
    expect(newest(office, { fromMs: now + 1 })).toHaveLength(1)
  })

  it('finds by names of staff, customers, terminals, by ids, and by the words of the screen', async () => {
    const office = testOffice()
    const rashmi = await office.addStaff({ name: 'Rashmi Das', role: 'clerk', pin: '7391' })
    const here = office.caller()
    await office.app.staff.check(rashmi.staffId, '7391', here.terminalId)
    const who = office.addCustomer({ accountNo: 'GV-88', name: 'Lakshmi Narayanan' })
    const clerk = office.caller('clerk')
    office.app.verification.start(clerk, {
      customerId: who.customerId,
      contactId: who.contactId('email'),
      channel: 'email',
    })
    const actions = (query: string, worded: string[] = []) =>
      newest(office, { query, worded }).map(({ action }) => action)
    expect(actions('rashmi')).toEqual(['staff.pin', 'staff.added'])
    expect(actions(rashmi.staffId)).toEqual(['staff.pin', 'staff.added'])
    expect(actions(here.terminalLabel)).toEqual(['staff.pin'])
    expect(actions('GV-88')).toContain('code.issued')
    expect(actions('laksh')).toContain('code.issued')
    expect(actions('گذرواژه')).toEqual([])
    expect(actions('گذرواژه', ['staff.pin'])).toEqual(['staff.pin'])
    const [code] = newest(office, { query: 'Lakshmi' })
    expect(code).toMatchObject({
      subject: { kind: 'code', text: expect.stringMatching(/^[A-Z]\d .\*\*\*@/) },
      customer: { name: 'Lakshmi Narayanan', accountNo: 'GV-88' },
      terminal: { label: clerk.terminalLabel },
    })
  })

  it('shows rows that were tampered with as they stand', () => {
    const office = testOffice()
    append(office, {})
    office.app.officeData.db.exec(
      `DROP TRIGGER audit_no_update; UPDATE audit SET detail = 'no json', action = 'never heard'`,
    )
    expect(newest(office, {})[0]).toMatchObject({ action: 'never heard', detail: { raw: 'no json' } })
    expect(newest(office, { group: 'other' }).length).toBeGreaterThan(0)
  })

  it('reaches every page through an index', async () => {
    const { default: Database } = await import('better-sqlite3')
    const office = testOffice()
    append(office, {})
    const prepare = vi.spyOn(Database.prototype, 'prepare')
    const some = {
      actor: 'system',
      terminalId: 'T',
      outcome: 'done',
      group: 'codes',
      query: 'word',
      fromMs: 1,
    } as const
    try {
      newest(office, {})
      newest(office, { query: 'word' })
      newest(office, { query: office.app.officeData.newId() })
      for (const [key, value] of Object.entries(some)) newest(office, { [key]: value })
      newest(office, some)
      const statements = prepare.mock.calls.map(([sql]) => String(sql)).filter((sql) => sql.includes('FROM audit'))
      prepare.mockRestore()
      expect(statements.length).toBeGreaterThan(10)
      for (const sql of statements) {
        const nulls = Array.from({ length: (sql.match(/\?/g) ?? []).length }, () => null)
        const plan = office.app.officeData.db
          .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
          .all(...nulls)
        const words = plan.map(({ detail }) => detail)
        expect(
          words.filter((step) => /SCAN audit|TEMP B-TREE/.test(step)),
          sql,
        ).toEqual([])
        expect(
          words.some((step) => step.startsWith('SEARCH audit USING')),
          sql,
        ).toBe(true)
      }
    } finally {
      prepare.mockRestore()
    }
  })
})

describe('the proof', () => {
  it('tells how far it is, then that the trail is whole, and goes on the trail itself', async () => {
    const office = testOffice()
    for (let nth = 0; nth < 2_500; nth += 1) append(office, {})
    const told = []
    for await (const word of office.app.auditHistory.prove(office.caller('administrator'), undefined)) {
      if (word.state === 'walking') append(office, {})
      told.push(word)
    }
    const rows = newest(office, {})[1]?.seq ?? 0
    expect(told).toEqual([
      { state: 'walking', rows: 1_000, total: expect.any(Number) },
      { state: 'whole', rows },
    ])
    expect(newest(office, {})[0]).toMatchObject({ action: 'audit.proven', outcome: 'intact' })
  })

  it('names the first bad row', async () => {
    const office = testOffice()
    for (let nth = 0; nth < 1_200; nth += 1) append(office, {})
    office.app.officeData.db.exec(
      `DROP TRIGGER audit_no_update; UPDATE audit SET outcome = 'x' WHERE seq IN (1100, 1150)`,
    )
    const told = []
    for await (const word of office.app.auditHistory.prove(office.caller('administrator'), undefined)) told.push(word)
    expect(told.at(-1)).toEqual({ state: 'broken', seq: 1_100, why: 'changed' })
  })
})
