import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openConnection } from '../../src/storage/database.ts'
import { migrate, readMigrations } from '../../src/storage/migrate.ts'
import { migrationsFolder, temporaryFolder } from '../support/office.ts'

const clock = { now: () => 1 }

describe('terminals of the version before pairing', () => {
  it('are carried over with their credential and their numbers, as screens of this machine', () => {
    const db = openConnection(join(temporaryFolder(), 'a.db'))
    const upTo = (number: number) => readMigrations(migrationsFolder).filter((each) => each.number <= number)
    expect(migrate(db, upTo(109), clock).ok).toBe(true)
    db.exec(`INSERT INTO terminal VALUES ('t1', x'01', 1, 2, 41, 7, 10), ('t2', x'02', 2, 1, 1, 1, 20)`)
    expect(migrate(db, upTo(110), clock)).toEqual({ ok: true, value: 1 })
    const fresh = {
      name: '',
      face: null,
      paired_by: null,
      paired_at_ms: null,
      revoked_at_ms: null,
      last_seen_at_ms: null,
      remote_address: '',
    }
    expect(db.prepare('SELECT * FROM terminal ORDER BY id').all()).toEqual([
      {
        id: 't1',
        token_hash: Buffer.from([1]),
        number: 1,
        receipt_series: 2,
        next_receipt: 41,
        next_ticket: 7,
        created_at_ms: 10,
        ...fresh,
      },
      {
        id: 't2',
        token_hash: Buffer.from([2]),
        number: 2,
        receipt_series: 1,
        next_receipt: 1,
        next_ticket: 1,
        created_at_ms: 20,
        ...fresh,
      },
    ])
    const rename = db.prepare('UPDATE terminal SET name = ? WHERE id = ?')
    rename.run('Hall', 't1')
    expect(() => rename.run('HALL', 't2')).toThrow(/UNIQUE/)
    expect(() => db.exec(`UPDATE terminal SET face = 'tv'`)).toThrow(/CHECK/)
    db.close()
  })
})
