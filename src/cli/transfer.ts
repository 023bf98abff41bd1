/** `import` and `export`: a bar while they run, a summary when they end, Ctrl+C to stop with what was committed kept. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ExportKind, exportKind, type ImportKind, importKind } from '../contract/transfers.ts'
import { bySystem } from '../core/audit/trail.ts'
import { isRegion } from '../core/settings/regions.ts'
import { machineTimeZone } from '../gateways/system.ts'
import { databaseFileName } from '../storage/database.ts'
import type { TransferEnd, TransferRequest } from '../storage/transfers/transfer.ts'
import { runTransfer } from '../storage/transfers/transfer-client.ts'
import { type Command, type CommandContext, type ExitCode, UsageError } from './command.ts'
import { readOptions } from './options.ts'
import { counted, progressBar, summary } from './progress.ts'

const importKinds: readonly ImportKind[] = importKind.options
const exportKinds: readonly ExportKind[] = exportKind.options

async function run(request: TransferRequest, dataFolder: string, context: CommandContext): Promise<TransferEnd> {
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal)
  const drawn = progressBar()
  try {
    const place = {
      workerUrl: context.workerUrl,
      folder: dataFolder,
      migrationsFolder: context.migrationsFolder,
      timeZone: machineTimeZone(),
    }
    return await runTransfer(request, place, drawn.show, stop.signal)
  } finally {
    drawn.clear()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal)
  }
}

function finish({ progress, note, rejectsFile }: TransferEnd, context: CommandContext, line: string): ExitCode {
  if (note !== null) context.out(note)
  if (progress.state !== 'done' && progress.rows === 0 && progress.failure !== null) {
    context.fail(progress.failure)
    return 1
  }
  context.out(line)
  if (rejectsFile !== null) context.out(`Rejected rows and why: ${rejectsFile}`)
  if (progress.state === 'cancelled')
    context.fail('Stopped; what was read so far is kept, and the same command goes on from there.')
  if (progress.failure !== null) context.fail(progress.failure)
  return progress.state === 'done' ? 0 : 1
}

export const importCommand: Command = {
  async run(args, dataFolder, context) {
    const { texts, positionals } = readOptions(args, { region: 'text' })
    const [named, file, ...rest] = positionals
    const kind = importKinds.find((known) => known === named)
    if (kind === undefined || file === undefined || rest.length > 0)
      throw new UsageError('import wants customers or bills, and one CSV file')
    const region = texts.region ?? context.env.COUNTERFOIL_REGION ?? ''
    if (region !== '' && !isRegion(region))
      throw new UsageError(`"${region}" is not a country code of two capital letters, like IN`)
    const request = {
      direction: 'import',
      kind,
      file: resolve(file),
      shownName: file,
      by: bySystem,
      region,
      rejectsFolder: null,
    } as const
    const end = await run(request, dataFolder, context)
    return finish(end, context, summary(end.progress, 'Read'))
  },
}

export const exportCommand: Command = {
  async run(args, dataFolder, context) {
    const { positionals } = readOptions(args, {})
    const [named, file, ...rest] = positionals
    const kind = exportKinds.find((known) => known === named)
    if (kind === undefined || file === undefined || rest.length > 0)
      throw new UsageError(`export wants one of ${exportKinds.join(', ')}, and a file to write`)
    if (!existsSync(join(dataFolder, databaseFileName))) {
      context.fail(`There is no office in ${dataFolder}.`)
      return 1
    }
    const request = {
      direction: 'export',
      kind,
      file: resolve(file),
      shownName: file,
      by: bySystem,
      byteOrderMark: false,
    } as const
    const end = await run(request, dataFolder, context)
    return finish(end, context, `Wrote ${counted(end.progress.rows)} rows to ${file}.`)
  },
}
