import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { verifyTrail } from '../../../src/core/audit/trail.ts'
import { makeBackup } from '../../../src/storage/backup/make-backup.ts'
import { backupTo } from '../../../src/storage/backup/plain-backup.ts'
import { prepareRestore, type RestorePlace, restoreFrom } from '../../../src/storage/backup/restore.ts'
import { openBackup, readChunks } from '../../../src/storage/backup/sealed-file.ts'
import { commitRestore } from '../../../src/storage/backup/swap.ts'
import { startTask } from '../../../src/storage/backup/task-client.ts'
import { readMigrations } from '../../../src/storage/migrate.ts'
import { officeKeys } from '../../../src/storage/office-keys.ts'
import { headquartersStore } from '../../../src/sync/store.ts'
import { testBackupKey } from '../../support/backup-key.ts'
import { workerUrl } from '../../support/host.ts'
import {
  handTime,
  migrationsFolder,
  openVisit,
  seededChance,
  type TestOffice,
  temporaryFolder,
  testOffice,
} from '../../support/office.ts'

const nowMs = handTime().wallMs() + 86_400_000

const placeOf = (dataFolder: string): RestorePlace => ({
  dataFolder,
  migrations: readMigrations(migrationsFolder),
  clock: { now: () => nowMs },
  key: () => officeKeys(dataFolder, seededChance(5)).code,
  actor: 'system',
})

async function backupOf(office: TestOffice) {
  const { key } = await testBackupKey()
  const folder = temporaryFolder()
  const order = { dataFolder: office.folder, folder, mark: null, key, madeAtMs: office.time.wallMs() }
  const made = await makeBackup(order, seededChance(3))
  if (!made.ok) throw new Error(made.failure.words)
  return { file: join(folder, made.value.name), key, header: made.value.header }
}

describe('a backup while payments are taken', () => {
  it('holds one instant, whole, and loses nothing at the counter', async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const bill = office.addBill('A', 'B-1', 100_000_000)
    const { key } = await testBackupKey()
    const folder = temporaryFolder()
    const order = { dataFolder: office.folder, folder, mark: null, key, madeAtMs: office.time.wallMs() }
    let ended = false
    const end = startTask({ task: 'backup', order }, workerUrl).end.finally(() => {
      ended = true
    })
    let paid = 0
    let slowestMs = 0
    while (!ended) {
      const began = performance.now()
      const allocations = [{ billId: bill, amountMinor: 100 }]
      const cash = { method: 'cash' as const, allocations, tenderedMinor: 100, reference: '' }
      const answer = office.app.payments.pay(caller, visit, `key-while-backing-${paid}`, cash)
      expect(answer.outcome).toBe('paid')
      paid += 1
      slowestMs = Math.max(slowestMs, performance.now() - began)
      await turn()
    }
    const made = await end
    if (!made.ok) throw new Error(made.failure.words)
    const file = join(folder, made.value.name)
    const opened = await openBackup(file, { own: key })
    if (!opened.ok) throw new Error(opened.failure)
    const plain = join(temporaryFolder(), 'plain.db')
    const pieces: Buffer[] = []
    expect(readChunks(file, opened.value, (piece) => pieces.push(Buffer.from(piece))).ok).toBe(true)
    writeFileSync(plain, Buffer.concat(pieces))
    const db = new Database(plain)
    const { payments, allocated, billed, receipts } = db
      .prepare<[], Record<'payments' | 'allocated' | 'billed' | 'receipts', number>>(
        `SELECT (SELECT count(*) FROM payment) AS payments, (SELECT coalesce(sum(amount_minor), 0) FROM allocation) AS allocated,
         (SELECT paid_minor FROM bill) AS billed, (SELECT count(*) FROM receipt) AS receipts`,
      )
      .get() ?? { payments: -1, allocated: 0, billed: 0, receipts: 0 }
    db.close()
    expect([allocated, billed, receipts]).toEqual([payments * 100, payments * 100, payments])
    expect(opened.value.header.payments).toBe(payments)
    expect(paid).toBeGreaterThan(20)
    expect(office.app.officeData.db.prepare('SELECT count(*) AS n FROM payment').get()).toEqual({ n: paid })
    // The copy is made elsewhere: no payment waited for it.
    expect(slowestMs).toBeLessThan(1_000)
  })
})

describe('an index that has lost a payment, by which it would be taken twice', () => {
  it('is damage to every backup and every restore, although SQLite’s quick look does not see it', async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const bill = office.addBill('A', 'B-1', 1_000)
    const cash = { allocations: [{ billId: bill, amountMinor: 100 }], tenderedMinor: 100, reference: '' }
    office.app.payments.pay(caller, visit, 'the-key-of-a-payment', { method: 'cash', ...cash })
    const { file: good, key } = await backupOf(office)
    await office.close()
    const file = join(office.folder, 'counterfoil.db')
    const db = new Database(file)
    const root = db
      .prepare<[], number>(`SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_payment_2'`)
      .pluck()
      .get()
    db.close()
    const bytes = readFileSync(file)
    const at = bytes.indexOf('the-key-of-a-payment', ((root ?? 0) - 1) * 4_096)
    expect(at).toBeLessThan((root ?? 0) * 4_096)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(file, bytes)
    const broken = new Database(file)
    expect(broken.pragma('quick_check(1)', { simple: true })).toBe('ok')
    broken.close()

    const order = { dataFolder: office.folder, folder: temporaryFolder(), mark: null, key, madeAtMs: nowMs }
    const made = await makeBackup(order, seededChance(3))
    expect(made.ok ? 'whole' : made.failure.trouble).toBe('damaged')
    const clock = { now: () => nowMs }
    expect((await backupTo(office.folder, temporaryFolder(), clock)).ok).toBe(false)
    const restored = await restoreFrom(file, null, placeOf(temporaryFolder()))
    expect(restored.ok ? 'whole' : restored.failure.reason).toBe('damaged')
    expect((await restoreFrom(good, { own: key }, placeOf(temporaryFolder()))).ok).toBe(true)
  })
})

describe('a restore', () => {
  it('proves the audit trail with the office’s own key again, and says in it what was restored', async () => {
    const office = testOffice()
    office.addCustomer()
    const { file, key, header } = await backupOf(office)
    const elsewhere = temporaryFolder()
    expect((await restoreFrom(file, { own: key }, placeOf(elsewhere))).ok).toBe(true)
    const { db, keys } = testOffice({ folder: elsewhere, seed: 8 }).app.officeData
    expect(verifyTrail(db, keys.code).outcome).toBe('intact')
    const row = db.prepare<[], { detail: string }>(`SELECT detail FROM audit WHERE action = 'office.restored'`).get()
    expect(JSON.parse(row?.detail ?? '{}')).toMatchObject({
      rows: header.audit.seq,
      madeAt: new Date(header.madeAtMs).toISOString(),
    })
  })

  it('in a folder that never saw the office takes a series no other restore has; in its own, the next one', async () => {
    const office = testOffice()
    office.app.terminals.enrol()
    const { file, key } = await backupOf(office)
    const seriesIn = (folder: string): number => {
      const db = new Database(join(folder, 'counterfoil.db'))
      const row = db.prepare<[], { series: number }>('SELECT max(receipt_series) AS series FROM terminal').get()
      db.close()
      return row?.series ?? 0
    }
    const [one, other] = [temporaryFolder(), temporaryFolder()]
    await restoreFrom(file, { own: key }, placeOf(one))
    await restoreFrom(file, { own: key }, { ...placeOf(other), clock: { now: () => nowMs + 60_000 } })
    expect(seriesIn(one)).toBeGreaterThan(100_000)
    expect(seriesIn(other)).toBe(seriesIn(one) + 1)
    await office.close()
    await restoreFrom(file, { own: key }, placeOf(office.folder))
    expect(seriesIn(office.folder)).toBe(2)
    // What the first restore used is known also where the database that used it cannot be read.
    writeFileSync(join(office.folder, 'counterfoil.db'), 'not a database'.repeat(1_000))
    await restoreFrom(file, { own: key }, placeOf(office.folder))
    expect(seriesIn(office.folder)).toBe(3)
  })

  it('lets the next meeting with headquarters begin a new epoch, and goes on as the branch it was', async () => {
    const office = testOffice()
    headquartersStore(office.app.officeData.db).join('branch-1', 'north', 'hq.example:5432/hq', 3)
    const { file, key } = await backupOf(office)
    const folder = temporaryFolder()
    expect(await restoreFrom(file, { own: key }, placeOf(folder))).toMatchObject({ ok: true })
    const restored = new Database(join(folder, 'counterfoil.db'), { readonly: true })
    const row = restored.prepare('SELECT branch_id, epoch, restored FROM headquarters').get()
    restored.close()
    expect(row).toEqual({ branch_id: 'branch-1', epoch: 3, restored: 1 })
  })

  it('ends every sign-in and every visit that was open then', async () => {
    const office = testOffice()
    const { visit } = await openVisit(office)
    const { file, key } = await backupOf(office)
    const elsewhere = temporaryFolder()
    await restoreFrom(file, { own: key }, placeOf(elsewhere))
    const { db } = testOffice({ folder: elsewhere, seed: 8 }).app.officeData
    expect(db.prepare('SELECT ended_how FROM visit WHERE id = ?').get(visit.id)).toEqual({ ended_how: 'abandoned' })
    expect(db.prepare('SELECT count(*) AS n FROM staff_session WHERE ended_how IS NULL').get()).toEqual({ n: 0 })
  })

  it('cut off anywhere in its last steps ends at the next start, and never with another database’s log beside it', async () => {
    const office = testOffice()
    office.addCustomer({ accountNo: 'OLD' })
    const { file, key } = await backupOf(office)
    office.addCustomer({ accountNo: 'NEW' })
    await office.close()
    const target = join(office.folder, 'counterfoil.db')
    const kept = (): string =>
      readdirSync(office.folder)
        .filter((name) => /before-restore-[\d-]+$/.test(name))
        .at(-1) ?? ''
    // As after a kill: a log that was never taken into the file.
    const crashed = new Database(target)
    crashed.pragma('wal_checkpoint(TRUNCATE)')
    crashed.exec(`INSERT OR REPLACE INTO setting (key, value) VALUES ('lastWord', '"kept"')`)
    const bytes = ['', '-wal', '-shm'].map((suffix) => [suffix, readFileSync(target + suffix)] as const)
    crashed.close()
    const cuts: readonly ((stamp: string) => void)[] = [
      () => {},
      (stamp) => renameSync(`${target}-wal`, `${target}.before-restore-${stamp}-wal`),
      (stamp) => {
        for (const suffix of ['-wal', '-shm', ''])
          renameSync(target + suffix, `${target}.before-restore-${stamp}${suffix}`)
      },
    ]
    for (const cut of cuts) {
      for (const [suffix, saved] of bytes) writeFileSync(target + suffix, saved)
      const prepared = await prepareRestore(file, { own: key }, placeOf(office.folder))
      if (!prepared.ok) throw new Error(prepared.failure.message)
      commitRestore(office.folder, placeOf(office.folder).clock)
      const incoming = readdirSync(office.folder).find((name) => name.includes('.incoming-')) ?? ''
      cut(incoming.split('.incoming-')[1] ?? '')
      const again = testOffice({ folder: office.folder, seed: 8 })
      expect(again.app.customerStore.byAccount('NEW')).toBeUndefined()
      expect(again.app.customerStore.byAccount('OLD')).toBeDefined()
      await again.close()
      expect(readdirSync(office.folder).some((name) => name.includes('.incoming-'))).toBe(false)
      // What made way is whole, its log with it.
      const old = new Database(join(office.folder, kept()))
      expect(old.prepare(`SELECT value FROM setting WHERE key = 'lastWord'`).get()).toEqual({ value: '"kept"' })
      old.close()
    }
  })

  it('of a plain backup that may only be read is the office’s own to write', async () => {
    const office = testOffice()
    const plain = await backupTo(office.folder, temporaryFolder(), { now: () => nowMs })
    if (!plain.ok) throw new Error(plain.failure.message)
    chmodSync(plain.value.file, 0o400)
    const folder = temporaryFolder()
    expect((await prepareRestore(plain.value.file, null, placeOf(folder))).ok).toBe(true)
    expect(statSync(join(folder, 'counterfoil.db.restoring')).mode & 0o777).toBe(0o600)
  })

  it('by root is the user’s who runs the office', async () => {
    const office = testOffice()
    const { file, key } = await backupOf(office)
    const folder = temporaryFolder()
    // Without root nobody can give a folder away, nor make files that are another's.
    const owner = process.getuid?.() === 0 ? 65_534 : (process.getuid?.() ?? 0)
    chownSync(folder, owner, owner)
    expect((await restoreFrom(file, { own: key }, placeOf(folder))).ok).toBe(true)
    const owners = readdirSync(folder).map((name) => statSync(join(folder, name)).uid)
    expect([...new Set(owners)]).toEqual([owner])
  })

  it('of a changed backup, or with a wrong passphrase, changes nothing', async () => {
    const office = testOffice()
    office.addCustomer({ accountNo: 'NEW' })
    const { file, key } = await backupOf(office)
    await office.close()
    const before = readFileSync(join(office.folder, 'counterfoil.db'))
    const whole = readFileSync(file)
    const changed = Buffer.from(whole)
    changed[whole.length - 100] = (whole[whole.length - 100] ?? 0) ^ 1
    writeFileSync(file, changed)
    const refused = await restoreFrom(file, { own: key }, placeOf(office.folder))
    expect(refused.ok ? null : refused.failure.reason).toBe('damaged')
    writeFileSync(file, whole)
    const wrong = await restoreFrom(file, { typed: 'something else' }, placeOf(office.folder))
    expect(wrong.ok ? null : wrong.failure.reason).toBe('wrong')
    expect(readFileSync(join(office.folder, 'counterfoil.db')).equals(before)).toBe(true)
    expect(existsSync(join(office.folder, 'counterfoil.db.restoring'))).toBe(false)
  })
})
