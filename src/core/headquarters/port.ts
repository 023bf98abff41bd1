/** Headquarters as the api sees it; a port, because PostgreSQL and worker threads are sync's. */
import type {
  MeetingStatus,
  MeetingSummary,
  MeetingTrouble,
  MergeConflict,
  ParkedRecord,
} from '../../contract/headquarters.ts'
import type { Actor } from '../audit/trail.ts'
import type { ConflictChoice, ConflictPlace, Resolved } from './conflicts.ts'

export type MeetingStarted = { outcome: 'started' } | { outcome: 'refused'; reason: 'busy' | 'not_joined' }
export type JoinRefusal = MeetingTrouble | 'joined' | 'fixed' | 'busy' | 'not_written'
export type Joined =
  | { outcome: 'joined'; branchCode: string }
  | { outcome: 'refused'; reason: JoinRefusal; words: string }

export interface HeadquartersDesk {
  summary(): MeetingSummary
  /** The network seems to be back: what failed for its sake is tried again. */
  networkBack(): void
  status(): MeetingStatus
  meetNow(by: Actor): MeetingStarted
  cancel(): void
  /** `ca`: PEM, or empty. */
  join(code: string, ca: string, by: Actor): Promise<Joined>
  leave(by: Actor): Promise<{ outcome: 'left' } | { outcome: 'refused'; reason: 'fixed' | 'not_joined' }>
  takeOver(by: Actor): MeetingStarted
  setSchedule(everyMinutes: number, by: Actor): void
  parked(afterId: number): { rows: ParkedRecord[]; more: boolean }
  /** Null: all of them. Returns how many will be tried. */
  tryAgain(parkedId: number | null, by: Actor): number
  /** Null: from the oldest. */
  conflicts(after: ConflictPlace | null): { rows: MergeConflict[]; more: boolean }
  resolve(conflictId: string, choice: ConflictChoice, by: Actor): Resolved
}
