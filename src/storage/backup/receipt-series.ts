/** Which receipt series a restored office goes on with, so that no number that was ever given out comes again. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

const noteName = 'receipt-series'
/** 2026-01-01T00:00:00Z. */
const epochMs = Date.UTC(2026, 0, 1)

function noted(folder: string): number | null {
  const file = join(folder, noteName)
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || 1 : null
}

function highestIn(file: string): number {
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
    // A damaged database is a usual reason to restore; the note of earlier restores still counts.
    return 1
  }
}

/**
 * One above all that were used here: by the present database where it can be read, by every restore before, by the backup.
 * In a folder that has never seen this office nobody knows what was used elsewhere since; there it is the minute of the
 * restore, which no other restore has.
 */
export function nextSeries(
  folder: string,
  files: { readonly present: string; readonly backup: string },
  nowMs: number,
): number {
  const note = noted(folder)
  const above = Math.max(note ?? 1, highestIn(files.present), highestIn(files.backup)) + 1
  const isNewHere = note === null && !existsSync(files.present)
  return isNewHere ? Math.max(above, Math.floor((nowMs - epochMs) / 60_000)) : above
}

/** Written before the restore is committed: a number too high costs nothing. */
export function noteSeries(folder: string, series: number): void {
  writeFileSync(join(folder, noteName), String(series), { mode: 0o600 })
}
