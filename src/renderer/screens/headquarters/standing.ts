/** How the office stands with headquarters, in one word for the banner and one for the indicator. Pure. */
import type { MeetingSummary } from '../../../contract/headquarters.ts'
import { clockWarningMs } from './headquarters-keys.ts'

export type BannerKind = 'offline' | 'stopped' | 'clock'
/** What is left to say where nothing is under way or wrong. What was left over comes first: the rest goes by itself. */
type Rest = 'parked' | 'waiting' | 'synced'
export type Standing = Rest | 'meeting' | 'offline' | 'trouble'

/** Everybody is told that no meeting comes about, and what still works; a clock that is wrong concerns an administrator. */
export function bannerKind(summary: MeetingSummary, isAdministrator: boolean): BannerKind | null {
  if (!summary.joined) return null
  if (summary.trouble === 'unreachable') return 'offline'
  if (summary.trouble !== null) return 'stopped'
  if (!isAdministrator) return null
  return Math.abs(summary.clockOffsetMs ?? 0) > clockWarningMs ? 'clock' : null
}

export function restOf({ parked, waiting }: Pick<MeetingSummary, 'parked' | 'waiting'>): Rest {
  if (parked > 0) return 'parked'
  return waiting > 0 ? 'waiting' : 'synced'
}

export function standingOf(summary: MeetingSummary): Standing {
  if (summary.meeting) return 'meeting'
  if (summary.trouble !== null) return summary.trouble === 'unreachable' ? 'offline' : 'trouble'
  return restOf(summary)
}
