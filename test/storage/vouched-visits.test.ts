import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Db } from '../../src/core/kernel/db.ts'
import { openConnection } from '../../src/storage/database.ts'
import { migrate, readMigrations } from '../../src/storage/migrate.ts'
import { migrationsFolder, temporaryFolder } from '../support/office.ts'

const clock = { now: () => 1 }

/** An office of the version before vouched visits, with a customer, an open visit and one that ended. */
function officeBefore(): Db {
  const db = openConnection(join(temporaryFolder(), 'a.db'))
  const before = readMigrations(migrationsFolder).filter(({ number }) => number < 70)
  expect(migrate(db, before, clock).ok).toBe(true)
  db.exec(`
    INSERT INTO customer (id, account_no, name, address, ward, created_at_ms, updated_at_ms) VALUES ('c1', 'A-1', 'Kept', '', '', 1, 1);
    INSERT INTO visit VALUES ('v1', 'c1', 't1', 'k1', 'phone', 'customer', 10, 20, NULL, NULL);
    INSERT INTO visit VALUES ('v2', 'c1', 't2', 'k2', 'email', 's1', 30, 40, 50, 'idle');
  `)
  return db
}

const insert = (db: Db, columns: Record<string, string | number | null>): void => {
  const row = { id: 'new', customer_id: 'c1', terminal_id: 't1', started_at_ms: 1, touched_at_ms: 1, ...columns }
  const names = Object.keys(row)
  db.prepare(`INSERT INTO visit (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(
    ...Object.values(row),
  )
}

const vouched = {
  challenge_id: null,
  verified_by: 'staff',
  opened_by: 's1',
  vouched_by: 's2',
  vouched_reason: 'No network',
  vouched_document: 'passport',
}

describe('visits without a code', () => {
  it('find every visit of the version before carried over, with its indexes and its customer', () => {
    const db = officeBefore()
    expect(
      migrate(
        db,
        readMigrations(migrationsFolder).filter(({ number }) => number <= 70),
        clock,
      ),
    ).toEqual({ ok: true, value: 1 })
    const none = { vouched_reason: null, vouched_document: null, vouched_by: null }
    expect(db.prepare('SELECT * FROM visit ORDER BY id').all()).toEqual([
      {
        id: 'v1',
        customer_id: 'c1',
        terminal_id: 't1',
        challenge_id: 'k1',
        verified_by: 'phone',
        opened_by: 'customer',
        started_at_ms: 10,
        touched_at_ms: 20,
        ended_at_ms: null,
        ended_how: null,
        ...none,
      },
      {
        id: 'v2',
        customer_id: 'c1',
        terminal_id: 't2',
        challenge_id: 'k2',
        verified_by: 'email',
        opened_by: 's1',
        started_at_ms: 30,
        touched_at_ms: 40,
        ended_at_ms: 50,
        ended_how: 'idle',
        ...none,
      },
    ])
    expect(
      db
        .prepare<[], { name: string }>(`SELECT name FROM pragma_index_list('visit') WHERE origin = 'c' ORDER BY name`)
        .all(),
    ).toEqual([{ name: 'visit_open' }, { name: 'visit_vouched' }])
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(() => insert(db, { ...vouched, customer_id: 'nobody' })).toThrow(/FOREIGN KEY/)
    db.close()
  })

  it('are refused by the table itself where one of the two people, the reason or the document is missing', () => {
    const db = officeBefore()
    migrate(db, readMigrations(migrationsFolder), clock)
    const halves = [
      { ...vouched, vouched_by: null },
      { ...vouched, vouched_by: vouched.opened_by },
      { ...vouched, vouched_reason: null },
      { ...vouched, vouched_document: null },
      { ...vouched, challenge_id: 'k3' },
      { ...vouched, verified_by: 'phone', challenge_id: 'k3' },
      { verified_by: 'phone', opened_by: 's1', challenge_id: null },
    ]
    for (const half of halves) expect(() => insert(db, half)).toThrow(/CHECK/)
    insert(db, vouched)
    expect(db.prepare('SELECT count(*) AS n FROM visit').get()).toEqual({ n: 3 })
    db.close()
  })
})
