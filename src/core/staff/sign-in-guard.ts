/** The slow lock of sign-in: wrong passwords and wrong second factors count together, for names nobody has as for known ones. */
import type { AuditTrail } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { hmacOf, type OfficeKeys } from '../kernel/keys.ts'
import { foldText } from '../kernel/text.ts'
import { slowLock, type WrongOutcome, wrongOf } from './rules.ts'
import type { StaffStore } from './store.ts'

export interface GuardParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly keys: OfficeKeys
  readonly audit: AuditTrail
  readonly store: StaffStore
}

export function signInGuard({ transact, clock, keys, audit, store }: GuardParts) {
  return {
    /** What an unknown name is counted by. Not the name itself: people type passwords into the wrong field. */
    strangerKey: (name: string): string => `?${hmacOf(keys.code, ['sign-in', foldText(name)]).toString('base64url')}`,
    locked(key: string): WrongOutcome | null {
      const { lockedUntilMs } = store.guard(key)
      return lockedUntilMs > clock.now() ? { outcome: 'locked', untilMs: lockedUntilMs } : null
    },
    wrong(key: string, terminalId: string, what: string): WrongOutcome {
      return transact(() => {
        const now = clock.now()
        const lock = slowLock(store.guard(key).failures + 1, now)
        store.putGuard(key, lock.failures, lock.lockedUntilMs, now)
        const known = !key.startsWith('?')
        audit.append({
          ...{ actor: known ? key : 'unknown', terminalId, visitId: null, action: 'staff.sign_in' },
          ...{ subject: known ? key : 'unknown', outcome: 'wrong', detail: { what, failuresInARow: lock.failures } },
        })
        return wrongOf(lock)
      })
    },
    /** For an answer that cost nothing. */
    triesLeft: (key: string): number => slowLock(store.guard(key).failures + 1, 0).triesLeft + 1,
    clear: (key: string) => store.dropGuard(key),
  }
}
export type SignInGuard = ReturnType<typeof signInGuard>
