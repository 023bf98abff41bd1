/** A new password: by who knows the old one, by an administrator, from the command line. Other sessions end, the owner is told. */
import type { Actor, AuditTrail } from '../audit/trail.ts'
import type { Outbox } from '../delivery/outbox.ts'
import { type Chance, randomBelow } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { OfficeKeys } from '../kernel/keys.ts'
import { oneAtATime } from '../kernel/one-at-a-time.ts'
import { staffGuardKeys } from '../otp/rules.ts'
import type { OtpStore } from '../otp/store.ts'
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
  readonly otp: Pick<OtpStore, 'dropGuard'>
  readonly guard: SignInGuard
  readonly sessions: StaffSessions
  readonly factors: SecondFactors
  readonly hasher: SecretHasher
  readonly passwords: SecretHasher
  readonly settings: () => Settings
}

/** That it is they: what was proven, and within which session. Looked at again when something changes: hashing takes a while. */
export interface Proof {
  readonly staffId: string
  readonly hash: string
  readonly sessionId: string | null
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

interface PutHow {
  readonly temporary: boolean
  /** The session that may go on. */
  readonly except: string
  readonly by: Actor
  /** The second factors were forgotten with it. */
  readonly secondFactor?: boolean
}

export function passwordChanges(parts: PasswordParts) {
  const { transact, clock, store, guard, sessions } = parts
  const inTurn = oneAtATime()

  /** Call inside a transaction. */
  function put(row: StaffRow, hash: string, how: PutHow): void {
    store.setPassword(row.id, hash, how.temporary)
    guard.clear(row)
    for (const contact of [row.email, row.phone])
      if (contact !== null) for (const key of staffGuardKeys(contact)) parts.otp.dropGuard(key)
    const ended = sessions.endAllOf(row.id, how.except)
    parts.audit.append({
      ...{ ...how.by, visitId: null, action: 'staff.password' },
      ...{
        subject: row.id,
        outcome: 'done',
        detail: { sessionsEnded: ended, ...(how.secondFactor === true ? { secondFactor: true } : {}) },
      },
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
    /** Proves that it is they before something of theirs changes; counts like a sign-in. */
    prove: (
      who: { readonly staffId: string; readonly sessionId: string | null; readonly terminalId: string },
      password: string,
    ): Promise<Proof | WrongOutcome> =>
      inTurn(who.staffId, async () => {
        const { staffId, sessionId } = who
        const locked = guard.locked(staffId, who.terminalId)
        if (locked !== null) return locked
        const hash = store.byId(staffId)?.password_hash
        const right = typeof hash === 'string' && (await parts.passwords.verify(hash, normalPassword(password)))
        return right ? { staffId, hash, sessionId } : guard.wrong(staffId, who.terminalId, 'password')
      }),
    /** Changes something in the transaction that looks again; null where the session or the password ended meanwhile. */
    whileProven: <Result>(proof: Proof, change: (row: StaffRow) => Result): Result | null =>
      transact(() => {
        const row = store.byId(proof.staffId)
        const ended = proof.sessionId !== null && sessions.alive(proof.sessionId) === null
        return ended || row?.active !== 1 || row.password_hash !== proof.hash ? null : change(row)
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
        if (options.secondFactor) parts.factors.forget(staffId, options.by)
        const { by, secondFactor } = options
        put(row, hash, { temporary: options.password === undefined, except: '', by, secondFactor })
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
    preparePin: async (pin: string): Promise<string | null> => (weakPin(pin) ? null : parts.hasher.hash(pin)),
    setPin(staffId: string, hash: string, by: Actor): void {
      transact(() => {
        store.setPin(staffId, hash)
        parts.audit.append({
          ...{ ...by, visitId: null, action: 'staff.pin_set' },
          ...{ subject: staffId, outcome: 'done', detail: {} },
        })
      })
    },
  }
}
export type PasswordChanges = ReturnType<typeof passwordChanges>
