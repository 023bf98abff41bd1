/** The people who work here: added, changed, never removed; and the PIN by which one approves or takes over a desk. */
import type { StaffMember, StaffRole } from '../../contract/session.ts'
import type { StaffAccount, StaffFields, StaffRefusal } from '../../contract/staff.ts'
import type { Actor, AuditTrail } from '../audit/trail.ts'
import { normaliseEmail, normalisePhone } from '../customers/contacts.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { oneAtATime } from '../kernel/one-at-a-time.ts'
import { isRegion } from '../settings/regions.ts'
import { normalPassword, type PasswordProblem, passwordStrength, type SecretHasher } from './passwords.ts'
import { memberOf, slowLock, type WrongOutcome, weakPin, wrongOf } from './rules.ts'
import type { StaffSessions } from './sessions.ts'
import type { StaffRow, StaffStore } from './store.ts'

export type PinOutcome = { readonly outcome: 'done'; readonly staff: StaffMember } | WrongOutcome

export interface NewStaff {
  readonly name: string
  readonly role: StaffRole
  readonly email?: string
  readonly phone?: string
  readonly password?: string
  /** The password was chosen by someone else; a new one is asked for at the first sign-in. */
  readonly temporary?: boolean
  readonly pin?: string
}

/** A person whose secrets are hashed already, so that they can share a transaction with what they belong to. */
export interface PreparedStaff {
  readonly name: string
  readonly role: StaffRole
  readonly email: string | null
  readonly phone: string | null
  readonly passwordHash: string | null
  readonly temporary: boolean
  readonly pinHash: string | null
}

interface Refused<Reason> {
  readonly outcome: 'refused'
  readonly reason: Reason
}
type PrepareOutcome =
  | { readonly outcome: 'ready'; readonly person: PreparedStaff }
  | Refused<'weak_pin' | 'email_invalid' | 'phone_invalid' | PasswordProblem>
export type AddStaffOutcome =
  | { readonly outcome: 'done'; readonly staff: StaffMember }
  | Refused<'weak_pin' | PasswordProblem | StaffRefusal>
export type ChangeStaffOutcome = { readonly outcome: 'done'; readonly account: StaffAccount } | Refused<StaffRefusal>

export interface StaffParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly newId: NewId
  readonly audit: AuditTrail
  readonly store: StaffStore
  readonly sessions: StaffSessions
  /** Of PINs: quick, behind a slow lock. */
  readonly hasher: SecretHasher
  readonly passwords: SecretHasher
  readonly region: () => string
}

export function staffService(parts: StaffParts) {
  const { transact, clock, audit, store } = parts
  const inTurn = oneAtATime()

  const note = (by: Actor, action: string, subject: string, detail: Record<string, string | number>) =>
    audit.append({ ...by, visitId: null, action, subject, outcome: 'done', detail })

  function account(row: StaffRow): StaffAccount {
    return {
      ...memberOf(row),
      email: row.email,
      phone: row.phone,
      active: row.active === 1,
      hasPin: row.pin_hash !== null,
      hasBadge: row.badge_hmac !== null,
      hasTotp: row.totp_secret !== null,
      recoveryCodesLeft: store.recoveryCodesLeft(row.id),
      mustChoosePassword: row.password_hash === null || row.password_temporary === 1,
    }
  }

  /** Contacts in their one form, or what is wrong with them. Empty is none. */
  function contacts(email: string, phone: string) {
    const region = parts.region()
    const mail = email === '' ? null : normaliseEmail(email)
    const number = phone === '' ? null : normalisePhone(phone, isRegion(region) ? region : '')
    if (email !== '' && mail === null) return 'email_invalid'
    return phone !== '' && number === null ? 'phone_invalid' : { email: mail, phone: number }
  }

  function taken(name: string, found: readonly (string | null)[], staffId: string | null): StaffRefusal | null {
    const named = store.byName(name)
    if (named !== undefined && named.id !== staffId) return 'name_taken'
    const owners = found.flatMap((value) => (value === null ? [] : (store.byContact(value) ?? [])))
    return owners.some(({ id }) => id !== staffId) ? 'contact_taken' : null
  }

  async function prepare(member: NewStaff): Promise<PrepareOutcome> {
    const { name, role, password, pin, temporary = false } = member
    if (pin !== undefined && weakPin(pin)) return { outcome: 'refused', reason: 'weak_pin' }
    const reach = contacts(member.email ?? '', member.phone ?? '')
    if (typeof reach === 'string') return { outcome: 'refused', reason: reach }
    const { problem } = password === undefined ? { problem: null } : await passwordStrength(password, [name])
    if (problem !== null) return { outcome: 'refused', reason: problem }
    const passwordHash = password === undefined ? null : await parts.passwords.hash(normalPassword(password))
    const pinHash = pin === undefined ? null : await parts.hasher.hash(pin)
    return { outcome: 'ready', person: { name, role, ...reach, passwordHash, temporary, pinHash } }
  }

  function addPrepared(person: PreparedStaff, by: Actor): AddStaffOutcome {
    return transact((): AddStaffOutcome => {
      const { name, role, email, phone } = person
      const reason = taken(name, [email, phone], null)
      if (reason !== null) return { outcome: 'refused', reason }
      const id = parts.newId()
      store.insert({
        ...{ id, name, role, email, phone, password_hash: person.passwordHash, pin_hash: person.pinHash },
        password_temporary: person.temporary ? 1 : 0,
        created_at_ms: clock.now(),
      })
      note(by, 'staff.added', id, { role })
      return { outcome: 'done', staff: { staffId: id, name, role } }
    })
  }

  async function checkPin(staffId: string, pin: string, terminalId: string): Promise<PinOutcome> {
    const before = store.byId(staffId)
    if (before === undefined || before.active === 0 || before.pin_hash === null)
      return { outcome: 'wrong', triesLeft: 0 }
    if (before.locked_until_ms > clock.now()) return { outcome: 'locked', untilMs: before.locked_until_ms }
    const right = await parts.hasher.verify(before.pin_hash, pin)
    return transact((): PinOutcome => {
      const lock = slowLock(before.failures + 1, clock.now())
      store.setPinFailures(staffId, right ? 0 : lock.failures, right ? 0 : lock.lockedUntilMs)
      const outcome = right ? 'right' : 'wrong'
      audit.append({
        ...{ actor: staffId, terminalId, visitId: null },
        ...{ action: 'staff.pin', subject: staffId, outcome, detail: {} },
      })
      return right ? { outcome: 'done', staff: memberOf(before) } : wrongOf(lock)
    })
  }

  return {
    /** Those who may work, by name. */
    list: (): StaffMember[] => store.active().map(memberOf),
    any: (): boolean => store.any(),
    accounts: (): StaffAccount[] => store.all().map(account),
    account: (staffId: string): StaffAccount | null => {
      const row = store.byId(staffId)
      return row === undefined ? null : account(row)
    },
    prepare,
    addPrepared,
    async add(member: NewStaff, by: Actor): Promise<AddStaffOutcome> {
      const prepared = await prepare(member)
      return prepared.outcome === 'refused' ? prepared : addPrepared(prepared.person, by)
    },
    /** Who may no longer work here is signed out at once. An office keeps one administrator at least. */
    change(staffId: string, fields: StaffFields & { readonly active: boolean }, by: Actor): ChangeStaffOutcome {
      return transact((): ChangeStaffOutcome => {
        const row = store.byId(staffId)
        if (row === undefined) return { outcome: 'refused', reason: 'not_found' }
        const reach = contacts(fields.email, fields.phone)
        if (typeof reach === 'string') return { outcome: 'refused', reason: reach }
        const reason = taken(fields.name, [reach.email, reach.phone], staffId)
        if (reason !== null) return { outcome: 'refused', reason }
        const leads = fields.active && fields.role === 'administrator'
        const led = row.active === 1 && row.role === 'administrator'
        if (led && !leads && store.otherAdministrators(staffId) === 0)
          return { outcome: 'refused', reason: 'last_administrator' }
        const { name, role, active } = fields
        const next = { ...row, name, role, ...reach, active: active ? 1 : 0 } as const
        store.change(next)
        if (!active) parts.sessions.endAllOf(staffId)
        note(by, 'staff.changed', staffId, { role, active: next.active })
        return { outcome: 'done', account: account(next) }
      })
    },
    /** Checks a PIN; counts wrong ones and locks the person 30 s, doubling to an hour, after each five. */
    check: (staffId: string, pin: string, terminalId: string): Promise<PinOutcome> =>
      inTurn(staffId, () => checkPin(staffId, pin, terminalId)),
  }
}
export type StaffService = ReturnType<typeof staffService>
