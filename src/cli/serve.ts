/** `serve`: the Node host. One line when it is ready; ends cleanly on SIGINT and SIGTERM. */
import { join } from 'node:path'
import { type Counter, openCounter } from '../counter.ts'
import { chromiumPdf } from '../gateways/chromium-pdf.ts'
import { pinoLog } from '../gateways/log.ts'
import { startHttpHost } from '../server/http-host.ts'
import type { RestHost } from '../server/rest/rest-host.ts'
import { isLoopback } from '../server/security.ts'
import { storageFault } from '../storage/database.ts'
import { type Command, type CommandContext, type ExitCode, UsageError } from './command.ts'
import { readOptions, readPort } from './options.ts'

const defaultPort = 4280

export interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly demo: boolean
  readonly api: boolean
}

export function readServeOptions(args: readonly string[]): ServeOptions {
  const { texts, flags, positionals } = readOptions(args, { port: 'text', host: 'text', demo: 'flag', api: 'flag' })
  if (positionals.length > 0) throw new UsageError(`serve does not take "${positionals[0]}"`)
  const host = texts.host ?? '127.0.0.1'
  if (!isLoopback(host)) {
    throw new UsageError(
      `--host ${host}: other machines may come in only with TLS and pairing, which this version does not have; use 127.0.0.1`,
    )
  }
  const port = texts.port === undefined ? defaultPort : readPort(texts.port)
  return { port, host, demo: flags.has('demo'), api: flags.has('api') }
}

/** Loaded only where it is asked for, so that the counter starts no slower for it. */
async function openRest({ app }: Counter, context: CommandContext): Promise<RestHost> {
  const [{ restHost }, { buildRest }, { restKey }, { version }] = await Promise.all([
    import('../server/rest/rest-host.ts'),
    import('../app-rest.ts'),
    import('../storage/rest-key.ts'),
    import('../../package.json', { with: { type: 'json' } }).then((loaded) => loaded.default),
  ])
  const { folder, chance, logger } = app.officeData
  return restHost({
    services: buildRest(app, restKey(folder, chance)),
    logger,
    storageFault,
    docsFolder: join(context.root, 'resources', 'rest-docs'),
    version,
  })
}

function portProblem(error: unknown, options: ServeOptions): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE')
    return `Port ${options.port} is in use. Choose another with --port, or --port 0 for any free one.`
  if (code === 'EACCES') return `Port ${options.port} needs rights this user does not have. Choose one above 1023.`
  return `Could not listen on ${options.host}:${options.port}: ${error instanceof Error ? error.message : String(error)}`
}

/** Serves until asked to stop. `onReady` gets the address once the first call can be answered. */
export async function serve(
  options: ServeOptions,
  dataFolder: string,
  context: CommandContext,
  onReady: (address: string) => void,
): Promise<ExitCode> {
  const opened = openCounter({
    folder: dataFolder,
    migrationsFolder: context.migrationsFolder,
    workerUrl: context.workerUrl,
    env: context.env,
    logger: pinoLog('warn'),
    pdf: chromiumPdf(context.env),
  })
  if (!opened.ok) {
    context.fail(opened.failure)
    return 1
  }
  const counter = opened.value
  for (const problem of counter.problems) context.fail(problem)
  const { app } = counter
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  try {
    if (options.demo && !app.office.configured()) {
      if (app.customerStore.any()) context.fail('--demo fills an empty office only; this one has customers.')
      else {
        const demo = await app.office.loadDemo()
        const people = demo.staff.map((person) => `${person.name} ${person.pin}`).join(', ')
        context.out(`Demo office: ${demo.customers} customers, ${demo.bills} bills. Staff and their PINs: ${people}.`)
      }
    }
    const http = await startHttpHost({
      app,
      transfers: counter.transfers,
      storageFault,
      screens: context.screens,
      host: options.host,
      port: options.port,
      ...(options.api ? { rest: await openRest(counter, context) } : {}),
    })
    counter.announce(http.address)
    onReady(http.address)
    await stopped
    await http.close()
    return 0
  } catch (error) {
    context.fail(portProblem(error, options))
    return 1
  } finally {
    await counter.close()
  }
}

export const serveCommand: Command = {
  run: (args, dataFolder, context) =>
    serve(readServeOptions(args), dataFolder, context, (address) => context.out(`Counterfoil is at ${address}`)),
}
