/** The only SQL of changes of contact that are under way. */
import type { ContactKind } from '../../contract/values.ts'
import type { Db } from '../kernel/db.ts'
import type { VouchedMoment } from '../visits/vouching-rules.ts'

export interface ContactChangeRow {
  readonly id: string
  readonly visit_id: string
  readonly customer_id: string
  readonly old_contact_id: string | null
  readonly new_kind: ContactKind | null
  readonly new_value: string | null
  readonly old_challenge_id: string | null
  readonly new_challenge_id: string | null
  readonly old_proven_at_ms: number | null
  readonly new_proven_at_ms: number | null
}

export function contactChangeStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO contact_change (id, visit_id, customer_id, old_contact_id, new_kind, new_value) VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const byId = db.prepare<[string, string], ContactChangeRow>(
    'SELECT * FROM contact_change WHERE id = ? AND visit_id = ?',
  )
  const byChallenge = db.prepare<[string, string, string], ContactChangeRow>(
    'SELECT * FROM contact_change WHERE visit_id = ? AND (old_challenge_id = ? OR new_challenge_id = ?)',
  )
  const asked = {
    old: db.prepare('UPDATE contact_change SET old_challenge_id = ? WHERE id = ?'),
    new: db.prepare('UPDATE contact_change SET new_challenge_id = ? WHERE id = ?'),
  }
  const proven = {
    old: db.prepare('UPDATE contact_change SET old_proven_at_ms = ? WHERE id = ?'),
    new: db.prepare('UPDATE contact_change SET new_proven_at_ms = ? WHERE id = ?'),
  }
  const drop = db.prepare('DELETE FROM contact_change WHERE id = ?')
  const dropOther = db.prepare(
    `DELETE FROM contact_change WHERE visit_id = ?
       OR EXISTS (SELECT 1 FROM visit WHERE visit.id = contact_change.visit_id AND visit.ended_at_ms IS NOT NULL)`,
  )
  const approvedSince = db.prepare<[number, number], VouchedMoment>(
    'SELECT terminal_id, at_ms AS started_at_ms FROM contact_approval WHERE at_ms > ? ORDER BY at_ms DESC LIMIT ?',
  )
  const approved = db.prepare('INSERT INTO contact_approval (at_ms, terminal_id) VALUES (?, ?)')
  const forgetApproved = db.prepare('DELETE FROM contact_approval WHERE at_ms <= ?')
  return {
    /** The changes that a second person stood for after this moment, newest first. */
    approvedSince: (afterMs: number, limit: number): VouchedMoment[] => approvedSince.all(afterMs, limit),
    /** Those of `forgetMs` and before are forgotten. */
    markApproved(terminalId: string, atMs: number, forgetMs: number): void {
      forgetApproved.run(forgetMs)
      approved.run(atMs, terminalId)
    },
    insert(
      row: Pick<ContactChangeRow, 'id' | 'visit_id' | 'customer_id' | 'old_contact_id' | 'new_kind' | 'new_value'>,
    ) {
      insert.run(row.id, row.visit_id, row.customer_id, row.old_contact_id, row.new_kind, row.new_value)
    },
    byId: (changeId: string, visitId: string): ContactChangeRow | undefined => byId.get(changeId, visitId),
    byChallenge: (challengeId: string, visitId: string): ContactChangeRow | undefined =>
      byChallenge.get(visitId, challengeId, challengeId),
    markAsked(changeId: string, side: 'old' | 'new', challengeId: string): void {
      asked[side].run(challengeId, changeId)
    },
    markProven(changeId: string, side: 'old' | 'new', atMs: number): void {
      proven[side].run(atMs, changeId)
    },
    drop(changeId: string): void {
      drop.run(changeId)
    },
    /** What this visit began before, and what visits that are over left behind. */
    dropUnfinished(visitId: string): void {
      dropOther.run(visitId)
    },
  }
}
export type ContactChangeStore = ReturnType<typeof contactChangeStore>
