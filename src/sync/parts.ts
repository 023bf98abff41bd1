/** What a meeting works with: this office, and the way to headquarters. */
import type { Actor, AuditTrail } from '../core/audit/trail.ts'
import type { BillStore } from '../core/billing/bill-store.ts'
import type { CustomerStore } from '../core/customers/store.ts'
import type { ChangeLog } from '../core/kernel/change-log.ts'
import type { Clock } from '../core/kernel/clock.ts'
import type { Transact } from '../core/kernel/db.ts'
import type { NewId } from '../core/kernel/ids.ts'
import type { Client } from './link.ts'
import type { HeadquartersStore } from './store.ts'

/** How far a meeting is. `records`: so far. `of`: in all, where it is known. */
export interface MeetingProgress {
  readonly doing: 'connect' | 'push' | 'pull'
  readonly records: number
  readonly of?: number
}

export interface MeetingParts {
  readonly transact: Transact
  readonly clock: Clock
  /** The machine's clock as it is. */
  readonly wallMs: () => number
  readonly monotonicMs: () => number
  readonly newId: NewId
  readonly node: () => string
  readonly changes: ChangeLog
  readonly audit: AuditTrail
  readonly store: HeadquartersStore
  readonly customerStore: CustomerStore
  readonly billStore: BillStore
  /** Opens the one connection. Rejects as `openLink` does. */
  readonly connect: () => Promise<Client>
  /** Called between this office's own short transactions: lets the counter write. */
  readonly makeWay: (tookMs: number) => Promise<void>
  readonly cancelled: () => boolean
  readonly say: (progress: MeetingProgress) => void
  /** What this office says of itself. */
  readonly office: { readonly name: string; readonly currency: string; readonly version: string }
  /** Who started it, for the audit trail. */
  readonly by: Actor
}
