/** A new password: by who knows the old one, by an administrator, from the command line. Other sessions end, the owner is told. */
import type { Actor, AuditTrail } from '../audit/trail.ts'
import type { Outbox } from '../delivery/outbox.ts'
import { type Chance, randomBelow } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { OfficeKeys } from '../kernel/keys.ts'
import { oneAtATime } from '../kernel/one-at-a-time.ts'
import type { Settings } from '../settings/service.ts'
import { badgeHmac } from './badges.ts'
import { normalPassword, type PasswordProblem, passwordStrength, type SecretHasher } from './passwords.ts'
import { type WrongOutcome, weakPin } from './rules.ts'
import type { SecondFactors } from './second-factors.ts'
import type { StaffSessions } from './sessions.ts'
import type { SignInGuard } from './sign-in-guard.ts'
import type { StaffRow, StaffStore } from './store.ts'

export interface PasswordParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly chance: Chance
  readonly audit: AuditTrail
  readonly keys: OfficeKeys
  readonly outbox: Outbox
  readonly store: StaffStore
  readonly guard: SignInGuard
  readonly sessions: StaffSessions
  readonly factors: SecondFactors
  readonly hasher: SecretHasher
  readonly passwords: SecretHasher
  readonly settings: () => Settings
}

/** The notice is news for a day; after that it only frightens. */
const noticeLivesMs = 24 * 60 * 60_000
// No letters that are mistaken when read aloud or off paper; 16 of these are 79 bits.
const letters = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A password for the first sign-in only, `kq3m-x7pe-…`. */
export function temporaryPassword(chance: Chance): string {
  const group = () => Array.from({ length: 4 }, () => letters.charAt(randomBelow(chance, letters.length))).join('')
  return [group(), group(), group(), group()].join('-')
}

export function passwordChanges(parts: PasswordParts) {
  const { transact, clock, store, guard, sessions } = parts
  const inTurn = oneAtATime()

  /** Call inside a transaction. `except`: the session that may go on. */
  function put(row: StaffRow, hash: string, how: { temporary: boolean; except: string; by: Actor }): void {
    store.setPassword(row.id, hash, how.temporary)
    guard.clear(row.id)
    const ended = sessions.endAllOf(row.id, how.except)
    parts.audit.append({
      ...{ ...how.by, visitId: null, action: 'staff.password' },
      ...{ subject: row.id, outcome: 'done', detail: { sessionsEnded: ended } },
    })
    const to = row.email ?? row.phone
    if (to === null) return
    parts.outbox.put({
      template: 'password_changed',
      channel: row.email === null ? 'sms' : 'email',
      to,
      locale: parts.settings().defaultLocale,
      params: { name: row.name, atMs: clock.now() },
      secret: null,
      challengeId: null,
      diesAtMs: clock.now() + noticeLivesMs,
      decoy: false,
    })
  }

  return {
    put,
    prepare: async (password: string, name: string): Promise<string | { problem: PasswordProblem }> => {
      const { problem } = await passwordStrength(password, [name])
      return problem === null ? parts.passwords.hash(normalPassword(password)) : { problem }
    },
    /** Proves that it is they before something of theirs changes; counts like a sign-in. Null: right. */
    prove: (staffId: string, password: string, terminalId: string): Promise<WrongOutcome | null> =>
      inTurn(staffId, async () => {
        const locked = guard.locked(staffId)
        if (locked !== null) return locked
        const hash = store.byId(staffId)?.password_hash
        const right = typeof hash === 'string' && (await parts.passwords.verify(hash, normalPassword(password)))
        return right ? null : guard.wrong(staffId, terminalId, 'password')
      }),
    /** A temporary password for who lost theirs; null where nobody has that id. */
    async reset(
      staffId: string,
      options: { secondFactor: boolean; by: Actor; password?: string },
    ): Promise<string | null> {
      const password = options.password ?? temporaryPassword(parts.chance)
      const hash = await parts.passwords.hash(normalPassword(password))
      return transact(() => {
        const row = store.byId(staffId)
        if (row === undefined) return null
        if (options.secondFactor) parts.factors.forget(staffId)
        put(row, hash, { temporary: options.password === undefined, except: '', by: options.by })
        return password
      })
    },
    /** Null takes the badge away. */
    setBadge(staffId: string, badge: string | null, by: Actor): 'done' | 'short' | 'taken' {
      const hmac = badge === null ? null : badgeHmac(parts.keys, badge)
      if (badge !== null && hmac === null) return 'short'
      return transact(() => {
        const holder = hmac === null ? undefined : store.byBadge(hmac)
        if (holder !== undefined && holder.id !== staffId) return 'taken'
        store.setBadge(staffId, hmac)
        parts.audit.append({
          ...{ ...by, visitId: null, action: 'staff.badge' },
          ...{ subject: staffId, outcome: 'done', detail: { set: badge !== null } },
        })
        return 'done'
      })
    },
    async setPin(staffId: string, pin: string, by: Actor): Promise<'done' | 'weak_pin'> {
      if (weakPin(pin)) return 'weak_pin'
      const hash = await parts.hasher.hash(pin)
      transact(() => {
        store.setPin(staffId, hash)
        parts.audit.append({
          ...{ ...by, visitId: null, action: 'staff.pin_set' },
          ...{ subject: staffId, outcome: 'done', detail: {} },
        })
      })
      return 'done'
    },
  }
}
export type PasswordChanges = ReturnType<typeof passwordChanges>
