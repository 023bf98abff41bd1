/** A transfer on the command line while it runs. Pure: the command draws it. */
import type { TransferProgress } from './transfer.ts'

const count = (value: number): string => value.toLocaleString('en-US')
const longestBar = 30
const shortestBar = 4

function timeLeft(seconds: number): string {
  if (seconds < 60) return `${seconds} s left`
  return seconds < 3_600 ? `${Math.ceil(seconds / 60)} min left` : `${(seconds / 3_600).toFixed(1)} h left`
}

/** `[#####.....]  45 %  12,300 rows/s  8 s left  120 rejected`, at most `width` columns. */
export function progressLine(progress: TransferProgress, width: number): string {
  const percent = progress.state === 'done' ? 100 : Math.min(99, Math.floor(progress.fraction * 100))
  const words = [
    `${String(percent).padStart(3)} %`,
    `${count(progress.rowsPerSecond)} rows/s`,
    ...(progress.secondsLeft === null ? [] : [timeLeft(progress.secondsLeft)]),
    ...(progress.rejected === 0 ? [] : [`${count(progress.rejected)} rejected`]),
  ].join('  ')
  const bar = Math.min(longestBar, width - words.length - 3)
  if (bar < shortestBar) return words.trimStart().slice(0, Math.max(0, width))
  const full = Math.floor((bar * percent) / 100)
  return `[${'#'.repeat(full)}${'.'.repeat(bar - full)}] ${words}`
}
