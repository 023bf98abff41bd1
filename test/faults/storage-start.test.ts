import { chmodSync, chownSync, closeSync, openSync, readdirSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ORPCError } from '@orpc/client'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { noPrinter } from '../../src/core/printing/port.ts'
import { openCounter } from '../../src/counter.ts'
import { readNotes } from '../../src/storage/backup/notes.ts'
import { storageFault } from '../../src/storage/database.ts'
import { diskFolder } from '../support/folders.ts'
import { browserClient, startHost, workerUrl } from '../support/host.ts'
import { migrationsFolder, passwordOf, quietLog, testOffice } from '../support/office.ts'
import { runAs } from '../support/run-as.ts'

const parts = (folder: string) => ({
  ...{ folder, migrationsFolder, workerUrl, env: {}, logger: quietLog },
  pdf: { print: async () => ({ outcome: 'refused' as const, reason: 'no_browser' as const }) },
  printer: noPrinter,
})

/** Why the counter does not open; `open` where it does. */
async function opening(folder: string): Promise<string | null> {
  const opened = openCounter(parts(folder))
  if (!opened.ok) return opened.failure.closed
  await opened.value.close()
  return 'open'
}

async function officeOnDisk(): Promise<string> {
  const office = testOffice({ folder: diskFolder() })
  office.addCustomer()
  await office.close()
  return office.folder
}

describe('the start of an office whose database', () => {
  it('is whole, opens, and again', async () => {
    const folder = await officeOnDisk()
    expect([await opening(folder), await opening(folder)]).toEqual(['open', 'open'])
  })

  it('is from the future, or of another history, is closed', async () => {
    const folder = await officeOnDisk()
    const db = new Database(join(folder, 'counterfoil.db'))
    db.exec(`INSERT INTO migration VALUES (9990, 'later', 'x', 1)`)
    expect(await opening(folder)).toBe('from_the_future')
    db.exec(`DELETE FROM migration WHERE number = 9990; UPDATE migration SET checksum = 'x' WHERE number = 20`)
    db.close()
    expect(await opening(folder)).toBe('history_changed')
  })

  it('may only be read, or whose disk is full, is closed and says which; nothing is lost', {
    timeout: 60_000,
  }, async () => {
    const folder = await officeOnDisk()
    const program = new URL('../support/open-once.ts', import.meta.url)
    // Root may write anything: another user opens it.
    const stranger = 65_534
    if (process.getuid?.() === 0) {
      for (const name of ['', ...readdirSync(folder)]) chownSync(join(folder, name), stranger, stranger)
    }
    const file = join(folder, 'counterfoil.db')
    if (process.getuid?.() === 0) chownSync(file, 0, 0)
    chmodSync(file, 0o444)
    expect(await runAs(stranger, program, [folder])).toMatch(/^read_only: .*\[read_only on screen\]$/)
    chmodSync(folder, 0o555)
    expect(await runAs(stranger, program, [folder])).toMatch(/^read_only: .*\[read_only on screen\]$/)
    chmodSync(folder, 0o700)
    if (process.getuid?.() === 0) chownSync(file, stranger, stranger)
    chmodSync(file, 0o600)
    expect(await runAs(stranger, program, [folder], 4)).toMatch(/^full: /)
    // Not one byte more, not even for the lock.
    expect(await runAs(stranger, program, [folder], 0)).toMatch(/^full: .*\[full on screen\]$/)
    expect(await runAs(stranger, program, [folder])).toBe('open')
    expect(testOffice({ folder, seed: 4 }).app.customerStore.any()).toBe(true)
  })
})

describe('a database too large to be looked over at every start', () => {
  it('whose damage is found beside the work is said to everyone, and is closed from the next start on', {
    timeout: 120_000,
  }, async () => {
    const folder = await officeOnDisk()
    const file = join(folder, 'counterfoil.db')
    const db = new Database(file)
    // Nobody reads it at the start.
    db.exec(`INSERT INTO bill (id, bill_no, customer_id, period, issued_on, due_on, amount_minor, created_at_ms, updated_at_ms)
      SELECT 'b', 'B', id, '', '', '', 1, 1, 1 FROM customer`)
    const line = db.prepare(`INSERT INTO bill_line (bill_id, position, label, amount_minor) VALUES ('b', ?, ?, 1)`)
    for (let nth = 0; nth < 68; nth += 1) line.run(nth, 'x'.repeat(1_000_000))
    db.close()
    const whole = Buffer.alloc(200_000)
    const at = 40 << 20
    const handle = openSync(file, 'r+')
    readSync(handle, whole, 0, whole.length, at)
    writeSync(handle, Buffer.alloc(whole.length, 0x5a), 0, whole.length, at)
    const opened = openCounter(parts(folder))
    if (!opened.ok) throw new Error(opened.failure.message)
    const { backups } = opened.value.app
    await expect.poll(() => backups?.warning(), { timeout: 60_000 }).toBe('damaged')
    await opened.value.close()
    expect([await opening(folder), await opening(folder)]).toEqual(['corrupt', 'corrupt'])
    // Mended by hand: seen to be whole once, and as before.
    writeSync(handle, whole, 0, whole.length, at)
    closeSync(handle)
    expect(await opening(folder)).toBe('open')
    expect(readNotes(folder).trouble).toBeNull()
  })

  it('is found damaged by a call, and everyone is told', async () => {
    const folder = await officeOnDisk()
    const opened = openCounter(parts(folder))
    if (!opened.ok) throw new Error(opened.failure.message)
    const { app, storageFault: heard } = opened.value
    expect(heard(new Database.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT'))).toBe('corrupt')
    expect(app.backups?.warning()).toBe('damaged')
    await opened.value.close()
    // The next start looks it over in every way, and finds nothing.
    expect([await opening(folder), readNotes(folder).trouble]).toEqual(['open', null])
  })
})

describe('in the middle of work', () => {
  it.each([
    ['a full disk', 'full', (pages: number) => `max_page_count = ${pages}`, 'max_page_count = 1073741823'],
    ['a file that may only be read', 'read_only', () => 'query_only = ON', 'query_only = OFF'],
  ] as const)('%s is said in words; reading goes on, and so does writing when it is over', async (_, kind, on, off) => {
    const office = testOffice({ folder: diskFolder() })
    await office.addStaff({ name: 'Clerk', role: 'clerk', pin: '2580' })
    office.addCustomer({ accountNo: 'A-9', name: 'Asha Rao' })
    const { address } = await startHost(office)
    const { client } = await browserClient(address)
    await client.session.signIn({ name: 'Clerk', password: passwordOf('2580') })
    const { db } = office.app.officeData
    const pages = Number(db.pragma('page_count', { simple: true }))
    const add = (nth: number) =>
      client.customers.add({
        ...{ accountNo: `N-${nth}`, name: 'x'.repeat(190), address: 'y'.repeat(390), ward: '', locale: null },
        ...{ preferredChannel: null, emails: [], phones: [] },
      })
    db.pragma(on(pages))
    let refused: unknown = null
    for (let nth = 0; nth < 400 && refused === null; nth += 1) {
      await add(nth).catch((error: unknown) => {
        refused = error
      })
    }
    expect(refused instanceof ORPCError ? [refused.code, refused.data] : refused).toEqual(['STORAGE', { kind }])
    expect((await client.customers.search({ query: 'Asha' })).hits).toHaveLength(1)
    db.pragma(off)
    expect(await add(9_999)).toMatchObject({ outcome: 'done' })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(storageFault(new Error('nothing'))).toBeNull()
  })
})

describe('an office with a folder that is no office', () => {
  it('begins anew where nothing was before', async () => {
    expect(await opening(diskFolder())).toBe('open')
  })
})
