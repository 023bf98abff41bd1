/** `serve`: the Node host. Says where it is when it is ready; ends cleanly on SIGINT and SIGTERM. */
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { Logger } from '../core/kernel/logger.ts'
import { type Counter, type CounterFailure, openCounter } from '../counter.ts'
import { chromiumPages } from '../gateways/chromium-page.ts'
import { chromiumPdf } from '../gateways/chromium-pdf.ts'
import { pinoLog } from '../gateways/log.ts'
import { nodePrinters } from '../gateways/printers/host-printers.ts'
import { slipFonts } from '../gateways/slip-fonts.ts'
import { machineChance, machineTime } from '../gateways/system.ts'
import { startHttpHost } from '../server/http-host.ts'
import type { RestHost } from '../server/rest/rest-host.ts'
import { selfSignedCertificate } from '../server/self-signed.ts'
import { CertificateProblem } from '../server/served-as.ts'
import { isLoopbackName, servedNames } from '../server/served-names.ts'
import { ownCertificate, type TlsSource } from '../server/tls-identity.ts'
import { type Command, type CommandContext, type ExitCode, UsageError } from './command.ts'
import { fillWithDemo } from './demo.ts'
import { isKioskHere, noteKioskHere } from './kiosk-here.ts'
import { readOptions, readPort } from './options.ts'

const defaultPort = 4280

export interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly demo: boolean
  readonly api: boolean
  /** The office's own certificate; null where it makes one itself, or needs none. */
  readonly ownCertificate: { readonly certFile: string; readonly keyFile: string } | null
}

/** Where the counter is, for those who bring a screen to it. */
export interface Ready {
  readonly address: string
  /** SHA-256 of its certificate; null over plain HTTP. */
  readonly fingerprint: string | null
}

export function readServeOptions(args: readonly string[]): ServeOptions {
  const spec = { port: 'text', host: 'text', cert: 'text', key: 'text', demo: 'flag', api: 'flag' } as const
  const { texts, flags, positionals } = readOptions(args, spec)
  if (positionals.length > 0) throw new UsageError(`serve does not take "${positionals[0]}"`)
  const { cert, key, host = '127.0.0.1' } = texts
  if (!isLoopbackName(host) && isIP(host) === 0) {
    throw new UsageError(`--host wants an address of this machine, or 0.0.0.0 for all of them, not "${host}"`)
  }
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key come together')
  return {
    port: texts.port === undefined ? defaultPort : readPort(texts.port),
    host,
    demo: flags.has('demo'),
    api: flags.has('api'),
    ownCertificate: cert === undefined || key === undefined ? null : { certFile: cert, keyFile: key },
  }
}

/** Loaded only where it is asked for, so that the counter starts no slower for it. */
async function openRest({ app, storageFault }: Counter, context: CommandContext): Promise<RestHost> {
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

/** Other machines come in over TLS only; this one needs it where the office brings a certificate. */
function tlsFor(options: ServeOptions, dataFolder: string, context: CommandContext): TlsSource | null {
  const { ownCertificate: own, host } = options
  if (own !== null) return ownCertificate(own.certFile, own.keyFile, (line) => context.fail(line))
  return isLoopbackName(host) ? null : selfSignedCertificate(dataFolder)
}

/** The line that says where it is, and the one that lets people know it is this one. */
export function announceReady({ address, fingerprint }: Ready, context: CommandContext): void {
  context.out(`Counterfoil is at ${address}`)
  if (fingerprint !== null) context.out(`Its certificate has the SHA-256 fingerprint ${fingerprint}`)
}

function startProblem(error: unknown, options: ServeOptions): string {
  if (error instanceof CertificateProblem) return `The certificate cannot be used: ${error.message}.`
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE')
    return `Port ${options.port} is in use. Choose another with --port, or --port 0 for any free one.`
  if (code === 'EADDRNOTAVAIL') return `${options.host} is not an address of this machine.`
  if (code === 'EACCES') return `Port ${options.port} needs rights this user does not have. Choose one above 1023.`
  return `Could not listen on ${options.host}:${options.port}: ${error instanceof Error ? error.message : String(error)}`
}

/** Serves until asked to stop. `onReady` hears where, once the first call can be answered. */
export async function serve(
  options: ServeOptions,
  dataFolder: string,
  context: CommandContext,
  onReady: (ready: Ready) => void,
): Promise<ExitCode> {
  const stopped = new Promise<'stopped'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve('stopped'))
  })
  const tls = tlsFor(options, dataFolder, context)
  const pages = chromiumPages(context.env, slipFonts(join(context.screens, 'assets')))
  const pdf = chromiumPdf(context.env, pages)
  const logger = pinoLog('warn', dataFolder)
  let { port } = options
  // After a restore, or a try at a closed office, it goes on at the same address: the screens come back by themselves.
  let tell = onReady
  for (;;) {
    const round: Round = {
      options: { ...options, port },
      dataFolder,
      context,
      logger,
      tls,
      stopped,
      onReady: (ready) => tell(ready),
    }
    const opened = openCounter({
      folder: dataFolder,
      migrationsFolder: context.migrationsFolder,
      workerUrl: context.workerUrl,
      env: context.env,
      logger,
      pdf,
      printer: nodePrinters(context.env, process.platform, { pages, pdf }),
    })
    const end = opened.ok ? await serveOpen(round, opened.value) : await serveClosed(round, opened.failure)
    if (end.how === 'ended') return end.code
    port = end.port
    tell = () => undefined
  }
}

interface Round {
  readonly options: ServeOptions
  readonly dataFolder: string
  readonly context: CommandContext
  readonly logger: Logger
  readonly tls: TlsSource | null
  readonly stopped: Promise<'stopped'>
  readonly onReady: (ready: Ready) => void
}

type RoundEnd = { readonly how: 'ended'; readonly code: ExitCode } | { readonly how: 'again'; readonly port: number }

const portOf = (address: string): number => {
  const { port, protocol } = new URL(address)
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

async function serveOpen(round: Round, counter: Counter): Promise<RoundEnd> {
  const { options, dataFolder, context, tls } = round
  for (const problem of counter.problems) context.fail(problem)
  if (!noteKioskHere(dataFolder, counter.app))
    context.fail(
      'It could not be written down whether a screen here is a kiosk; a start that cannot ask the office takes it for none.',
    )
  const again = new Promise<'again'>((resolve) => counter.onRestart(() => resolve('again')))
  const { app } = counter
  try {
    if (options.demo) await fillWithDemo(app, context)
    const http = await startHttpHost({
      ...(tls === null ? {} : { tls }),
      app,
      transfers: counter.transfers,
      storageFault: counter.storageFault,
      screens: context.screens,
      host: options.host,
      port: options.port,
      ...(options.api ? { rest: await openRest(counter, context) } : {}),
    })
    counter.announce(http.address)
    round.onReady(http)
    const how = await Promise.race([round.stopped, again])
    await http.close()
    return how === 'again' ? { how, port: portOf(http.address) } : { how: 'ended', code: 0 }
  } catch (error) {
    context.fail(startProblem(error, options))
    return { how: 'ended', code: 1 }
  } finally {
    // It may have been made a kiosk, or a desk, meanwhile.
    noteKioskHere(dataFolder, counter.app)
    await counter.close()
  }
}

/** The office cannot be opened: a screen on this machine says why, and offers its backups. */
async function serveClosed(round: Round, failure: CounterFailure): Promise<RoundEnd> {
  const { options, dataFolder, context, logger, tls } = round
  context.fail(failure.message)
  if (failure.closed === null) return { how: 'ended', code: 1 }
  const [{ closedOffice }, { startRecoveryHost }] = await Promise.all([
    import('../closed-office.ts'),
    import('../server/recovery-host.ts'),
  ])
  const { migrationsFolder, workerUrl } = context
  const parts = { folder: dataFolder, migrationsFolder, workerUrl, logger, held: isKioskHere(dataFolder) }
  const closed = closedOffice({ ...parts, why: failure.closed, message: failure.message })
  if (!closed.ok) {
    context.fail(closed.failure)
    return { how: 'ended', code: 1 }
  }
  const again = new Promise<'again'>((resolve) => closed.value.onReopen(() => resolve('again')))
  try {
    const http = await startRecoveryHost({
      closed: closed.value,
      chance: machineChance,
      screens: context.screens,
      port: options.port,
      ...(tls === null ? {} : { tls }),
      names: servedNames(options.host),
      nowMs: machineTime.wallMs(),
    })
    closed.value.announce(http.address)
    round.onReady({ address: http.address, fingerprint: null })
    context.out('The office is in recovery: this screen, on this computer only, says why and offers its backups.')
    const how = await Promise.race([round.stopped, again])
    await http.close()
    return how === 'again' ? { how, port: http.port } : { how: 'ended', code: 0 }
  } catch (error) {
    context.fail(startProblem(error, options))
    return { how: 'ended', code: 1 }
  } finally {
    await closed.value.close()
  }
}

export const serveCommand: Command = {
  run: (args, dataFolder, context) =>
    serve(readServeOptions(args), dataFolder, context, (ready) => announceReady(ready, context)),
}
