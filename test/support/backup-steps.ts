/** One backup or restore in a process of its own, to be killed: says `begin`, then does it. */
import { join } from 'node:path'
import { machineChance, machineTime } from '../../src/gateways/system.ts'
import { makeBackup } from '../../src/storage/backup/make-backup.ts'
import { type RestorePlace, restoreFrom } from '../../src/storage/backup/restore.ts'
import { readMigrations } from '../../src/storage/migrate.ts'
import { officeKeys } from '../../src/storage/office-keys.ts'

const job = JSON.parse(process.argv[2] ?? '{}')
const { dataFolder, folder, file, migrationsFolder } = job
const key = { ...job.key, master: Uint8Array.from(job.key.master) }
const place = (target: string): RestorePlace => ({
  dataFolder: target,
  migrations: readMigrations(migrationsFolder),
  clock: { now: () => machineTime.wallMs() },
  key: () => officeKeys(target, machineChance).code,
  actor: 'system',
})

process.stdout.write('begin\n')
if (job.does === 'measure') {
  const made = await makeBackup({ dataFolder, folder, mark: null, key, madeAtMs: machineTime.wallMs() }, machineChance)
  if (!made.ok) throw new Error(made.failure.words)
  const restored = await restoreFrom(join(folder, made.value.name), { own: key }, place(`${dataFolder}-restored`))
  if (!restored.ok) throw new Error(restored.failure.message)
  process.stdout.write(`${JSON.stringify({ bytes: made.value.bytes, maxRssKiB: process.resourceUsage().maxRSS })}\n`)
  process.exit(0)
}
if (job.does === 'backup') {
  for (;;) await makeBackup({ dataFolder, folder, mark: null, key, madeAtMs: machineTime.wallMs() }, machineChance)
}
await restoreFrom(file, { own: key }, place(dataFolder))
