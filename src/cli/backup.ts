/** `backup` and `restore`. */

import { machineChance, machineTime } from '../gateways/system.ts'
import { backupTo, restoreFrom } from '../storage/backup.ts'
import { prepareFolder } from '../storage/database.ts'
import { readMigrations } from '../storage/migrate.ts'
import { officeKeys } from '../storage/office-keys.ts'
import { type Command, UsageError } from './command.ts'

const clock = { now: () => machineTime.wallMs() }

export const backupCommand: Command = {
  async run(args, dataFolder, context) {
    const [folder, ...rest] = args
    if (folder === undefined || rest.length > 0) throw new UsageError('backup wants one folder to write to')
    const outcome = await backupTo(dataFolder, folder, clock)
    if (!outcome.ok) {
      context.fail(outcome.failure.message)
      return 1
    }
    context.out(`Backed up to ${outcome.value.file}`)
    return 0
  },
}

export const restoreCommand: Command = {
  async run(args, dataFolder, context) {
    const [file, ...rest] = args
    if (file === undefined || rest.length > 0) throw new UsageError('restore wants one backup file')
    const folder = prepareFolder(dataFolder)
    if (!folder.ok) {
      context.fail(folder.failure.message)
      return 1
    }
    const key = officeKeys(dataFolder, machineChance).code
    const outcome = restoreFrom(file, dataFolder, readMigrations(context.migrationsFolder), clock, key)
    if (!outcome.ok) {
      context.fail(outcome.failure.message)
      return 1
    }
    const { customers, payments, keptAs } = outcome.value
    context.out(`Restored: ${customers} customers, ${payments} payments. Receipts begin a new series.`)
    if (keptAs !== null) context.out(`The data that was here is kept as ${keptAs}`)
    return 0
  },
}
