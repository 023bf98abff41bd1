import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openBackup, readChunks } from '../../src/storage/backup/sealed-file.ts'
import { startTask } from '../../src/storage/backup/task-client.ts'
import { testBackupKey } from '../support/backup-key.ts'
import { diskFolder } from '../support/folders.ts'
import { killAfter, untilEnd } from '../support/kill-after.ts'
import { migrationsFolder, testOffice } from '../support/office.ts'

const worker = new URL('../../src/cli/worker.ts', import.meta.url)
const steps = fileURLToPath(new URL('../support/backup-steps.ts', import.meta.url))
const rounds = 6

/** The same instants every run: mulberry32 over 0 to `most` ms. */
const instants = (seed: number, most: number): number[] => {
  let state = seed
  return Array.from({ length: rounds }, () => {
    state = (state + 0x6d2b79f5) | 0
    const t = Math.imul(state ^ (state >>> 15), 1 | state)
    return ((t ^ (t >>> 14)) >>> 0) % most
  })
}

/** An office of a few megabytes, closed, with one backup of it that has a customer less. */
async function twoOffices() {
  const office = testOffice({ folder: diskFolder() })
  const { db } = office.app.officeData
  const put = db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)')
  for (let nth = 0; nth < 6; nth += 1) put.run(`padding-${nth}`, JSON.stringify('x'.repeat(1_000_000)))
  office.addCustomer({ accountNo: 'OLD' })
  const { key } = await testBackupKey()
  const folder = diskFolder()
  const order = { dataFolder: office.folder, folder, mark: null, key, madeAtMs: office.time.wallMs() }
  const made = await startTask({ task: 'backup', order }, worker).end
  if (!made.ok) throw new Error(made.failure.words)
  office.addCustomer({ accountNo: 'NEW' })
  await office.close()
  return { dataFolder: office.folder, folder, key, file: join(folder, made.value.name) }
}

const customersIn = (dataFolder: string): string[] => {
  const db = new Database(join(dataFolder, 'counterfoil.db'), { readonly: true })
  try {
    expect(db.pragma('quick_check', { simple: true })).toBe('ok')
    return db
      .prepare<[], { account_no: string }>('SELECT account_no FROM customer ORDER BY account_no DESC')
      .all()
      .map((row) => row.account_no)
  } finally {
    db.close()
  }
}

describe(`kill -9, ${rounds} times each at random instants`, () => {
  it('of a backup leaves no file with a name that does not open whole', { timeout: 60_000 }, async () => {
    const { dataFolder, folder, key } = await twoOffices()
    const job = JSON.stringify({ does: 'backup', dataFolder, folder, key: { ...key, master: [...key.master] } })
    for (const ms of instants(11, 260)) await killAfter(steps, [job], ms)
    const names = readdirSync(folder).filter((name) => name.endsWith('.cfbackup'))
    for (const name of names) {
      const opened = await openBackup(join(folder, name), { own: key })
      if (!opened.ok) throw new Error(opened.failure)
      expect(readChunks(join(folder, name), opened.value, () => {}).ok).toBe(true)
    }
    expect(customersIn(dataFolder)).toEqual(['OLD', 'NEW'])
  })

  it('of a restore leaves the old office or the new one, whole, and never a receipt series twice', {
    timeout: 60_000,
  }, async () => {
    const { dataFolder, file, key } = await twoOffices()
    const jobFor = (folder: string) =>
      JSON.stringify({
        does: 'restore',
        dataFolder: folder,
        file,
        migrationsFolder,
        key: { ...key, master: [...key.master] },
      })
    // The instants are worth something only where they fall within a restore, however fast the machine is.
    const copy = diskFolder()
    cpSync(dataFolder, copy, { recursive: true })
    const wholeMs = await untilEnd(steps, [jobFor(copy)])
    expect(customersIn(copy)).toEqual(['OLD'])
    const seen: string[] = []
    let highest = 1
    for (const ms of [0, ...instants(23, Math.ceil(wholeMs)).toSorted((a, b) => a - b)]) {
      await killAfter(steps, [jobFor(dataFolder)], ms)
      // As the next start does.
      const again = testOffice({ folder: dataFolder, seed: ms + 1 })
      const { series } = again.app.officeData.db
        .prepare<[], { series: string | null }>(
          `SELECT (SELECT value FROM setting WHERE key = 'receiptSeries') AS series`,
        )
        .get() ?? { series: null }
      await again.close()
      const now = customersIn(dataFolder).join()
      expect(['OLD,NEW', 'OLD']).toContain(now)
      seen.push(now)
      expect(Number(series ?? 1)).toBeGreaterThanOrEqual(highest)
      highest = Math.max(highest, Number(series ?? 1))
    }
    expect(Number(readFileSync(join(dataFolder, 'receipt-series'), 'utf8'))).toBeGreaterThanOrEqual(highest)
    // Killed at once it has done nothing; and from every state that a kill left, a restore comes to its end.
    expect(seen[0]).toBe('OLD,NEW')
    await untilEnd(steps, [jobFor(dataFolder)])
    expect(customersIn(dataFolder)).toEqual(['OLD'])
  })
})
