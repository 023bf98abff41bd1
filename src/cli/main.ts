/** The counterfoil command: names, exit codes and the data folder are decided here; each command stands in its own file. */
import { fileURLToPath } from 'node:url'
import { type Command, type CommandContext, defaultDataFolder, type ExitCode, UsageError } from './command.ts'

const usage = `Usage: counterfoil <command> [--data DIR]

  serve [--port N] [--host H] [--demo]     run the counter for browsers; other machines come in by --host, over TLS
        [--cert FILE --key FILE]           with a certificate of your own instead of a self-signed one
        [--api]                            with REST sign-in
  start [--demo]                           run the desktop terminal, or serve where that cannot be
  import customers|bills FILE.csv [--region XX]
  export customers|bills|payments|feedback|audit FILE.csv
  send-test email|sms|whatsapp TO          a real message through the configured provider
  backup DIR [--passphrase-file F]         copy the office's data, while it works; encrypted with a passphrase
  restore FILE [--passphrase-file F]       put a backup in the place of the office's data
  sync [--once|--status|--join-file FILE]  meet headquarters: on a schedule, once; how far it came; join it
  doctor                                   look the installation over
  audit verify                             prove that the audit trail is whole
  staff add NAME ROLE [--email E] [--phone P] [--password-stdin]
  staff reset-password NAME [--second-factor] [--password-stdin]

Headquarters' side, with HQ_DATABASE_URL, or its address in --url-file FILE (- reads standard input)
  hq init                                  make the tables, or bring them up to date
  hq status [--json]                       the branches, and how far behind each is
  hq add-branch CODE NAME [--time-zone Z] [--hours 72] [--host H[:PORT]] [--ca FILE]
  hq rejoin-branch CODE [--hours 72] [--host H[:PORT]] [--ca FILE]
                                           for a machine that replaces a lost one
  hq revoke-branch CODE [--yes]            shut a branch out at once
  hq share CODE ACCOUNT_NO WITH_CODE       let another branch serve a customer too
  hq import customers|bills FILE.csv --branch CODE [--region XX] [--currency XXX]

The data folder is --data, COUNTERFOIL_DATA, or the system's own place for it.`

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveCommand,
  start: async () => (await import('./start.ts')).startCommand,
  import: async () => (await import('./transfer.ts')).importCommand,
  export: async () => (await import('./transfer.ts')).exportCommand,
  'send-test': async () => (await import('./send-test.ts')).sendTestCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  restore: async () => (await import('./backup.ts')).restoreCommand,
  sync: async () => (await import('./sync.ts')).syncCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
  staff: async () => (await import('./staff.ts')).staffCommand,
  hq: async () => (await import('./hq.ts')).hqCommand,
}

/** Takes `--data DIR` or `--data=DIR` out of the arguments, wherever it stands. */
function takeData(args: readonly string[]): { rest: string[]; data: string | null } {
  const rest: string[] = []
  let data: string | null = null
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === '--data') {
      at += 1
      data = args[at] ?? null
      if (data === null || data === '') throw new UsageError('--data wants a folder')
    } else if (arg.startsWith('--data=')) data = arg.slice('--data='.length)
    else rest.push(arg)
  }
  return { rest, data }
}

async function run(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { rest, data } = takeData(args)
  const [name = '', ...others] = rest
  if (name === '--help' || name === '-h' || name === 'help') {
    context.out(usage)
    return 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load === undefined) throw new UsageError(name === '' ? 'which command?' : `there is no command "${name}"`)
  const command = await load()
  return command.run(
    others,
    data ?? context.env.COUNTERFOIL_DATA ?? defaultDataFolder(context.env, process.platform),
    context,
  )
}

const bundled = import.meta.url.endsWith('.js')
const here = (path: string): URL => new URL(path, import.meta.url)
const context: CommandContext = {
  env: process.env,
  migrationsFolder: fileURLToPath(here(bundled ? './migrations/' : '../storage/migrations/')),
  headquartersMigrations: fileURLToPath(
    here(bundled ? './headquarters-migrations/' : '../sync/headquarters/migrations/'),
  ),
  workerUrl: here(bundled ? './worker.js' : './worker.ts'),
  screens: fileURLToPath(here('../../out/renderer/')),
  root: fileURLToPath(here('../../')),
  out: (line) => process.stdout.write(`${line}\n`),
  fail: (line) => process.stderr.write(`counterfoil: ${line}\n`),
}

try {
  process.exitCode = await run(process.argv.slice(2), context)
} catch (error) {
  if (error instanceof UsageError) {
    context.fail(`${error.message}. Run "counterfoil help".`)
    process.exitCode = 2
  } else {
    context.fail(error instanceof Error ? (error.message.split('\n', 1)[0] ?? error.name) : 'something went wrong')
    process.exitCode = 1
  }
}
