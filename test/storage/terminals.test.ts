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

describe('terminals of the version before sign-ins renewed their credential', () => {
  it('keep the one they have, and none waits', () => {
    const db = openConnection(join(temporaryFolder(), 'a.db'))
    const upTo = (number: number) => readMigrations(migrationsFolder).filter((each) => each.number <= number)
    expect(migrate(db, upTo(149), clock).ok).toBe(true)
    const insert = db.prepare('INSERT INTO terminal (id, token_hash, number, created_at_ms) VALUES (?, ?, ?, 10)')
    insert.run('t1', Buffer.from([1]), 1)
    insert.run('t2', Buffer.from([2]), 2)
    expect(migrate(db, upTo(150), clock)).toEqual({ ok: true, value: 1 })
    expect(db.prepare('SELECT token_hash, next_token_hash FROM terminal WHERE number = 1').get()).toEqual({
      token_hash: Buffer.from([1]),
      next_token_hash: null,
    })
    const give = db.prepare(`UPDATE terminal SET next_token_hash = x'07' WHERE id = ?`)
    give.run('t1')
    expect(() => give.run('t2')).toThrow(/UNIQUE/)
    expect(db.prepare('SELECT count(*) AS kept FROM terminal_credential').get()).toEqual({ kept: 0 })
    const keep = db.prepare('INSERT INTO terminal_credential VALUES (?, ?, 20, NULL)')
    keep.run(Buffer.from([1]), 't1')
    expect(() => keep.run(Buffer.from([1]), 't2')).toThrow(/UNIQUE/)
    expect(() => keep.run(Buffer.from([2]), 'nobody')).toThrow(/FOREIGN KEY/)
    db.close()
  })
})
