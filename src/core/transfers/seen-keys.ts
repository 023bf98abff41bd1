/** Which account or bill numbers a file has had so far, and in which row: a temporary table, so that a million stay small in memory. */
import { hash } from 'node:crypto'
import type { Db } from '../kernel/db.ts'

export interface SeenKeys {
  /** Notes the key. Null where it is new; else its first row and whether that one said the same. */
  note(key: string, row: number, record: object): { readonly row: number; readonly same: boolean } | null
  /** Takes back a note whose row was refused after all. */
  forget(key: string): void
  close(): void
}

/** Call within the transactions of the import: what is rolled back there is forgotten here. */
export function seenKeys(db: Db): SeenKeys {
  db.exec(`DROP TABLE IF EXISTS temp.seen_key;
    CREATE TEMP TABLE seen_key (key TEXT PRIMARY KEY COLLATE NOCASE, row INTEGER NOT NULL, digest TEXT NOT NULL) STRICT, WITHOUT ROWID;`)
  const put = db.prepare('INSERT INTO temp.seen_key (key, row, digest) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
  const get = db.prepare<[string], { row: number; digest: string }>(
    'SELECT row, digest FROM temp.seen_key WHERE key = ?',
  )
  const drop = db.prepare('DELETE FROM temp.seen_key WHERE key = ?')
  return {
    note(key, row, record) {
      const digest = hash('sha1', JSON.stringify(record), 'base64')
      if (put.run(key, row, digest).changes === 1) return null
      const first = get.get(key)
      return first === undefined ? null : { row: first.row, same: first.digest === digest }
    },
    forget(key) {
      drop.run(key)
    },
    close() {
      db.exec('DROP TABLE IF EXISTS temp.seen_key')
    },
  }
}
