import { join } from 'node:path'
import { expect, it } from 'vitest'
import { choiceOf, printerStore } from '../../src/core/printing/store.ts'
import { openConnection } from '../../src/storage/database.ts'
import { migrate, readMigrations } from '../../src/storage/migrate.ts'
import { migrationsFolder, temporaryFolder } from '../support/office.ts'

const clock = { now: () => 1 }

it('terminals of the time before printers are carried over, and print through their dialog', () => {
  const db = openConnection(join(temporaryFolder(), 'a.db'))
  const all = readMigrations(migrationsFolder)
  migrate(
    db,
    all.filter(({ number }) => number < 160),
    clock,
  )
  db.exec(
    `INSERT INTO terminal (id, token_hash, number, receipt_series, created_at_ms) VALUES ('t1', x'01', 1, 1, 1), ('t2', x'02', 2, 1, 1)`,
  )
  const now = all.filter(({ number }) => number <= 160)
  expect(migrate(db, now, clock)).toEqual({ ok: true, value: 1 })
  const store = printerStore(db)
  expect(store.list().map((row) => [row.number, choiceOf(row), row.chosen_at_ms])).toEqual([
    [2, { kind: 'dialog' }, null],
    [1, { kind: 'dialog' }, null],
  ])
  store.put('t1', { kind: 'system', name: 'Office' }, 's1', 7)
  store.put('t1', { kind: 'pdf' }, 's1', 8)
  expect(store.of('t1')).toMatchObject({ choice: '{"kind":"pdf"}', chosen_at_ms: 8 })
  expect(() => store.put('t9', { kind: 'pdf' }, 's1', 8)).toThrow(/FOREIGN KEY/)
  // What a newer version wrote is not understood, and must not stop a receipt.
  db.exec(`UPDATE terminal_printer SET choice = '{"kind":"hologram"}'`)
  expect(choiceOf(store.of('t1'))).toEqual({ kind: 'dialog' })
  db.close()
})
