/** What every benchmark shares: arguments, percentiles, and the one JSON line at the end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type App, type AppPorts, buildApp } from '../../src/app.ts'
import { bySystem } from '../../src/core/audit/trail.ts'
import { devInbox } from '../../src/gateways/dev-inbox.ts'
import { officeKeyCipher, secretFile } from '../../src/gateways/secret-file.ts'
import { argon2Pins, machineChance, machineTime, machineTimers } from '../../src/gateways/system.ts'
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

/** An empty office in `folder`, by the machine's time unless a bench brings its own. */
export function benchOffice(folder: string, time = machineTime) {
  const quiet = { info() {}, warn() {}, error() {} }
  const opened = openOffice({ folder, migrationsFolder, time, chance: machineChance, logger: quiet, timeZone: 'UTC' })
  if (!opened.ok) throw new Error(opened.failure.message)
  return opened.value
}

/** How a benchmark's messages leave. */
type BenchDelivery = Pick<AppPorts, 'providers' | 'inbox' | 'makeGateway'>

function intoInbox(office: ReturnType<typeof benchOffice>): BenchDelivery {
  const inbox = devInbox(office.clock)
  return { providers: [], inbox, makeGateway: () => inbox }
}

/**
 * The product over an Indian office whose SMS no daily cap stops. Its messages land in an inbox, unless `delivery` takes
 * them elsewhere.
 */
export function benchApp(folder: string, office: ReturnType<typeof benchOffice>, delivery = intoInbox(office)): App {
  const app = buildApp(office, {
    ...delivery,
    timers: machineTimers,
    hasher: argon2Pins,
    secrets: secretFile({ folder, cipher: officeKeyCipher(office.keys, office.chance) }),
    settingsProblem: () => null,
    networkUp: () => true,
    pdf: { print: async () => ({ outcome: 'refused', reason: 'no_browser' }) },
  })
  const limits = { ...app.settings.get().limits, dailySms: null }
  app.settings.change({ region: 'IN', currency: 'INR', officeName: 'Bench', limits }, bySystem)
  return app
}
