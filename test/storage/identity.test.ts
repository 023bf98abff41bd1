import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openConnection } from '../../src/storage/database.ts'
import { migrate, readMigrations } from '../../src/storage/migrate.ts'
import { migrationsFolder, temporaryFolder } from '../support/office.ts'

const clock = { now: () => 1 }

describe('customers’ identity', () => {
  it('finds contacts, customers, terminals and visits of the version before carried over', () => {
    const db = openConnection(join(temporaryFolder(), 'a.db'))
    const all = readMigrations(migrationsFolder)
    const before = all.filter(({ number }) => number < 140)
    expect(migrate(db, before, clock).ok).toBe(true)
    db.exec(`
      INSERT INTO terminal (id, token_hash, number, created_at_ms) VALUES ('t1', x'00', 1, 1);
      INSERT INTO customer (id, account_no, name, address, ward, created_at_ms, updated_at_ms) VALUES ('c1', 'A-1', 'Kept', '', '', 1, 1);
      INSERT INTO contact VALUES ('k1', 'c1', 'email', 'a@example.com', 0, 'file', 1);
      INSERT INTO visit (id, customer_id, terminal_id, challenge_id, verified_by, opened_by, started_at_ms, touched_at_ms)
        VALUES ('v1', 'c1', 't1', 'h1', 'phone', 'customer', 10, 20);
      INSERT INTO visit (id, customer_id, terminal_id, verified_by, opened_by, started_at_ms, touched_at_ms, ended_at_ms,
        ended_how, vouched_reason, vouched_document, vouched_by)
        VALUES ('v2', 'c1', 't1', 'staff', 's1', 30, 40, 50, 'finished', 'why', 'passport', 's2');
    `)
    const visitsBefore = db.prepare('SELECT * FROM visit ORDER BY id').all()
    expect(migrate(db, all, clock).ok).toBe(true)
    expect(db.prepare('SELECT * FROM visit ORDER BY id').all()).toEqual(visitsBefore)
    expect(db.prepare('SELECT value, proven_at_ms FROM contact').all()).toEqual([
      { value: 'a@example.com', proven_at_ms: null },
    ])
    expect(db.prepare('SELECT codes_off, codes_changed_at_ms, codes_changed_by FROM customer').get()).toEqual({
      codes_off: 0,
      codes_changed_at_ms: null,
      codes_changed_by: null,
    })
    expect(db.prepare('SELECT next_account FROM terminal').get()).toEqual({ next_account: 1 })
    expect(db.pragma('foreign_key_check')).toEqual([])

    const visit = (id: string, by: string, challenge: string | null) =>
      db
        .prepare(
          `INSERT INTO visit (id, customer_id, terminal_id, challenge_id, verified_by, opened_by, started_at_ms, touched_at_ms)
           VALUES (?, 'c1', 't1', ?, ?, 's1', 1, 1)`,
        )
        .run(id, challenge, by)
    visit('v3', 'authenticator', null)
    visit('v4', 'recovery', 'h2')
    expect(() => visit('v5', 'phone', null)).toThrow(/CHECK/)
    expect(() => visit('v6', 'staff', null)).toThrow(/CHECK/)
    db.close()
  })
})
