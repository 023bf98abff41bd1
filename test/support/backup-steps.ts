/** One backup or restore in a process of its own, to be killed: says `begin`, then does it. */
import { machineChance, machineTime } from '../../src/gateways/system.ts'
import { makeBackup } from '../../src/storage/backup/make-backup.ts'
import { restoreFrom } from '../../src/storage/backup/restore.ts'
import { readMigrations } from '../../src/storage/migrate.ts'
import { officeKeys } from '../../src/storage/office-keys.ts'

const job = JSON.parse(process.argv[2] ?? '{}')
const { dataFolder, folder, file, migrationsFolder } = job
const key = { ...job.key, master: Uint8Array.from(job.key.master) }
process.stdout.write('begin\n')
if (job.does === 'backup') {
  for (;;) await makeBackup({ dataFolder, folder, mark: null, key, madeAtMs: machineTime.wallMs() }, machineChance)
}
await restoreFrom(
  file,
  { own: key },
  {
    dataFolder,
    migrations: readMigrations(migrationsFolder),
    clock: { now: () => machineTime.wallMs() },
    key: () => officeKeys(dataFolder, machineChance).code,
    actor: 'system',
  },
)
