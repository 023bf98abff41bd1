/** Imports and exports for tests: in this thread on an open office, or in a real worker on its folder. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { onTestFinished } from 'vitest'
import { buildRegister } from '../../src/app.ts'
import type { ImportKind } from '../../src/contract/transfers.ts'
import { bySystem } from '../../src/core/audit/trail.ts'
import { machineChance, machineTime } from '../../src/gateways/system.ts'
import { type OpenOffice, openOffice } from '../../src/office-data.ts'
import { runImport } from '../../src/storage/transfers/run-import.ts'
import type { ImportRequest, TransferEnd, TransferPlace } from '../../src/storage/transfers/transfer.ts'
import type { TransferParts } from '../../src/storage/transfers/transfer-record.ts'
import { migrationsFolder, quietLog, temporaryFolder } from './office.ts'

export const workerUrl = new URL('../../src/cli/worker.ts', import.meta.url)

export const placeOf = (folder: string): TransferPlace => ({ workerUrl, folder, migrationsFolder, timeZone: 'UTC' })

export interface CsvOffice {
  readonly office: OpenOffice
  readonly register: ReturnType<typeof buildRegister>
  readonly folder: string
  readonly parts: TransferParts
  /** Writes the text to a file and imports it in this thread. */
  importText(kind: ImportKind, text: string | Buffer, request?: Partial<ImportRequest>): Promise<TransferEnd>
  count(table: 'customer' | 'bill' | 'change_log'): number
}

/** An office that is not set up yet, unless `region` is given. */
export function csvOffice(region = ''): CsvOffice {
  const folder = temporaryFolder()
  const opened = openOffice({
    folder,
    migrationsFolder,
    time: machineTime,
    chance: machineChance,
    logger: quietLog,
    timeZone: 'UTC',
  })
  if (!opened.ok) throw new Error(opened.failure.message)
  const office = opened.value
  onTestFinished(() => {
    office.db.close()
  })
  if (region !== '') office.settings.change({ officeName: 'Test Office', region, currency: 'INR' }, bySystem)
  const register = buildRegister(office)
  const parts: TransferParts = {
    ...office,
    monotonicMs: () => performance.now(),
    pause: () => Promise.resolve(),
    cancelled: () => false,
    say: () => {},
  }
  let files = 0
  return {
    office,
    register,
    folder,
    parts,
    importText(kind, text, request = {}) {
      files += 1
      const file = join(folder, `input${files}.csv`)
      writeFileSync(file, text)
      const whole: ImportRequest = {
        direction: 'import',
        kind,
        file,
        by: bySystem,
        region: '',
        rejectsFolder: null,
        ...request,
      }
      return runImport(whole, { ...register, ...parts })
    },
    count: (table) => office.db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0,
  }
}

/** The rows of a rejects or export file, by another reader than ours. */
export function readCsv(file: string | null): Record<string, string>[] {
  return file === null ? [] : parse(readFileSync(file), { columns: true, bom: true })
}

export const customersHeader = 'account_no,name,email,phone,address,ward,locale,channel'
export const billsHeader = 'bill_no,account_no,period,issued_on,due_on,amount'
export const customerLine = (account: string, name = 'Asha Rao'): string =>
  `${account},${name},${account.toLowerCase()}@example.com,+919812345678,1 Lake Lane,Ward 1,en,sms`
