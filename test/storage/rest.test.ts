import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Db } from '../../src/core/kernel/db.ts'
import { openConnection } from '../../src/storage/database.ts'
import { migrate, readMigrations } from '../../src/storage/migrate.ts'
import { migrationsFolder, temporaryFolder } from '../support/office.ts'

const clock = { now: () => 1 }

/** An office of the version before REST, with a customer, a contact and a live code. */
function officeBefore(): Db {
  const db = openConnection(join(temporaryFolder(), 'a.db'))
  const before = readMigrations(migrationsFolder).filter(({ number }) => number < 100)
  expect(migrate(db, before, clock).ok).toBe(true)
  db.exec(`
    INSERT INTO customer (id, account_no, name, address, ward, created_at_ms, updated_at_ms) VALUES ('c1', 'A-1', 'Kept', '', '', 1, 1);
    INSERT INTO contact VALUES ('k1', 'c1', 'phone', '+919812345678', 0, 'desk', 1);
    INSERT INTO challenge VALUES ('h1', 'visit', 'c1', 'phone', '+919812345678', 'sms', 'en', 't1', x'00', 'K7', 6, 0, 'live', 1, 5, 1, NULL, 9, 2, 'customer', '');
  `)
  return db
}

const tables = ['customer', 'contact', 'challenge', 'setting', 'audit']
const content = (db: Db) => tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all())

describe('the tables of the REST interface', () => {
  it('come beside what was there, and leave it as it was', () => {
    const db = officeBefore()
    const before = content(db)
    const upTo = readMigrations(migrationsFolder).filter(({ number }) => number <= 100)
    expect(migrate(db, upTo, clock)).toEqual({ ok: true, value: 1 })
    expect(content(db)).toEqual(before)
    expect(db.pragma('foreign_key_check')).toEqual([])
    const user = db.prepare(
      'INSERT INTO app_user (id, phone_number, customer_id, created_at_ms, signed_in_at_ms) VALUES (?, ?, ?, 1, 1)',
    )
    user.run('u1', '+919812345678', 'c1')
    expect(() => user.run('u2', '+919812345678', null)).toThrow(/UNIQUE/)
    expect(() => user.run('u2', null, null)).toThrow(/CHECK/)
    expect(() => user.run('u2', '+919812345679', 'nobody')).toThrow(/FOREIGN KEY/)
    db.close()
  })

  it('forget a sign-in with all its tokens, and a user with all their sign-ins', () => {
    const db = officeBefore()
    migrate(db, readMigrations(migrationsFolder), clock)
    db.exec(`
      INSERT INTO app_user (id, email, created_at_ms, signed_in_at_ms) VALUES ('u1', 'a@example.org', 1, 1);
      INSERT INTO app_session (id, user_id, created_at_ms, expires_at_ms) VALUES ('s1', 'u1', 1, 2), ('s2', 'u1', 1, 2);
      INSERT INTO refresh_token (token_hash, session_id, created_at_ms, expires_at_ms) VALUES (x'01', 's1', 1, 2), (x'02', 's2', 1, 2);
      DELETE FROM app_session WHERE id = 's1';
    `)
    const left = db.prepare(
      'SELECT (SELECT count(*) FROM refresh_token) AS tokens, (SELECT count(*) FROM app_session) AS sessions',
    )
    expect(left.get()).toEqual({ tokens: 1, sessions: 1 })
    db.exec(`DELETE FROM app_user WHERE id = 'u1'`)
    expect(left.get()).toEqual({ tokens: 0, sessions: 0 })
    expect(() =>
      db.exec(`INSERT INTO app_session (id, user_id, created_at_ms, expires_at_ms) VALUES ('s3', 'u1', 1, 2)`),
    ).toThrow(/FOREIGN KEY/)
    db.close()
  })
})
