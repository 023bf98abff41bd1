import { describe, expect, it, vi } from 'vitest'
import type { CodeFilter } from '../../../src/contract/code-filter.ts'
import type { SentCode } from '../../../src/contract/code-history.ts'
import { archiveChallenges } from '../../../src/storage/archive.ts'
import { everyCode } from '../../support/filters.ts'
import { settle, type TestOffice, testOffice } from '../../support/office.ts'

const day = 24 * 60 * 60_000

const asked = (office: TestOffice, filter: Partial<CodeFilter> = {}, administrator = true): SentCode[] =>
  office.app.codeHistory.list({ ...everyCode, ...filter }, undefined, administrator).codes

function send(office: TestOffice, who: ReturnType<TestOffice['addCustomer']>, kind: 'email' | 'phone' = 'email') {
  const caller = office.caller('clerk')
  const sent = office.app.verification.start(caller, {
    customerId: who.customerId,
    contactId: who.contactId(kind),
    channel: kind === 'email' ? 'email' : 'sms',
  })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  return { caller, challengeId: sent.challenge.challengeId, reference: sent.challenge.reference }
}

const lakshmi = {
  accountNo: 'GV-7001',
  name: 'Lakshmi Narayanan',
  emails: ['lakshmi@example.net'],
  phones: ['+919812345678'],
}

describe('the history of codes', () => {
  it('tells what became of each code and its message', async () => {
    const office = testOffice()
    const who = office.addCustomer(lakshmi)
    const first = send(office, who)
    const code = await office.lastCode()
    const wrong = { challengeId: first.challengeId, code: code === '000000' ? '000001' : '000000' }
    office.app.verification.verify(first.caller, wrong)
    office.app.verification.verify(first.caller, { challengeId: first.challengeId, code })
    const second = send(office, who, 'phone')
    await settle(office.app)
    expect(asked(office)).toMatchObject([
      { challengeId: second.challengeId, outcome: 'waiting', channel: 'sms', wrongTries: 0, verifiedAtMs: null },
      {
        challengeId: first.challengeId,
        reference: first.reference,
        outcome: 'verified',
        wrongTries: 1,
        verifiedAtMs: office.time.wallMs(),
        contact: 'lakshmi@example.net',
        customer: { name: 'Lakshmi Narayanan', accountNo: 'GV-7001' },
        purpose: 'visit',
        terminalLabel: first.caller.terminalLabel,
        message: { status: 'taken', tries: 1, takenAtMs: office.time.wallMs() },
      },
    ])
    office.time.pass(6 * 60_000)
    expect(asked(office, { outcome: 'expired' }).map(({ challengeId }) => challengeId)).toEqual([second.challengeId])
    expect(asked(office, { outcome: 'waiting' })).toEqual([])
    office.app.verification.cancel(second.caller, send(office, who, 'phone').challengeId)
    expect(asked(office, { outcome: 'verified', channel: 'email', purpose: 'visit' })).toHaveLength(1)
    expect(asked(office, { outcome: 'verified', channel: 'sms' })).toEqual([])
  })

  it('shows an administrator the contacts of the register, a supervisor none', async () => {
    const office = testOffice()
    send(office, office.addCustomer(lakshmi))
    await settle(office.app)
    expect(asked(office, {}, true)[0]?.contact).toBe('lakshmi@example.net')
    expect(asked(office, {}, false)[0]?.contact).toBe('l***@example.net')
    expect(JSON.stringify(asked(office, {}, false))).not.toContain('lakshmi@')
  })

  it('marks codes to nobody for administrators, and keeps them from everyone else', () => {
    const office = testOffice()
    const kiosk = office.caller()
    office.app.verification.identify(kiosk, { identifier: 'stranger@example.org', locale: 'en' })
    office.time.pass(61_000)
    office.app.verification.identify(kiosk, { identifier: 'NO-SUCH-1', locale: 'en' })
    const codes = asked(office)
    expect(codes).toMatchObject([
      { decoy: true, customer: null, message: null },
      { decoy: true, customer: null, message: null, contact: 's***@example.org' },
    ])
    expect(JSON.stringify(codes)).not.toContain('stranger')
    expect(asked(office, { query: 'stranger@example.org' })).toHaveLength(1)
    expect(asked(office, {}, false)).toEqual([])
    expect(asked(office, { query: 'stranger@example.org' }, false)).toEqual([])
  })

  it('names registrations and changes of contact, masks a newcomer who is not proven, and holds no asks for an app', async () => {
    const office = testOffice()
    const kiosk = office.caller()
    const fields = { name: 'Meera', address: '', ward: '', locale: 'en', contact: 'meera@example.com' } as const
    const begun = office.app.registrations.begin(kiosk, fields)
    if (begun.outcome !== 'sent') throw new Error(begun.reason)
    expect(asked(office)).toMatchObject([{ purpose: 'registration', contact: 'm***@example.com', customer: null }])
    const typed = { challengeId: begun.challenge.challengeId, code: await office.lastCode() }
    const verified = office.app.verification.verify(kiosk, typed)
    if (verified.outcome !== 'verified') throw new Error(verified.outcome)
    expect(asked(office)).toMatchObject([{ contact: 'meera@example.com', customer: { name: 'Meera' } }])
    const visit = office.app.visits.openHere(verified.visitId, kiosk.terminalId)
    const change = visit && office.app.contactChanges.begin(visit, { value: 'second@example.com' })
    if (visit === null || change?.outcome !== 'begun') throw new Error('not begun')
    office.time.pass(1_000)
    office.app.contactChanges.sendCode(kiosk, visit, { changeId: change.changeId, side: 'new', again: false })
    office.app.verification.identify(kiosk, { identifier: 'meera@example.com', locale: 'en', byApp: true })
    expect(asked(office).map(({ purpose }) => purpose)).toEqual(['contact_change', 'registration'])
    expect(asked(office, { purpose: 'contact_change' })).toMatchObject([{ contact: 's***@example.com', decoy: false }])
  })

  it('is found by customer, account, contact and reference, at desk and kiosk alike', async () => {
    const office = testOffice()
    const who = office.addCustomer(lakshmi)
    const { reference } = send(office, who)
    await settle(office.app)
    office.time.pass(3 * 60_000)
    office.app.verification.identify(office.caller(), { identifier: '098123 45678', locale: 'en' })
    send(
      office,
      office.addCustomer({ accountNo: 'GV-1', name: 'Someone Else', emails: ['else@example.net'], phones: [] }),
    )
    expect(asked(office)).toHaveLength(3)
    for (const query of ['laksh', 'GV-7001', '+91 98123 45678', '098123 45678'])
      expect([query, asked(office, { query }).length]).toEqual([query, 2])
    expect(asked(office, { customerId: who.customerId })).toHaveLength(2)
    expect(asked(office, { query: reference.toLowerCase() }).map((code) => code.reference)).toContain(reference)
    for (const query of ['%', '_', `' OR 1=1 --`, 'nobody at all']) expect(asked(office, { query })).toEqual([])
  })

  it('neither skips nor repeats, while codes are sent', () => {
    const office = testOffice()
    const { db } = office.app.officeData
    const { challengeId } = send(office, office.addCustomer(lakshmi))
    const columns = (db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all('challenge') as string[]).join(
      ', ',
    )
    const copied = columns
      .replace(/\bid\b/, `? || '-' || CAST(i AS INTEGER)`)
      .replace('created_at_ms', 'created_at_ms - CAST(i AS INTEGER) / 7')
    const copies = (from: number, to: number): void => {
      db.prepare(
        `WITH RECURSIVE n (i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO challenge SELECT ${copied} FROM challenge, n WHERE id = ?`,
      ).run(from, to, challengeId, challengeId)
    }
    copies(1, 333)
    const seen: string[] = []
    for (let after: Parameters<typeof office.app.codeHistory.list>[1], more = true; more; ) {
      const page = office.app.codeHistory.list(everyCode, after, true)
      seen.push(...page.codes.map((code) => code.challengeId))
      copies(-seen.length - 20, -seen.length)
      more = page.next !== null
      after = page.next ?? undefined
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(334)
  })

  it('reaches the archive by the same questions', async () => {
    const office = testOffice()
    const who = office.addCustomer(lakshmi)
    expect(asked(office, { archived: true })).toEqual([])
    const old = send(office, who)
    await office.lastCode()
    office.app.verification.verify(old.caller, { challengeId: old.challengeId, code: 'no code at all' })
    office.time.pass(91 * day)
    const young = send(office, who)
    await settle(office.app)
    const parts = { ...office.app.officeData, beforeMs: office.time.wallMs() - 90 * day }
    for (const moved of archiveChallenges(parts)) expect(moved).toBe(1)
    expect(asked(office).map(({ challengeId }) => challengeId)).toEqual([young.challengeId])
    expect(asked(office, { archived: true })).toMatchObject([
      { challengeId: old.challengeId, outcome: 'expired', message: { status: 'taken' } },
    ])
    expect(asked(office, { archived: true, query: 'laksh', channel: 'email' })).toHaveLength(1)
    expect(asked(office, { archived: true }, false)[0]?.contact).toBe('l***@example.net')
  })

  it('reaches every page through an index', async () => {
    const { default: Database } = await import('better-sqlite3')
    const office = testOffice()
    send(office, office.addCustomer(lakshmi))
    const prepare = vi.spyOn(Database.prototype, 'prepare')
    try {
      asked(office)
      asked(office, { query: 'K7' })
      asked(office, { query: 'laksh', outcome: 'verified', channel: 'sms', purpose: 'visit', fromMs: 1, toMs: 2 })
      const statements = prepare.mock.calls.map(([sql]) => String(sql)).filter((sql) => sql.includes('FROM challenge'))
      prepare.mockRestore()
      expect(statements.length).toBeGreaterThan(3)
      for (const sql of statements) {
        const nulls = Array.from({ length: (sql.match(/\?/g) ?? []).length }, () => null)
        const explained = office.app.officeData.db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        const words = explained.all(...nulls).map(({ detail }) => detail)
        expect(
          words.filter((step) => /SCAN challenge|TEMP B-TREE/.test(step)),
          sql,
        ).toEqual([])
      }
    } finally {
      prepare.mockRestore()
    }
  })
})
