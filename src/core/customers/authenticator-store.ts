/** The only SQL of authenticator apps and recovery codes. */
import type { Db } from '../kernel/db.ts'

export interface AuthenticatorRow {
  readonly customer_id: string
  /** Sealed; null until a first code confirmed it. */
  readonly secret: Buffer | null
  readonly last_step: number
  readonly enrolled_at_ms: number | null
  readonly pending_secret: Buffer | null
  readonly pending_visit_id: string | null
}

export function authenticatorStore(db: Db) {
  const byCustomer = db.prepare<[string], AuthenticatorRow>(
    'SELECT * FROM customer_authenticator WHERE customer_id = ?',
  )
  const pend = db.prepare(
    `INSERT INTO customer_authenticator (customer_id, pending_secret, pending_visit_id) VALUES (?, ?, ?)
     ON CONFLICT (customer_id) DO UPDATE SET pending_secret = excluded.pending_secret, pending_visit_id = excluded.pending_visit_id`,
  )
  const enrol = db.prepare(
    `UPDATE customer_authenticator SET secret = pending_secret, enrolled_at_ms = ?, last_step = ?, pending_secret = NULL,
       pending_visit_id = NULL WHERE customer_id = ? AND pending_secret IS NOT NULL`,
  )
  const takeStep = db.prepare('UPDATE customer_authenticator SET last_step = ? WHERE customer_id = ? AND last_step < ?')
  const remove = db.prepare('DELETE FROM customer_authenticator WHERE customer_id = ?')
  const addCode = db.prepare('INSERT INTO customer_recovery_code (customer_id, hash) VALUES (?, ?)')
  const takeCode = db.prepare(
    'UPDATE customer_recovery_code SET used_at_ms = ? WHERE customer_id = ? AND hash = ? AND used_at_ms IS NULL',
  )
  const unused = db.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM customer_recovery_code WHERE customer_id = ? AND used_at_ms IS NULL',
  )
  const removeCodes = db.prepare('DELETE FROM customer_recovery_code WHERE customer_id = ?')
  return {
    byCustomer: (customerId: string): AuthenticatorRow | undefined => byCustomer.get(customerId),
    /** A secret that waits for its first code in this visit. */
    pend(customerId: string, sealed: Buffer, visitId: string): void {
      pend.run(customerId, sealed, visitId)
    },
    enrol(customerId: string, atMs: number, step: number): void {
      enrol.run(atMs, step, customerId)
    },
    /** False where this step, or a later one, was taken before. */
    takeStep: (customerId: string, step: number): boolean => takeStep.run(step, customerId, step).changes === 1,
    remove(customerId: string): void {
      remove.run(customerId)
      removeCodes.run(customerId)
    },
    replaceCodes(customerId: string, hashes: readonly Buffer[]): void {
      removeCodes.run(customerId)
      for (const hash of hashes) addCode.run(customerId, hash)
    },
    /** False where it is none of theirs, or was used. */
    takeCode: (customerId: string, hash: Buffer, atMs: number): boolean =>
      takeCode.run(atMs, customerId, hash).changes === 1,
    unusedCodes: (customerId: string): number => unused.get(customerId)?.n ?? 0,
  }
}
export type AuthenticatorStore = ReturnType<typeof authenticatorStore>
