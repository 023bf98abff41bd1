/** What the office's data says about who is being served, and this installation's name in a rollout. */
import type { Db } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { abandonedAfterMs } from '../visits/service.ts'
import type { CounterFacts } from './install-rules.ts'

/** No code counts for longer than this after it was asked for: 1 h. */
const longestCodeMs = 60 * 60_000
const atWorkMs = 15 * 60_000
const installIdKey = 'update.installId'
/** The last version that was begun to be put in place: on the disk, because its end is the program's. */
const triedKey = 'update.tried'

export function updateStore(db: Db, newId: NewId) {
  const visit = db.prepare<[number], unknown>(
    'SELECT 1 FROM visit WHERE ended_at_ms IS NULL AND touched_at_ms > ? LIMIT 1',
  )
  const challenge = db.prepare<[number, number], unknown>(
    `SELECT 1 FROM challenge INDEXED BY challenge_by_age WHERE created_at_ms > ? AND status IN ('live', 'verified')
       AND expires_at_ms > ? AND purpose IN ('visit', 'registration', 'contact_change') LIMIT 1`,
  )
  const payCode = db.prepare<[number], unknown>(
    `SELECT 1 FROM pay_code WHERE status = 'waiting' AND expires_at_ms > ? LIMIT 1`,
  )
  // What retries later is on the disk and goes on after the start.
  const message = db.prepare<[number], unknown>(
    `SELECT 1 FROM outbox WHERE status = 'sending'
     UNION ALL SELECT 1 FROM outbox INDEXED BY outbox_due WHERE status IN ('queued', 'asking') AND status IN ('queued', 'retrying', 'asking')
       AND dies_at_ms > ? LIMIT 1`,
  )
  const staff = db.prepare<[number], unknown>(
    'SELECT 1 FROM staff_session WHERE ended_at_ms IS NULL AND seen_at_ms > ? LIMIT 1',
  )
  const getId = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?')
  const putId = db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)')
  const putTry = db.prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)')
  return {
    facts: (nowMs: number): Omit<CounterFacts, 'transferUnderWay'> => ({
      verificationUnderWay: challenge.get(nowMs - longestCodeMs, nowMs) !== undefined,
      visitOpen: visit.get(nowMs - abandonedAfterMs) !== undefined,
      paymentUnderWay: payCode.get(nowMs) !== undefined,
      messageUnderWay: message.get(nowMs) !== undefined,
      staffAtWork: staff.get(nowMs - atWorkMs) !== undefined,
    }),
    noteTry(version: string, atMs: number): void {
      putTry.run(triedKey, JSON.stringify({ version, atMs }))
    },
    /** How long ago this version was begun to be put in place, which then cannot have succeeded; null: never. */
    triedAgoMs(version: string, nowMs: number): number | null {
      const known = getId.get(triedKey)?.value
      const tried: { version: string; atMs: number } | null = known === undefined ? null : JSON.parse(known)
      return tried?.version === version ? nowMs - tried.atMs : null
    },
    /** Made at the first call. */
    installId(): string {
      const known = getId.get(installIdKey)?.value
      if (known !== undefined) return JSON.parse(known)
      const made = newId()
      putId.run(installIdKey, JSON.stringify(made))
      return made
    },
  }
}
