/** `backup` and `restore`, plain or encrypted. */

import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { basename, join } from 'node:path'
import { machineChance, machineTime } from '../gateways/system.ts'
import { newBackupKey, shortestPassphrase } from '../storage/backup/backup-key.ts'
import { makeBackup } from '../storage/backup/make-backup.ts'
import { backupTo } from '../storage/backup/plain-backup.ts'
import { restoreFrom } from '../storage/backup/restore.ts'
import { magic } from '../storage/backup/sealed-file.ts'
import { makeFolder, prepareFolder } from '../storage/database.ts'
import { readMigrations } from '../storage/migrate.ts'
import { officeKeys } from '../storage/office-keys.ts'
import { type Command, type CommandContext, type ExitCode, UsageError } from './command.ts'
import { readOptions } from './options.ts'

const clock = { now: () => machineTime.wallMs() }
const optionName = 'passphrase-file'

/** The one folder or file that is named, and the passphrase where a file with it is. */
function read(args: readonly string[], wants: string): { readonly named: string; readonly passphrase: string | null } {
  const { texts, positionals } = readOptions(args, { [optionName]: 'text' })
  const [named, ...rest] = positionals
  if (named === undefined || rest.length > 0) throw new UsageError(wants)
  const file = texts[optionName]
  if (file === undefined) return { named, passphrase: null }
  try {
    const line = readFileSync(file, 'utf8').split(/\r?\n/, 1)[0]?.trim() ?? ''
    if (line === '') throw new UsageError(`${file} has no passphrase in its first line`)
    return { named, passphrase: line }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`the passphrase file ${file} cannot be read`)
  }
}

async function encrypted(
  dataFolder: string,
  folder: string,
  passphrase: string,
  context: CommandContext,
): Promise<ExitCode> {
  if ([...passphrase].length < shortestPassphrase)
    throw new UsageError(`the passphrase of a backup has at least ${shortestPassphrase} characters`)
  try {
    makeFolder(folder)
  } catch (error) {
    context.fail(`${folder} could not be made: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
  const { key } = await newBackupKey(passphrase, machineChance, { recovery: false })
  const order = { dataFolder, folder, mark: null, key, madeAtMs: clock.now() }
  const made = await makeBackup(order, machineChance)
  if (!made.ok) {
    context.fail(`The backup could not be made: ${made.failure.words}`)
    return 1
  }
  context.out(`Backed up to ${join(folder, made.value.name)}, encrypted and read back`)
  return 0
}

export const backupCommand: Command = {
  async run(args, dataFolder, context) {
    const { named, passphrase } = read(args, 'backup wants one folder to write to')
    if (passphrase !== null) return encrypted(dataFolder, named, passphrase, context)
    const outcome = await backupTo(dataFolder, named, clock)
    if (!outcome.ok) {
      context.fail(outcome.failure.message)
      return 1
    }
    context.out(`Backed up to ${outcome.value.file}`)
    return 0
  },
}

/** By its first bytes; false also where it cannot be read, which the restore itself says. */
function isEncrypted(file: string): boolean {
  try {
    const handle = openSync(file, 'r')
    try {
      const start = Buffer.alloc(magic.length)
      return readSync(handle, start, 0, start.length, 0) === start.length && start.equals(magic)
    } finally {
      closeSync(handle)
    }
  } catch {
    return false
  }
}

export const restoreCommand: Command = {
  async run(args, dataFolder, context) {
    const { named: file, passphrase } = read(args, 'restore wants one backup file')
    const isSealed = isEncrypted(file)
    if (isSealed && passphrase === null)
      throw new UsageError(`${basename(file)} is encrypted: name a file with its passphrase by --${optionName}`)
    const folder = prepareFolder(dataFolder)
    if (!folder.ok) {
      context.fail(folder.failure.message)
      return 1
    }
    const outcome = await restoreFrom(file, isSealed ? { typed: passphrase ?? '' } : null, {
      dataFolder,
      migrations: readMigrations(context.migrationsFolder),
      clock,
      key: () => officeKeys(dataFolder, machineChance).code,
      actor: 'system',
    })
    if (!outcome.ok) {
      context.fail(outcome.failure.message)
      return 1
    }
    const { customers, payments, keptAs } = outcome.value
    context.out(`Restored: ${customers} customers, ${payments} payments. Receipts begin a new series.`)
    context.out(
      'Enter the providers’ passwords again if this is another machine, and choose the backup passphrase anew.',
    )
    if (keptAs !== null) context.out(`The data that was here is kept as ${keptAs}`)
    return 0
  },
}
