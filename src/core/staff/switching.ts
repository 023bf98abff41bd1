/** Taking over a desk where somebody signed in fully today: by PIN or by badge, for who did so today themselves. */
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { OfficeKeys } from '../kernel/keys.ts'
import { badgeHmac } from './badges.ts'
import { memberOf, type WrongOutcome } from './rules.ts'
import type { StaffService } from './service.ts'
import type { OpenedSession, StaffSessions } from './sessions.ts'
import type { SignInGuard } from './sign-in-guard.ts'
import type { StaffStore } from './store.ts'

export interface SwitchingParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly keys: OfficeKeys
  readonly store: StaffStore
  readonly guard: SignInGuard
  readonly sessions: StaffSessions
  readonly staff: StaffService
  /** A session began there: a sign-in that was half-way is not any more. */
  readonly begun: (terminalId: string) => void
}

type Switched = { outcome: 'done'; session: OpenedSession } | WrongOutcome

export function switching(parts: SwitchingParts) {
  const { transact, store, guard, sessions } = parts
  return {
    /** Wrong cards count per desk and day: nobody else's lock is theirs to fill. A card alone makes nobody an administrator. */
    switchByBadge: (terminalId: string, badge: string): Switched =>
      transact((): Switched => {
        const { startMs, endMs } = sessions.today()
        const deskAndDay = `${terminalId}:${startMs}`
        const locked = guard.badgeLocked(deskAndDay)
        if (locked !== null) return locked
        const hmac = badgeHmac(parts.keys, badge)
        const row = hmac === null ? undefined : store.byBadge(hmac)
        const may = row?.active === 1 && row.role !== 'administrator' && sessions.maySwitch(terminalId, row.id)
        if (row === undefined || !may) return guard.wrongBadge(deskAndDay, terminalId, endMs)
        parts.begun(terminalId)
        return { outcome: 'done', session: sessions.open(memberOf(row), terminalId, 'badge') }
      }),

    async switchTo(terminalId: string, input: { staffId: string; pin: string }): Promise<Switched> {
      const may = () => sessions.switchable(terminalId).find(({ staffId }) => staffId === input.staffId)
      if (may() === undefined) return { outcome: 'wrong', triesLeft: 0 }
      const checked = await parts.staff.check(input.staffId, input.pin, terminalId, 'switch')
      if (checked.outcome !== 'done') return checked
      return transact((): Switched => {
        const still = may()
        if (still === undefined) return { outcome: 'wrong', triesLeft: 0 }
        parts.begun(terminalId)
        return { outcome: 'done', session: sessions.open(still, terminalId, 'pin') }
      })
    },
  }
}
