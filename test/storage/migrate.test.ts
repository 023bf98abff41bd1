import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openConnection, openDatabase } from '../../src/storage/database.ts'
import { migrate, readMigrations } from '../../src/storage/migrate.ts'
import { migrationsFolder, temporaryFolder } from '../support/office.ts'

const clock = { now: () => 1 }
const time = { wallMs: () => 1 }

function copiedMigrations(): string {
  const folder = join(temporaryFolder(), 'migrations')
  mkdirSync(folder)
  for (const file of readdirSync(migrationsFolder)) copyFileSync(join(migrationsFolder, file), join(folder, file))
  return folder
}

const open = (folder: string, migrations: string) => openDatabase({ folder, migrationsFolder: migrations, time })

describe('migrations', () => {
  it('are applied once and found in place at the next start', () => {
    const folder = temporaryFolder()
    const first = open(folder, migrationsFolder)
    if (!first.ok) throw new Error(first.failure.message)
    expect(migrate(first.value, readMigrations(migrationsFolder), clock)).toEqual({ ok: true, value: 0 })
    first.value.close()
    expect(open(folder, migrationsFolder).ok).toBe(true)
  })

  it.each(readMigrations(migrationsFolder).map((migration) => migration.number))(
    '%i carries the rows of the version before it over',
    (number) => {
      const all = readMigrations(migrationsFolder)
      const db = openConnection(join(temporaryFolder(), 'a.db'))
      const before = all.filter((migration) => migration.number < number)
      migrate(db, before, clock)
      if (before.length > 0) db.exec(`INSERT INTO setting (key, value) VALUES ('kept', '"yes"')`)
      if (before.length > 1) {
        db.exec(
          `INSERT INTO customer (id, account_no, name, address, ward, created_at_ms, updated_at_ms) VALUES ('c1', 'A-1', 'Kept', '', '', 1, 1)`,
        )
      }
      expect(
        migrate(
          db,
          all.filter((migration) => migration.number <= number),
          clock,
        ),
      ).toEqual({ ok: true, value: 1 })
      if (before.length > 0) expect(db.prepare('SELECT value FROM setting').get()).toEqual({ value: '"yes"' })
      if (before.length > 1) expect(db.prepare('SELECT name FROM customer').get()).toEqual({ name: 'Kept' })
      expect(db.pragma('foreign_key_check')).toEqual([])
      db.close()
    },
  )

  it('stop the start where an applied one was edited', () => {
    const folder = temporaryFolder()
    const migrations = copiedMigrations()
    const first = open(folder, migrations)
    if (first.ok) first.value.close()
    const file = join(migrations, '0020-customers.sql')
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- a small correction\n`)
    expect(open(folder, migrations)).toMatchObject({
      ok: false,
      failure: { kind: 'history_changed', message: expect.stringContaining('20') },
    })
  })

  it('stop the start where the database comes from the future, and leave it as it is', () => {
    const folder = temporaryFolder()
    const migrations = copiedMigrations()
    writeFileSync(join(migrations, '9990-later.sql'), 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;')
    const newer = open(folder, migrations)
    if (newer.ok) newer.value.close()
    expect(open(folder, migrationsFolder)).toMatchObject({
      ok: false,
      failure: { kind: 'from_the_future', message: expect.stringContaining('newer Counterfoil') },
    })
    expect(open(folder, migrations).ok).toBe(true)
  })

  it('stop the start where one is missing from the history', () => {
    const folder = temporaryFolder()
    const migrations = copiedMigrations()
    const first = open(folder, migrations)
    if (first.ok) first.value.close()
    writeFileSync(join(migrations, '0015-between.sql'), 'CREATE TABLE between_them (id INTEGER PRIMARY KEY) STRICT;')
    expect(open(folder, migrations)).toMatchObject({ ok: false, failure: { kind: 'history_changed' } })
  })
})

describe('opening the database', () => {
  it('sets what keeps a payment on disk and reads it back', () => {
    const opened = open(temporaryFolder(), migrationsFolder)
    if (!opened.ok) throw new Error(opened.failure.message)
    const pragma = (name: string) => opened.value.pragma(name, { simple: true })
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('trusted_schema')]).toEqual([
      'wal',
      2,
      1,
      0,
    ])
  })

  it('makes every table STRICT', () => {
    const opened = open(temporaryFolder(), migrationsFolder)
    if (!opened.ok) throw new Error(opened.failure.message)
    const lax = opened.value
      .prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
      )
      .all()
    expect(lax).toEqual([])
  })

  it.each([
    [
      'a file that is no database',
      (folder: string) => writeFileSync(join(folder, 'counterfoil.db'), 'x'.repeat(8192)),
      'corrupt',
    ],
    ['a folder where the file should be', (folder: string) => mkdirSync(join(folder, 'counterfoil.db')), 'read_only'],
  ] as const)('says in one line what is wrong with %s', (_, spoil, kind) => {
    const folder = temporaryFolder()
    spoil(folder)
    const opened = open(folder, migrationsFolder)
    expect(opened).toMatchObject({ ok: false, failure: { kind } })
    if (!opened.ok) expect(opened.failure.message).not.toContain('\n')
  })

  it('says so where the data folder is a file', () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    expect(open(file, migrationsFolder)).toMatchObject({ ok: false, failure: { kind: 'folder_missing' } })
    expect(open(join(file, 'deeper'), migrationsFolder)).toMatchObject({ ok: false })
  })

  it('has better-sqlite3 on a SQLite new enough for STRICT and contentless deletes', () => {
    const row = new Database(':memory:').prepare<[], { v: string }>('SELECT sqlite_version() AS v').get()
    expect(Number(row?.v.split('.')[1])).toBeGreaterThanOrEqual(43)
  })
})
