/** The only SQL of staff, the locks after wrong answers, and recovery codes. */
import type { StaffRole } from '../../contract/session.ts'
import type { Db } from '../kernel/db.ts'

export interface StaffRow {
  readonly id: string
  readonly name: string
  readonly role: StaffRole
  readonly email: string | null
  readonly phone: string | null
  readonly password_hash: string | null
  readonly password_temporary: 0 | 1
  readonly pin_hash: string | null
  readonly badge_hmac: Buffer | null
  readonly failures: number
  readonly locked_until_ms: number
  readonly active: 0 | 1
  readonly totp_secret: Buffer | null
  readonly totp_offered: Buffer | null
  readonly totp_last_step: number | null
  readonly created_at_ms: number
}

/** A guard that nobody touched for so long is forgotten: names that nobody has must not fill the table. */
const guardKeptMs = 24 * 60 * 60_000

export function staffStore(db: Db) {
  const active = db.prepare<[], StaffRow>('SELECT * FROM staff WHERE active = 1 ORDER BY name')
  const all = db.prepare<[], StaffRow>('SELECT * FROM staff ORDER BY active DESC, name')
  const byId = db.prepare<[string], StaffRow>('SELECT * FROM staff WHERE id = ?')
  const byName = db.prepare<[string], StaffRow>('SELECT * FROM staff WHERE name = ?')
  const byContact = db.prepare<[string, string], StaffRow>('SELECT * FROM staff WHERE email = ? OR phone = ?')
  const insert = db.prepare(
    `INSERT INTO staff (id, name, role, email, phone, password_hash, password_temporary, pin_hash, created_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const change = db.prepare('UPDATE staff SET name = ?, role = ?, email = ?, phone = ?, active = ? WHERE id = ?')
  const administrators = db.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM staff WHERE role = 'administrator' AND active = 1 AND id <> ?`,
  )
  const setPassword = db.prepare('UPDATE staff SET password_hash = ?, password_temporary = ? WHERE id = ?')
  const setPin = db.prepare('UPDATE staff SET pin_hash = ?, failures = 0, locked_until_ms = 0 WHERE id = ?')
  const byBadge = db.prepare<[Buffer], StaffRow>('SELECT * FROM staff WHERE badge_hmac = ?')
  const setBadge = db.prepare('UPDATE staff SET badge_hmac = ? WHERE id = ?')
  const setPinFailures = db.prepare('UPDATE staff SET failures = ?, locked_until_ms = ? WHERE id = ?')
  const offerTotp = db.prepare('UPDATE staff SET totp_offered = ? WHERE id = ?')
  const setTotp = db.prepare('UPDATE staff SET totp_secret = ?, totp_last_step = ?, totp_offered = NULL WHERE id = ?')
  const spendStep = db.prepare(
    'UPDATE staff SET totp_last_step = ? WHERE id = ? AND (totp_last_step IS NULL OR totp_last_step < ?)',
  )
  const guard = db.prepare<[string], { failures: number; locked_until_ms: number }>(
    'SELECT failures, locked_until_ms FROM sign_in_guard WHERE key = ?',
  )
  const putGuard = db.prepare(
    `INSERT INTO sign_in_guard (key, failures, locked_until_ms, touched_at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, locked_until_ms = excluded.locked_until_ms,
       touched_at_ms = excluded.touched_at_ms`,
  )
  const dropGuard = db.prepare('DELETE FROM sign_in_guard WHERE key = ?')
  const dropOldGuards = db.prepare('DELETE FROM sign_in_guard WHERE touched_at_ms < ?')
  const dropCodes = db.prepare('DELETE FROM recovery_code WHERE owner_id = ?')
  const insertCode = db.prepare('INSERT INTO recovery_code (owner_id, code_hmac) VALUES (?, ?)')
  const spendCode = db.prepare(
    'UPDATE recovery_code SET used_at_ms = ? WHERE owner_id = ? AND code_hmac = ? AND used_at_ms IS NULL',
  )
  const codesLeft = db.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM recovery_code WHERE owner_id = ? AND used_at_ms IS NULL',
  )

  return {
    active: (): StaffRow[] => active.all(),
    all: (): StaffRow[] => all.all(),
    any: (): boolean => all.get() !== undefined,
    byId: (staffId: string): StaffRow | undefined => byId.get(staffId),
    byName: (name: string): StaffRow | undefined => byName.get(name),
    byContact: (value: string): StaffRow | undefined => byContact.get(value, value),
    otherAdministrators: (staffId: string): number => administrators.get(staffId)?.n ?? 0,
    insert(row: Omit<StaffRow, 'badge_hmac' | 'failures' | 'locked_until_ms' | 'active' | `totp_${string}`>): void {
      const { id, name, role, email, phone, password_hash, password_temporary, pin_hash, created_at_ms } = row
      insert.run(id, name, role, email, phone, password_hash, password_temporary, pin_hash, created_at_ms)
    },
    change(row: Pick<StaffRow, 'id' | 'name' | 'role' | 'email' | 'phone' | 'active'>): void {
      change.run(row.name, row.role, row.email, row.phone, row.active, row.id)
    },
    setPassword(staffId: string, hash: string, temporary: boolean): void {
      setPassword.run(hash, temporary ? 1 : 0, staffId)
    },
    setPin: (staffId: string, hash: string) => void setPin.run(hash, staffId),
    byBadge: (hmac: Buffer): StaffRow | undefined => byBadge.get(hmac),
    /** Null takes the badge away. */
    setBadge: (staffId: string, hmac: Buffer | null) => void setBadge.run(hmac, staffId),
    setPinFailures: (staffId: string, failures: number, lockedUntilMs: number) =>
      void setPinFailures.run(failures, lockedUntilMs, staffId),
    offerTotp: (staffId: string, sealed: Buffer) => void offerTotp.run(sealed, staffId),
    /** Null takes the authenticator away. */
    setTotp: (staffId: string, sealed: Buffer | null, lastStep: number | null) =>
      void setTotp.run(sealed, lastStep, staffId),
    /** True where this call, and no other, used the step. */
    spendTotpStep: (staffId: string, step: number): boolean => spendStep.run(step, staffId, step).changes === 1,
    guard: (key: string): { failures: number; lockedUntilMs: number } => {
      const row = guard.get(key)
      return { failures: row?.failures ?? 0, lockedUntilMs: row?.locked_until_ms ?? 0 }
    },
    putGuard(key: string, failures: number, lockedUntilMs: number, nowMs: number): void {
      dropOldGuards.run(nowMs - guardKeptMs)
      putGuard.run(key, failures, lockedUntilMs, nowMs)
    },
    dropGuard: (key: string) => void dropGuard.run(key),
    replaceRecoveryCodes(ownerId: string, hmacs: readonly Buffer[]): void {
      dropCodes.run(ownerId)
      for (const hmac of hmacs) insertCode.run(ownerId, hmac)
    },
    /** True where this call, and no other, used the code. */
    spendRecoveryCode: (ownerId: string, hmac: Buffer, nowMs: number): boolean =>
      spendCode.run(nowMs, ownerId, hmac).changes === 1,
    recoveryCodesLeft: (ownerId: string): number => codesLeft.get(ownerId)?.n ?? 0,
  }
}
export type StaffStore = ReturnType<typeof staffStore>
