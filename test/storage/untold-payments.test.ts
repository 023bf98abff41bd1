import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openConnection } from '../../src/storage/database.ts'
import { migrate, readMigrations } from '../../src/storage/migrate.ts'
import { migrationsFolder, temporaryFolder } from '../support/office.ts'

it('payments of the time before screens told are carried over, as told', () => {
  const db = openConnection(join(temporaryFolder(), 'a.db'))
  const all = readMigrations(migrationsFolder)
  const clock = { now: () => 1 }
  migrate(
    db,
    all.filter(({ number }) => number < 180),
    clock,
  )
  db.exec(`INSERT INTO customer (id, account_no, name, address, ward, created_at_ms, updated_at_ms) VALUES ('c1', 'A-1', 'Asha', '', '', 1, 1);
    INSERT INTO payment VALUES ('p1', 'v1', 'c1', 't1', 'a-key', x'00', 'card', 100, 'INR', NULL, NULL, 'slip', 's1', 'paid', 1)`)
  const now = all.filter(({ number }) => number <= 180)
  expect(migrate(db, now, clock)).toEqual({ ok: true, value: 1 })
  const count = (table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect([count('payment'), count('payment_untold')]).toEqual([1, 0])
  db.close()
})
