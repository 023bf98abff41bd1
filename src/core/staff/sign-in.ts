/** Signing in: name and password, then a second factor where the person has one, then a new password where one is due. */
import type { FactorKind, FactorWay, SignInOutcome, StaffMember } from '../../contract/session.ts'
import type { StaffSendOutcome } from '../../contract/sign-in.ts'
import type { Channel, Locale } from '../../contract/values.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { OfficeKeys } from '../kernel/keys.ts'
import { oneAtATime } from '../kernel/one-at-a-time.ts'
import { readIdentifier } from '../visits/verification-rules.ts'
import { badgeHmac } from './badges.ts'
import { normalPassword, type PasswordProblem, passwordStrength, type SecretHasher } from './passwords.ts'
import { memberOf, type WrongOutcome, waysOf } from './rules.ts'
import type { SecondFactors } from './second-factors.ts'
import type { StaffService } from './service.ts'
import type { OpenedSession, SignedInHow, StaffSessions } from './sessions.ts'
import type { SignInGuard } from './sign-in-guard.ts'
import type { StaffCodes } from './staff-codes.ts'
import type { StaffRow, StaffStore } from './store.ts'

export interface SignInParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly keys: OfficeKeys
  readonly audit: AuditTrail
  readonly store: StaffStore
  readonly guard: SignInGuard
  readonly sessions: StaffSessions
  readonly factors: SecondFactors
  readonly codes: StaffCodes
  readonly staff: StaffService
  readonly passwords: SecretHasher
  readonly channels: () => readonly Channel[]
  readonly region: () => string
}

/** Between a right password and the session: held per terminal, in memory, so that nobody brings it along. */
interface Pending {
  readonly staffId: string
  readonly sinceMs: number
  /** Set once all factors were given; then only a new password is missing. */
  readonly proven: SignedInHow | null
  readonly challengeId: string | null
}

const pendingForMs = 10 * 60_000

export type FullOutcome =
  | { readonly outcome: 'done'; readonly session: OpenedSession }
  | Exclude<SignInOutcome, { readonly outcome: 'done' }>
type Answered = Exclude<FullOutcome, { outcome: 'second_factor' }> | { outcome: 'over' } | { outcome: 'dead' }

export function signInService(parts: SignInParts) {
  const { transact, clock, store, guard, sessions } = parts
  const inTurn = oneAtATime()
  const pending = new Map<string, Pending>()
  let nobodysHash: Promise<string> | null = null

  /** Whom this terminal's sign-in has come to, with the row as it is now; null where it took too long. */
  function underWay(terminalId: string): { at: Pending; row: StaffRow } | null {
    const at = pending.get(terminalId)
    const row = at === undefined ? undefined : store.byId(at.staffId)
    if (at !== undefined && row !== undefined && row.active === 1 && at.sinceMs + pendingForMs > clock.now())
      return { at, row }
    pending.delete(terminalId)
    return null
  }

  function open(staff: StaffMember, terminalId: string, how: SignedInHow): FullOutcome & { outcome: 'done' } {
    pending.delete(terminalId)
    return transact(() => {
      guard.clear(staff.staffId)
      return { outcome: 'done', session: sessions.open(staff, terminalId, how) }
    })
  }

  /** Every factor was right. */
  function proven(
    row: StaffRow,
    terminalId: string,
    how: SignedInHow,
  ): FullOutcome & { outcome: 'done' | 'new_password' } {
    if (row.password_hash !== null && row.password_temporary === 0) return open(memberOf(row), terminalId, how)
    pending.set(terminalId, { staffId: row.id, sinceMs: clock.now(), proven: how, challengeId: null })
    return { outcome: 'new_password' }
  }

  function wrong(key: string, terminalId: string, what: string): WrongOutcome {
    const outcome = guard.wrong(key, terminalId, what)
    if (outcome.outcome === 'locked') pending.delete(terminalId)
    return outcome
  }

  /** The machine is quicker than the one that made this hash, or the office has moved to a better one. */
  async function renewHash(row: StaffRow, typed: string): Promise<void> {
    const { password_hash: before, password_temporary: temporary } = row
    if (before === null || (await parts.passwords.outdated?.(before)) !== true) return
    const hash = await parts.passwords.hash(normalPassword(typed))
    transact(() => {
      if (store.byId(row.id)?.password_hash === before) store.setPassword(row.id, hash, temporary === 1)
    })
  }

  async function password(
    terminalId: string,
    key: string,
    row: StaffRow | undefined,
    typed: string,
  ): Promise<FullOutcome> {
    const locked = guard.locked(key)
    if (locked !== null) return locked
    // A name nobody has costs the same hash. Made for the first caller of any name, so that it tells nothing either.
    nobodysHash ??= parts.passwords.hash('nobody has this password')
    const hash = row?.password_hash ?? row?.pin_hash ?? (await nobodysHash)
    const right = await parts.passwords.verify(hash, normalPassword(typed))
    if (!right || row === undefined) return wrong(key, terminalId, 'password')
    await renewHash(row, typed)
    const ways: FactorWay[] = waysOf(row, parts.channels(), store.recoveryCodesLeft(row.id))
    if (ways.length === 0) return proven(row, terminalId, 'password')
    pending.set(terminalId, { staffId: row.id, sinceMs: clock.now(), proven: null, challengeId: null })
    return { outcome: 'second_factor', ways }
  }

  function answerCode(at: Pending, row: StaffRow, terminalId: string, kind: SignedInHow, code: string): Answered {
    if (at.challengeId === null) return { outcome: 'dead' }
    const checked = parts.codes.check(at.challengeId, code, terminalId, row.id, 'staff_sign_in')
    switch (checked.outcome) {
      case 'right':
        return proven(row, terminalId, kind)
      case 'wrong': {
        const counted = wrong(row.id, terminalId, kind)
        return counted.outcome === 'locked' ? counted : checked
      }
      case 'locked':
        wrong(row.id, terminalId, kind)
        return checked
      case 'slip':
        return { outcome: 'wrong', triesLeft: guard.triesLeft(row.id) }
      case 'dead':
        return { outcome: 'dead' }
    }
  }

  return {
    async password(terminalId: string, input: { name: string; password: string }): Promise<FullOutcome> {
      pending.delete(terminalId)
      const contact = readIdentifier(input.name, parts.region())
      const named = store.byName(input.name) ?? (contact === null ? undefined : store.byContact(contact.value))
      const row = named?.active === 1 ? named : undefined
      const key = row?.id ?? guard.strangerKey(input.name)
      return inTurn(key, () => password(terminalId, key, row, input.password))
    },

    sendCode(terminalId: string, input: { channel: Channel; locale: Locale }): StaffSendOutcome {
      const now = underWay(terminalId)
      if (now === null || now.at.proven !== null) return { outcome: 'over' }
      const sent = parts.codes.sendTo(now.row, input, terminalId)
      if (sent.outcome === 'sent') pending.set(terminalId, { ...now.at, challengeId: sent.challengeId })
      return sent
    },

    answer(terminalId: string, input: { kind: FactorKind; code: string }): Answered {
      return transact((): Answered => {
        const now = underWay(terminalId)
        if (now === null || now.at.proven !== null) return { outcome: 'over' }
        const { at, row } = now
        const locked = guard.locked(row.id)
        if (locked !== null) return locked
        const { kind, code } = input
        if (kind !== 'totp' && kind !== 'recovery') return answerCode(at, row, terminalId, kind, code)
        const right =
          kind === 'totp' ? parts.factors.spendTotp(row, code) : parts.factors.spendRecoveryCode(row.id, code)
        return right ? proven(row, terminalId, kind) : wrong(row.id, terminalId, kind)
      })
    },

    async choosePassword(
      terminalId: string,
      chosen: string,
    ): Promise<
      | { outcome: 'done'; session: OpenedSession }
      | { outcome: 'refused'; reason: PasswordProblem | 'same' }
      | { outcome: 'over' }
    > {
      const before = underWay(terminalId)
      if (before === null || before.at.proven === null) return { outcome: 'over' }
      const { problem } = await passwordStrength(chosen, [before.row.name])
      if (problem !== null) return { outcome: 'refused', reason: problem }
      const given = before.row.password_hash
      if (given !== null && (await parts.passwords.verify(given, normalPassword(chosen))))
        return { outcome: 'refused', reason: 'same' }
      const hash = await parts.passwords.hash(normalPassword(chosen))
      return transact(() => {
        const now = underWay(terminalId)
        if (now === null || now.at.proven === null || now.row.id !== before.row.id) return { outcome: 'over' }
        store.setPassword(now.row.id, hash, false)
        const sessionsEnded = sessions.endAllOf(now.row.id)
        parts.audit.append({
          ...{ actor: now.row.id, terminalId, visitId: null, action: 'staff.password' },
          ...{ subject: now.row.id, outcome: 'done', detail: { sessionsEnded } },
        })
        return open(memberOf(now.row), terminalId, now.at.proven)
      })
    },

    /** Takes over the desk with a badge, as with a PIN. Wrong cards count per terminal: nobody else's lock is theirs to fill. */
    switchByBadge(terminalId: string, badge: string): { outcome: 'done'; session: OpenedSession } | WrongOutcome {
      return transact(() => {
        const key = `?badge:${terminalId}`
        const locked = guard.locked(key)
        if (locked !== null) return locked
        const hmac = badgeHmac(parts.keys, badge)
        const row = hmac === null ? undefined : store.byBadge(hmac)
        if (row === undefined || row.active === 0 || !sessions.maySwitch(terminalId, row.id))
          return guard.wrong(key, terminalId, 'badge')
        guard.clear(key)
        pending.delete(terminalId)
        return { outcome: 'done', session: sessions.open(memberOf(row), terminalId, 'badge') }
      })
    },

    /** Takes over the desk by PIN: who signed in fully today, at a desk where today somebody did. */
    async switchTo(
      terminalId: string,
      input: { staffId: string; pin: string },
    ): Promise<{ outcome: 'done'; session: OpenedSession } | WrongOutcome> {
      const may = () => sessions.switchable(terminalId).find(({ staffId }) => staffId === input.staffId)
      if (may() === undefined) return { outcome: 'wrong', triesLeft: 0 }
      const checked = await parts.staff.check(input.staffId, input.pin, terminalId)
      if (checked.outcome !== 'done') return checked
      return transact(() => {
        const still = may()
        if (still === undefined) return { outcome: 'wrong', triesLeft: 0 }
        pending.delete(terminalId)
        return { outcome: 'done', session: sessions.open(still, terminalId, 'pin') }
      })
    },
  }
}
