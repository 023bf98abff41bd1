import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openConnection } from '../../src/storage/database.ts'
import { migrate, readMigrations } from '../../src/storage/migrate.ts'
import { migrationsFolder, temporaryFolder } from '../support/office.ts'

const clock = { now: () => 1 }
const statuses = ['queued', 'sending', 'retrying', 'taken', 'failed', 'unconfirmed', 'decoy']

describe('the migration of delivery', () => {
  it('carries every message over with all it has, codes as urgent, and every challenge', () => {
    const all = readMigrations(migrationsFolder)
    const db = openConnection(join(temporaryFolder(), 'a.db'))
    migrate(
      db,
      all.filter(({ number }) => number < 60),
      clock,
    )
    const message = db.prepare(
      `INSERT INTO outbox (id, template, channel, to_value, locale, params, secret, challenge_id, status, attempts,
         next_attempt_at_ms, dies_at_ms, provider, provider_message_id, failure, words, created_at_ms, taken_at_ms)
       VALUES (?, ?, 'sms', '+919876543210', 'en', '{"a":1}', x'0102', ?, ?, 2, 10, 20, 'twilio', 'SM1', 'timed_out', 'slow', 5, 6)`,
    )
    for (const [at, status] of statuses.entries())
      message.run(`m${at}`, at % 2 === 0 ? 'code' : 'receipt', at % 2 === 0 ? `c${at}` : null, status)
    db.exec(`INSERT INTO challenge (id, purpose, contact_kind, contact_value, channel, locale, terminal_id, reference, digits, decoy,
        status, tries_used, max_tries, created_at_ms, expires_at_ms, resend_at_ms, requested_by)
      VALUES ('c0', 'visit', 'phone', '+919876543210', 'sms', 'en', 't', 'K7', 6, 0, 'live', 1, 5, 1, 2, 3, 's');
      INSERT INTO delivery_attempt (message_id, at_ms, provider, duration_ms, result) VALUES ('m0', 1, 'twilio', 9, 'taken')`)
    const columns = `id, template, channel, to_value, locale, params, secret, challenge_id, status, attempts, next_attempt_at_ms,
      dies_at_ms, provider, provider_message_id, failure, words, created_at_ms, taken_at_ms`
    const before = db.prepare(`SELECT ${columns} FROM outbox ORDER BY id`).all()
    expect(migrate(db, all.slice(0, all.findIndex(({ number }) => number === 60) + 1), clock)).toEqual({
      ok: true,
      value: 1,
    })
    expect(db.prepare(`SELECT ${columns} FROM outbox ORDER BY id`).all()).toEqual(before)
    expect(db.prepare('SELECT id FROM outbox WHERE urgent = 1 ORDER BY id').pluck().all()).toEqual([
      'm0',
      'm2',
      'm4',
      'm6',
    ])
    expect(db.prepare('SELECT tries_used, asked_as FROM challenge').all()).toEqual([{ tries_used: 1, asked_as: '' }])
    expect(db.prepare('SELECT duration_ms, provider_message_id FROM delivery_attempt').all()).toEqual([
      { duration_ms: 9, provider_message_id: null },
    ])
    db.close()
  })
})
