/** The yardstick of the otp benchmark: the same rows, as durable, through bare better-sqlite3, with nothing decided. */
import type { Db } from '../../src/core/kernel/db.ts'

const hmac = Buffer.alloc(32, 7)
const sealed = Buffer.alloc(34, 9)
const params = JSON.stringify({ name: 'Farhan Kqzt Patel', reference: 'K7', minutes: 5, purpose: 'visit' })
/** As long as what a visit puts on the change log. */
const visitBody = params.padEnd(338, ' ')
const customer = '019a0000-0000-7000-c000-000000000000'
const detail = JSON.stringify({ purpose: 'visit', channel: 'sms', contact: '+91•••0001', reference: 'K7' })

/** Returns one pair: a code issued in one transaction, verified and its visit opened in another. */
export function bareLoop(db: Db): (nth: number) => void {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  db.prepare(
    `INSERT INTO customer (id, account_no, name, address, ward, created_at_ms, updated_at_ms) VALUES (?, 'A', 'n', 'a', 'w', 1, 1)`,
  ).run(customer)
  const challenge = db.prepare(
    `INSERT INTO challenge (id, purpose, customer_id, contact_kind, contact_value, channel, locale, terminal_id, code_hmac, reference, digits,
       decoy, status, tries_used, max_tries, created_at_ms, expires_at_ms, resend_at_ms, requested_by)
     VALUES (?, 'visit', ?, 'phone', ?, 'sms', 'en', ?, ?, 'K7', 6, 0, 'live', 0, 5, ?, ?, ?, ?)`,
  )
  const outbox = db.prepare(
    `INSERT INTO outbox (id, template, channel, to_value, locale, params, secret, challenge_id, urgent, status, next_attempt_at_ms, dies_at_ms, created_at_ms)
     VALUES (?, 'code', 'sms', ?, 'en', ?, ?, ?, 1, 'queued', ?, ?, ?)`,
  )
  const audit = db.prepare(
    `INSERT INTO audit (seq, at_ms, actor, terminal_id, visit_id, action, subject, outcome, detail, previous_hash, hash)
     VALUES (?, ?, ?, ?, NULL, 'code.issued', ?, 'done', ?, ?, ?)`,
  )
  const count = db.prepare(
    `INSERT INTO send_count (scope, slice, count) VALUES (?, ?, 1) ON CONFLICT (scope, slice) DO UPDATE SET count = count + 1`,
  )
  const head = db.prepare(
    'INSERT INTO audit_head (id, seq, mac) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, mac = excluded.mac',
  )
  const close = db.prepare(`UPDATE challenge SET status = ?, code_hmac = NULL WHERE id = ?`)
  const unguard = db.prepare('DELETE FROM contact_guard WHERE contact_value = ?')
  const attempt = db.prepare(`INSERT INTO attempt (challenge_id, at_ms, outcome) VALUES (?, ?, 'right')`)
  const drop = db.prepare(
    `UPDATE outbox SET status = 'failed', failure = 'code_died', secret = NULL WHERE challenge_id = ? AND status IN ('queued', 'retrying')`,
  )
  const visit = db.prepare(
    `INSERT INTO visit (id, customer_id, terminal_id, challenge_id, verified_by, opened_by, started_at_ms, touched_at_ms)
     VALUES (?, ?, ?, ?, 'phone', ?, ?, ?)`,
  )
  const change = db.prepare(`INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (?, 'visit', ?, ?)`)
  const idOf = (kind: string, nth: number): string => `019a0000-0000-7000-${kind}000-${String(nth).padStart(12, '0')}`
  let seq = 0

  return (nth) => {
    const nowMs = 1_767_225_600_000 + nth * 10_000
    const [id, message, terminal, staff] = [idOf('8', nth), idOf('9', nth), idOf('a', nth % 200), idOf('b', nth % 200)]
    const contact = `+919${100_000_000 + (nth % 10_000)}`
    begin.run()
    challenge.run(id, customer, contact, terminal, hmac, nowMs, nowMs + 300_000, nowMs + 60_000, staff)
    count.run(`block:${contact.slice(0, -4)}`, nowMs - (nowMs % 600_000))
    count.run('sms', nowMs - (nowMs % 86_400_000))
    outbox.run(message, contact, params, sealed, id, nowMs, nowMs + 300_000, nowMs)
    audit.run(++seq, nowMs, staff, terminal, id, detail, hmac, hmac)
    head.run(seq, hmac)
    commit.run()
    begin.run()
    unguard.run(contact)
    attempt.run(id, nowMs)
    drop.run(id)
    audit.run(++seq, nowMs, staff, terminal, id, detail, hmac, hmac)
    head.run(seq, hmac)
    close.run('spent', id)
    visit.run(idOf('8', nth + 500_000_000), customer, terminal, id, staff, nowMs, nowMs)
    change.run(nowMs, id, visitBody)
    audit.run(++seq, nowMs, staff, terminal, id, detail, hmac, hmac)
    head.run(seq, hmac)
    commit.run()
  }
}
