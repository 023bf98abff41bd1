/** What every benchmark shares: arguments, percentiles, and the one JSON line at the end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { machineChance, machineTime } from '../../src/gateways/system.ts'
import { openOffice } from '../../src/office-data.ts'

export const migrationsFolder = fileURLToPath(new URL('../../src/storage/migrations/', import.meta.url))
export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Bench {
  readonly defaultRows: number
  run(rows: number): Promise<Record<string, unknown>>
}

/** The `p`-th percentile, nearest rank; `samples` need not be sorted. */
export function percentile(samples: Float64Array, p: number): number {
  const sorted = samples.slice().sort()
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? 0
}

/** Three significant digits are all a wandering machine can promise. */
export const rounded = (value: number): number => Number(value.toPrecision(3))

/** A folder on the disk of the system's temporary files, removed afterwards. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function benchOffice(folder: string, time = machineTime) {
  const quiet = { info() {}, warn() {}, error() {} }
  const opened = openOffice({ folder, migrationsFolder, time, chance: machineChance, logger: quiet, timeZone: 'UTC' })
  if (!opened.ok) throw new Error(opened.failure.message)
  return opened.value
}
