import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openConnection } from '../../src/storage/database.ts'
import { migrate, readMigrations } from '../../src/storage/migrate.ts'
import { migrationsFolder, temporaryFolder } from '../support/office.ts'

const clock = { now: () => 1 }

it('staff of the time of PINs are carried over with their PINs and locks, without password or contact', () => {
  const db = openConnection(join(temporaryFolder(), 'a.db'))
  const until = (last: number) => readMigrations(migrationsFolder).filter(({ number }) => number <= last)
  expect(migrate(db, until(120), clock).ok).toBe(true)
  db.exec(
    `INSERT INTO staff VALUES ('s1', 'Asha', 'administrator', '$argon2id$1', 3, 77, 5), ('s2', 'Ravi', 'clerk', '$argon2id$2', 0, 0, 6)`,
  )
  expect(migrate(db, until(130), clock)).toEqual({ ok: true, value: 1 })
  const none = {
    email: null,
    phone: null,
    password_hash: null,
    totp_secret: null,
    badge_hmac: null,
    totp_offered: null,
    totp_last_step: null,
  }
  const fresh = { ...none, password_temporary: 0, active: 1 }
  expect(db.prepare('SELECT * FROM staff ORDER BY id').all()).toEqual([
    {
      ...fresh,
      id: 's1',
      name: 'Asha',
      role: 'administrator',
      pin_hash: '$argon2id$1',
      failures: 3,
      locked_until_ms: 77,
      created_at_ms: 5,
    },
    {
      ...fresh,
      id: 's2',
      name: 'Ravi',
      role: 'clerk',
      pin_hash: '$argon2id$2',
      failures: 0,
      locked_until_ms: 0,
      created_at_ms: 6,
    },
  ])
  expect(() => db.exec(`INSERT INTO staff (id, name, role, created_at_ms) VALUES ('s3', 'ASHA', 'clerk', 1)`)).toThrow(
    /UNIQUE/,
  )
  db.exec(`UPDATE staff SET email = 'a@example.com' WHERE id = 's1'`)
  expect(() => db.exec(`UPDATE staff SET email = 'a@example.com' WHERE id = 's2'`)).toThrow(/UNIQUE/)
  db.close()
})
