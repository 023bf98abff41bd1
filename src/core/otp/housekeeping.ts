/** What is done about old codes without anyone asking: dead ones closed daily, those older than 90 days archived monthly. */
import { type AuditTrail, bySystem } from '../audit/trail.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { OtpStore } from './store.ts'

const day = 24 * 60 * 60_000
export const cleanupEveryMs = day
export const archiveEveryMs = 30 * day
export const archiveAfterMs = 90 * day
const batch = 500

export interface HousekeepingParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly store: OtpStore
  readonly outbox: Outbox
  readonly audit: AuditTrail
}

/** Closes live challenges whose time is over: their HMAC and their unsent messages' secrets are forgotten. Returns how many. */
export function closeDeadChallenges(parts: HousekeepingParts): number {
  let closed = 0
  for (;;) {
    const ids = parts.store.dead(parts.clock.now(), batch)
    if (ids.length === 0) break
    parts.transact(() => {
      for (const id of ids) {
        parts.store.close(id, 'expired')
        parts.outbox.dropCode(id)
      }
    })
    closed += ids.length
  }
  if (closed > 0) {
    parts.transact(() =>
      parts.audit.append({
        ...bySystem,
        visitId: null,
        action: 'codes.cleaned',
        subject: 'office',
        outcome: 'done',
        detail: { closed },
      }),
    )
  }
  return closed
}
