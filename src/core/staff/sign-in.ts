/** Signing in: name and password, then a second factor where the person has one, then a new password where one is due. */
import type { FactorKind, FactorWay, SignInOutcome, StaffMember } from '../../contract/session.ts'
import type { StaffSendOutcome } from '../../contract/sign-in.ts'
import type { Channel, Locale } from '../../contract/values.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { OfficeKeys } from '../kernel/keys.ts'
import { oneAtATime } from '../kernel/one-at-a-time.ts'
import type { Timers } from '../kernel/timers.ts'
import { readIdentifier } from '../visits/verification-rules.ts'
import { normalPassword, type PasswordProblem, passwordStrength, type SecretHasher } from './passwords.ts'
import { memberOf, standingOf, type WrongOutcome, waysOf } from './rules.ts'
import type { SecondFactors } from './second-factors.ts'
import type { StaffService } from './service.ts'
import type { OpenedSession, SignedInHow, StaffSessions } from './sessions.ts'
import type { Attempt, SignInGuard } from './sign-in-guard.ts'
import type { StaffCodes } from './staff-codes.ts'
import type { StaffRow, StaffStore } from './store.ts'
import { switching } from './switching.ts'

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
  readonly timers: Timers
  readonly refuseAfterMs: number
  readonly channels: () => readonly Channel[]
  readonly region: () => string
}

/** Between a right password and the session: held per terminal, in memory, so that nobody brings it along. */
interface Pending {
  readonly staffId: string
  /** What they called themselves. */
  readonly typed: string
  readonly sinceMs: number
  /** `standingOf` the person when their password was right. */
  readonly standing: string
  /** Set once all factors were given; then only a new password is missing. */
  readonly proven: SignedInHow | null
  readonly sent: { readonly challengeId: string; readonly channel: Channel } | null
}

type Where = Pick<Attempt, 'typed' | 'terminalId'>

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
    const inTime = at !== undefined && at.sinceMs + pendingForMs > clock.now()
    if (inTime && row?.active === 1 && standingOf(row) === at.standing) return { at, row }
    pending.delete(terminalId)
    return null
  }

  const waysNow = (row: StaffRow): FactorWay[] => waysOf(row, parts.channels(), store.recoveryCodesLeft(row.id))

  function hold(row: StaffRow, { terminalId, typed }: Where, proven: SignedInHow | null): void {
    const standing = standingOf(row)
    pending.set(terminalId, { staffId: row.id, typed, sinceMs: clock.now(), standing, proven, sent: null })
  }

  function open(staff: StaffMember, { terminalId, typed }: Where, how: SignedInHow): FullOutcome & { outcome: 'done' } {
    pending.delete(terminalId)
    return transact(() => {
      store.setResetThrough(staff.staffId, null)
      guard.passed({ typed, terminalId, staffId: staff.staffId })
      return { outcome: 'done', session: sessions.open(staff, terminalId, how) }
    })
  }

  /** Every factor was right. */
  function proven(row: StaffRow, where: Where, how: SignedInHow): FullOutcome & { outcome: 'done' | 'new_password' } {
    if (row.password_hash !== null && row.password_temporary === 0) return open(memberOf(row), where, how)
    hold(row, where, how)
    return { outcome: 'new_password' }
  }

  function wrong({ staffId, typed }: Pending, terminalId: string, what: string): WrongOutcome {
    const outcome = guard.wrongFactor({ staffId, typed, terminalId }, what)
    if (outcome.outcome === 'locked') pending.delete(terminalId)
    return outcome
  }

  /** The person as they are now, if that still is their password; hashed anew where this machine can make a dearer hash. */
  async function renewHash(row: StaffRow, typed: string): Promise<StaffRow | undefined> {
    const { password_hash: before, password_temporary: temporary } = row
    const unchanged = (): StaffRow | undefined => {
      const now = store.byId(row.id)
      return now?.password_hash === before && now.pin_hash === row.pin_hash ? now : undefined
    }
    if (before === null || (await parts.passwords.outdated?.(before)) !== true) return unchanged()
    const hash = await parts.passwords.hash(normalPassword(typed))
    return transact(() => {
      if (unchanged() === undefined) return undefined
      store.setPassword(row.id, hash, temporary === 1)
      return store.byId(row.id)
    })
  }

  async function password(attempt: Attempt, row: StaffRow | undefined, typed: string): Promise<FullOutcome> {
    const locked = guard.lockedAt(attempt)
    if (locked !== null) return locked
    // A name nobody has costs the same hash. Made for the first caller of any name, so that it tells nothing either.
    nobodysHash ??= parts.passwords.hash('nobody has this password')
    const hash = row?.password_hash ?? row?.pin_hash ?? (await nobodysHash)
    const right = await parts.passwords.verify(hash, normalPassword(typed))
    const mayPass = right && row !== undefined && guard.locked(row.id, attempt.terminalId) === null
    // It may have been replaced, or its owner sent away, while the hash was under way.
    const now = mayPass ? await renewHash(row, typed) : undefined
    if (now === undefined || now.active === 0) return guard.wrongPassword(attempt)
    const ways = waysNow(now)
    if (ways.length === 0) return proven(now, attempt, 'password')
    hold(now, attempt, null)
    return { outcome: 'second_factor', ways }
  }

  function answerCode(at: Pending, row: StaffRow, terminalId: string, code: string): Answered {
    if (at.sent === null) return { outcome: 'dead' }
    const { challengeId, channel } = at.sent
    const counted: WrongOutcome[] = []
    const checked = parts.codes.check(
      { challengeId, code, terminalId, actor: row.id, purpose: 'staff_sign_in' },
      // Only what was judged counts against the person: a lock on the code judges nothing.
      () => counted.push(wrong(at, terminalId, channel)),
    )
    switch (checked.outcome) {
      case 'right':
        return proven(row, { ...at, terminalId }, channel)
      case 'slip':
        return { outcome: 'wrong', triesLeft: guard.triesLeft(row.id, terminalId) }
      case 'dead':
        return { outcome: 'dead' }
      case 'wrong':
      case 'locked':
        return counted.find(({ outcome }) => outcome === 'locked') ?? checked
    }
  }

  return {
    async password(terminalId: string, input: { name: string; password: string }): Promise<FullOutcome> {
      pending.delete(terminalId)
      const contact = readIdentifier(input.name, parts.region())
      const named = store.byName(input.name) ?? (contact === null ? undefined : store.byContact(contact.value))
      const row = named?.active === 1 ? named : undefined
      const attempt = { typed: input.name, terminalId, staffId: row?.id ?? null }
      const due = new Promise<void>((come) => void parts.timers.after(parts.refuseAfterMs, come))
      const outcome = await inTurn(row?.id ?? input.name, () => password(attempt, row, input.password))
      if (outcome.outcome === 'wrong') await due
      return outcome
    },

    /** Whether a new password is the next thing wanted at this terminal. */
    wantsPassword: (terminalId: string): boolean => typeof underWay(terminalId)?.at.proven === 'string',

    sendCode(terminalId: string, input: { channel: Channel; locale: Locale }): StaffSendOutcome {
      const now = underWay(terminalId)
      if (now === null || now.at.proven !== null) return { outcome: 'over' }
      if (!waysNow(now.row).some(({ kind }) => kind === input.channel))
        return { outcome: 'refused', reason: 'no_contact' }
      const sent = parts.codes.sendTo(now.row, input, terminalId)
      if (sent.outcome === 'sent') pending.set(terminalId, { ...now.at, sent })
      return sent
    },

    answer(terminalId: string, input: { kind: FactorKind; code: string }): Answered {
      return transact((): Answered => {
        const now = underWay(terminalId)
        if (now === null || now.at.proven !== null) return { outcome: 'over' }
        const { at, row } = now
        const locked = guard.locked(row.id, terminalId)
        if (locked !== null) return locked
        const { kind, code } = input
        if (kind !== 'totp' && kind !== 'recovery') return answerCode(at, row, terminalId, code)
        const right =
          kind === 'totp'
            ? parts.factors.spendTotp(row, code, terminalId)
            : parts.factors.spendRecoveryCode(row.id, code)
        return right ? proven(row, { ...at, terminalId }, kind) : wrong(at, terminalId, kind)
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
        return open(memberOf(now.row), { ...now.at, terminalId }, now.at.proven)
      })
    },

    ...switching({ ...parts, begun: (terminalId) => pending.delete(terminalId) }),
  }
}
