/** `serve`: the Node host. One line when it is ready; ends cleanly on SIGINT and SIGTERM. */
import { openCounter } from '../counter.ts'
import { chromiumPdf } from '../gateways/chromium-pdf.ts'
import { pinoLog } from '../gateways/log.ts'
import { startHttpHost } from '../server/http-host.ts'
import { isLoopback } from '../server/security.ts'
import { storageFault } from '../storage/database.ts'
import { type Command, type CommandContext, type ExitCode, UsageError } from './command.ts'
import { readOptions, readPort } from './options.ts'

const defaultPort = 4280

export interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly demo: boolean
}

export function readServeOptions(args: readonly string[]): ServeOptions {
  const { texts, flags, positionals } = readOptions(args, { port: 'text', host: 'text', demo: 'flag' })
  if (positionals.length > 0) throw new UsageError(`serve does not take "${positionals[0]}"`)
  const host = texts.host ?? '127.0.0.1'
  if (!isLoopback(host)) {
    throw new UsageError(
      `--host ${host}: other machines may come in only with TLS and pairing, which this version does not have; use 127.0.0.1`,
    )
  }
  return { port: texts.port === undefined ? defaultPort : readPort(texts.port), host, demo: flags.has('demo') }
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
        const people = demo.staff.map((person) => `${person.name} ${person.password}`).join(', ')
        context.out(
          `Demo office: ${demo.customers} customers, ${demo.bills} bills. Staff and their passwords: ${people}.`,
        )
      }
    }
    const http = await startHttpHost({
      app,
      transfers: counter.transfers,
      storageFault,
      screens: context.screens,
      host: options.host,
      port: options.port,
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
