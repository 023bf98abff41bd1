/** Staff with a PIN, for now: who may sign in, slow locks after wrong PINs, and the second person who approves. */
import type { StaffMember, StaffRole } from '../../contract/session.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db, Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { pinLock, weakPin } from './rules.ts'

/** The slow hash of PINs, a port because it is native and asynchronous. Argon2id in every host. */
export interface PinHasher {
  hash(pin: string): Promise<string>
  verify(hash: string, pin: string): Promise<boolean>
}

export type PinOutcome =
  | { readonly outcome: 'done'; readonly staff: StaffMember }
  | { readonly outcome: 'wrong'; readonly triesLeft: number }
  | { readonly outcome: 'locked'; readonly untilMs: number }

interface StaffRow {
  readonly id: string
  readonly name: string
  readonly role: StaffRole
  readonly pin_hash: string
  readonly failures: number
  readonly locked_until_ms: number
}

export type AddStaffOutcome =
  | { readonly outcome: 'done'; readonly staff: StaffMember }
  | { readonly outcome: 'refused'; readonly reason: 'weak_pin' | 'name_taken' }

export interface StaffService {
  list(): StaffMember[]
  any(): boolean
  add(member: { name: string; role: StaffRole; pin: string }, actor: string): Promise<AddStaffOutcome>
  hash(pin: string): Promise<string>
  /** With a PIN hashed before, so that it can share a transaction with what it belongs to. */
  addHashed(member: { name: string; role: StaffRole; pinHash: string }, actor: string): AddStaffOutcome
  /** Checks a PIN; counts wrong ones and locks the person 30 s, doubling to an hour, after each five. */
  check(staffId: string, pin: string, terminalId: string): Promise<PinOutcome>
}

const member = (row: StaffRow): StaffMember => ({ staffId: row.id, name: row.name, role: row.role })

export function staffService(parts: {
  db: Db
  transact: Transact
  clock: Clock
  newId: NewId
  audit: AuditTrail
  hasher: PinHasher
}): StaffService {
  const { db, transact, clock, audit } = parts
  const list = db.prepare<[], StaffRow>('SELECT * FROM staff ORDER BY name')
  const byId = db.prepare<[string], StaffRow>('SELECT * FROM staff WHERE id = ?')
  const byName = db.prepare<[string], StaffRow>('SELECT * FROM staff WHERE name = ?')
  const insert = db.prepare('INSERT INTO staff (id, name, role, pin_hash, created_at_ms) VALUES (?, ?, ?, ?, ?)')
  const setFailures = db.prepare('UPDATE staff SET failures = ?, locked_until_ms = ? WHERE id = ?')
  const checking = new Map<string, Promise<unknown>>()

  async function checkOnce(staffId: string, pin: string, terminalId: string): Promise<PinOutcome> {
    const before = byId.get(staffId)
    if (before === undefined) return { outcome: 'wrong', triesLeft: 0 }
    if (before.locked_until_ms > clock.now()) return { outcome: 'locked', untilMs: before.locked_until_ms }
    const right = await parts.hasher.verify(before.pin_hash, pin)
    return transact((): PinOutcome => {
      const now = clock.now()
      const lock = right ? { failures: 0, lockedUntilMs: 0, triesLeft: 0 } : pinLock(before.failures + 1, now)
      setFailures.run(lock.failures, lock.lockedUntilMs, staffId)
      audit.append({
        actor: staffId,
        terminalId,
        visitId: null,
        action: 'staff.pin',
        subject: staffId,
        outcome: right ? 'right' : 'wrong',
        detail: {},
      })
      if (right) return { outcome: 'done', staff: member(before) }
      if (lock.lockedUntilMs > now) return { outcome: 'locked', untilMs: lock.lockedUntilMs }
      return { outcome: 'wrong', triesLeft: lock.triesLeft }
    })
  }

  return {
    list: () => list.all().map(member),
    any: () => list.get() !== undefined,
    async add({ name, role, pin }, actor) {
      if (weakPin(pin)) return { outcome: 'refused', reason: 'weak_pin' }
      return this.addHashed({ name, role, pinHash: await parts.hasher.hash(pin) }, actor)
    },
    hash: (pin) => parts.hasher.hash(pin),
    addHashed({ name, role, pinHash }, actor) {
      return transact((): AddStaffOutcome => {
        if (byName.get(name) !== undefined) return { outcome: 'refused', reason: 'name_taken' }
        const staffId = parts.newId()
        insert.run(staffId, name, role, pinHash, clock.now())
        audit.append({
          actor,
          terminalId: null,
          visitId: null,
          action: 'staff.added',
          subject: staffId,
          outcome: 'done',
          detail: { role },
        })
        return { outcome: 'done', staff: { staffId, name, role } }
      })
    },
    async check(staffId, pin, terminalId) {
      // One PIN of a person is checked at a time: the hash is asynchronous, and guesses sent at once must all count.
      const earlier = checking.get(staffId) ?? Promise.resolve()
      const mine = earlier.then(() => checkOnce(staffId, pin, terminalId))
      const settled = mine.then(
        () => undefined,
        () => undefined,
      )
      checking.set(staffId, settled)
      try {
        return await mine
      } finally {
        if (checking.get(staffId) === settled) checking.delete(staffId)
      }
    },
  }
}
