/** When a backup is due. Pure: the office's clock and calendar are given. */
import type { BackupSchedule } from '../../contract/backup.ts'
import type { Day } from '../kernel/calendar.ts'

const hourMs = 3_600_000
const shortestRetryMs = 5 * 60_000
const longestRetryMs = hourMs
/** A scheduled backup older than this is worth a warning. */
export const staleAfterMs = 24 * hourMs

/** The moment from which one is due, given when the last good one was made; null where none is planned. */
export function nextBackupAtMs(
  schedule: BackupSchedule,
  lastGoodAtMs: number | null,
  nowMs: number,
  dayAt: (atMs: number) => Day,
): number | null {
  if (schedule.kind === 'off') return null
  if (lastGoodAtMs === null) return nowMs
  if (schedule.kind === 'hours') return lastGoodAtMs + schedule.every * hourMs
  const { startMs, endMs } = dayAt(lastGoodAtMs)
  const thatDayMs = startMs + schedule.hour * hourMs
  // The counter may have been off at that hour: then it is due as soon as it is on.
  return lastGoodAtMs < thatDayMs ? thatDayMs : endMs + schedule.hour * hourMs
}

/** The pause after `failures` failures in a row, from 1. A drive that comes back is found soon; one that does not costs little. */
export const retryAfterMs = (failures: number): number =>
  Math.min(longestRetryMs, shortestRetryMs * 2 ** Math.min(failures - 1, 10))
