/** Migrations: numbered .sql files, append-only, checksummed. A gap, an edited file or a database from the future stops the start. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../core/kernel/clock.ts'
import type { Db } from '../core/kernel/db.ts'
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'
import type { OpenFailure } from './open-failure.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

export interface AppliedRow {
  readonly number: number
  readonly name: string
  readonly checksum: string
}

/** Reads `NNNN-name.sql` files in order of their numbers. Throws on a name that is not of that form. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const match = /^(\d{4})-([a-z-]+)\.sql$/.exec(file)
      if (match?.[1] === undefined || match[2] === undefined)
        throw new Error(`${file}: a migration is named NNNN-name.sql`)
      const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')
      return { number: Number(match[1]), name: match[2], sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** Brings the database to the newest version, each migration in its own transaction. Returns how many were applied. */
export function migrate(db: Db, migrations: readonly Migration[], clock: Clock): Outcome<number, OpenFailure> {
  db.exec(
    'CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at_ms INTEGER NOT NULL) STRICT',
  )
  const applied = db.prepare<[], AppliedRow>('SELECT number, name, checksum FROM migration ORDER BY number').all()
  const refusal = compareHistory(applied, migrations)
  if (refusal !== null) return failed(refusal)
  const record = db.prepare('INSERT INTO migration (number, name, checksum, applied_at_ms) VALUES (?, ?, ?, ?)')
  const pending = migrations.slice(applied.length)
  for (const migration of pending) {
    db.transaction(() => {
      db.exec(migration.sql)
      record.run(migration.number, migration.name, migration.checksum, clock.now())
    }).immediate()
  }
  return done(pending.length)
}

/** What keeps this program from working on a database with this history; null where nothing does. */
export function compareHistory(applied: readonly AppliedRow[], known: readonly Migration[]): OpenFailure | null {
  for (const [index, row] of applied.entries()) {
    const migration = known[index]
    if (migration === undefined) {
      const newest = known.at(-1)?.number ?? 0
      return row.number > newest
        ? {
            kind: 'from_the_future',
            message: `This database was written by a newer Counterfoil (version ${row.number}, this one knows ${newest}). Update Counterfoil.`,
          }
        : {
            kind: 'history_changed',
            message: `This database holds migration ${row.number} (${row.name}), which this Counterfoil does not have.`,
          }
    }
    if (migration.number !== row.number) {
      return row.number > (known.at(-1)?.number ?? 0)
        ? {
            kind: 'from_the_future',
            message: `This database was written by a newer Counterfoil (version ${row.number}). Update Counterfoil.`,
          }
        : {
            kind: 'history_changed',
            message: `Migration ${migration.number} (${migration.name}) is missing from this database's history.`,
          }
    }
    if (migration.checksum !== row.checksum) {
      return {
        kind: 'history_changed',
        message: `Migration ${row.number} (${row.name}) was edited after it was applied to this database.`,
      }
    }
  }
  return null
}
