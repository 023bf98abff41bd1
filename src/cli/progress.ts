/** What an import or export shows on a terminal while it runs, and says at its end. */
import { progressLine } from '../storage/transfers/progress-line.ts'
import type { TransferProgress } from '../storage/transfers/transfer.ts'

/** A bar that redraws itself on a terminal; nothing where output goes to a file. */
export function progressBar(): { show(progress: TransferProgress): void; clear(): void } {
  if (!process.stderr.isTTY) return { show() {}, clear() {} }
  return {
    show: (progress) => process.stderr.write(`\r\u001B[2K${progressLine(progress, process.stderr.columns ?? 80)}`),
    clear: () => process.stderr.write('\r\u001B[2K'),
  }
}

export const counted = (value: number): string => value.toLocaleString('en')

export function summary(progress: TransferProgress, done: string): string {
  const { rows, added, changed, unchanged, rejected, rowsPerSecond } = progress
  return `${done} ${counted(rows)} rows: ${counted(added)} added, ${counted(changed)} changed, ${counted(unchanged)} unchanged, ${counted(rejected)} rejected (${counted(rowsPerSecond)} rows/s).`
}
