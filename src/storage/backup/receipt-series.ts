/** Which receipt series a restored office goes on with, so that no number that was ever given out comes again. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { writeDurably } from './file-sync.ts'

const noteName = 'receipt-series'
/** 2026-01-01T00:00:00Z. */
const epochMs = Date.UTC(2026, 0, 1)

/** What the last restore noted; `lost` where a note is there and says nothing, as after a power cut. */
function noted(folder: string): number | 'none' | 'lost' {
  const file = join(folder, noteName)
  if (!existsSync(file)) return 'none'
  try {
    const series = Number(readFileSync(file, 'utf8').trim())
    return Number.isSafeInteger(series) && series > 0 ? series : 'lost'
  } catch {
    // Another user's: what it says is as good as lost.
    return 'lost'
  }
}

/** The highest series that a database knows of; `unreadable` is a usual reason to restore. */
function highestIn(file: string): number | 'none' | 'unreadable' {
  if (!existsSync(file)) return 'none'
  try {
    const db = new Database(file, { readonly: true })
    try {
      const row = db.prepare<[], { series: number | null }>('SELECT max(receipt_series) AS series FROM terminal').get()
      const kept = db.prepare<[], { value: string }>(`SELECT value FROM setting WHERE key = 'receiptSeries'`).get()
      return Math.max(row?.series ?? 1, Number(kept?.value ?? 1) || 1)
    } finally {
      db.close()
    }
  } catch {
    return 'unreadable'
  }
}

const numberOr1 = (series: number | string): number => (typeof series === 'number' ? series : 1)

/**
 * One above all that were used here: by the present database where it can be read, by every restore before, by the backup.
 * In a folder that has never seen this office nobody knows what was used elsewhere since, nor where the note was lost, or is
 * missing beside a database that cannot be read; there it is the minute of the restore, which no other restore has.
 */
export function nextSeries(
  folder: string,
  files: { readonly present: string; readonly backup: string },
  nowMs: number,
): number {
  const note = noted(folder)
  const present = highestIn(files.present)
  const above = Math.max(numberOr1(note), numberOr1(present), numberOr1(highestIn(files.backup))) + 1
  const isKnown = note !== 'lost' && (typeof note === 'number' || typeof present === 'number')
  return isKnown ? above : Math.max(above, Math.floor((nowMs - epochMs) / 60_000))
}

/** Written before the restore is committed, and on disk when this returns: a number too high costs nothing. */
export function noteSeries(folder: string, series: number): void {
  writeDurably(join(folder, noteName), String(series))
}

/**
 * Call where an office was opened: from then on a note that is missing tells that the data came here without it, and not
 * that nothing was ever restored.
 */
export function keepSeriesNoted(folder: string, present: string): void {
  const series = noted(folder) === 'none' ? highestIn(present) : 'none'
  if (typeof series !== 'number') return
  try {
    noteSeries(folder, series)
  } catch {
    // A full disk: the next start notes it.
  }
}
