/** `hq`: headquarters' side. Makes the tables, lets branches in and out, brings customers and bills, and says how far everyone is. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { idMaker } from '../core/kernel/ids.ts'
import type { Outcome } from '../core/kernel/outcome.ts'
import { cleanLine } from '../core/kernel/text.ts'
import { machineChance, machineTime, machineTimeZone } from '../gateways/system.ts'
import { readMigrations } from '../storage/migrate.ts'
import { fileFault } from '../storage/transfers/file-fault.ts'
import {
  addBranch,
  type BranchParts,
  type Reach,
  rejoinBranch,
  revokeBranch,
  shareCustomer,
} from '../sync/headquarters/branches.ts'
import { ensurePartitions, installHeadquarters } from '../sync/headquarters/install.ts'
import { overviewLines, overviewOf } from '../sync/headquarters/overview.ts'
import { type OwnerFailure, openOwnerLink, ownerFailureOf } from '../sync/headquarters/owner-link.ts'
import { type Client, clientConfig, isOnThisMachine } from '../sync/link.ts'
import { type Command, type CommandContext, type ExitCode, UsageError } from './command.ts'
import { importToHeadquarters } from './hq-import.ts'
import { type ReadOptions, readOptions } from './options.ts'
import { readSecret } from './secret-input.ts'

const wanted =
  'hq wants one of init, status, add-branch, rejoin-branch, revoke-branch, share and import, as help says them'

const spec = {
  url: 'text',
  'url-file': 'text',
  'time-zone': 'text',
  hours: 'text',
  host: 'text',
  ca: 'text',
  branch: 'text',
  region: 'text',
  currency: 'text',
  json: 'flag',
  yes: 'flag',
} as const

/** What one word after `hq` takes. */
interface Use {
  readonly places: number
  readonly options: readonly string[]
  run(call: Call): Promise<ExitCode>
}

interface Call {
  readonly client: Client
  readonly url: string
  readonly options: ReadOptions
  readonly places: readonly string[]
  readonly context: CommandContext
  readonly parts: BranchParts
}

const codeForm = /^[a-z0-9][a-z0-9-]{0,30}$/

function readCode(text: string | undefined): string {
  if (text === undefined || !codeForm.test(text))
    throw new UsageError(`a branch's code is of small letters, digits and dashes, not "${text ?? ''}"`)
  return text
}

function readHours(text = '72'): number {
  const hours = Number(text)
  if (!/^\d{1,4}$/.test(text) || hours < 1)
    throw new UsageError(`--hours wants a whole number from 1 on, not "${text}"`)
  return hours
}

/** Where branches find headquarters: as this command does, unless it is told better. */
function readReach(url: string, { texts }: ReadOptions): Reach {
  const here = clientConfig(url)
  const told = /^(\[[0-9a-f:]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i.exec(texts.host ?? '')
  if (texts.host !== undefined && told === null) throw new UsageError(`--host wants a name, with a port or without`)
  const caFile = texts.ca ?? new URL(url).searchParams.get('sslrootcert') ?? null
  return {
    host: told?.[1] ?? here.host ?? '',
    port: told?.[2] === undefined ? (here.port ?? 5432) : Number(told[2]),
    ca: caFile === null ? null : readPem(caFile),
  }
}

function readPem(file: string): string {
  let pem: string
  try {
    pem = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(fileFault(error, file, 'read').replace(/\.$/, ''))
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new UsageError(`${file} holds no certificate in PEM`)
  return pem
}

function answer<Value>(
  outcome: Outcome<Value, OwnerFailure>,
  context: CommandContext,
  say: (value: Value) => void,
): ExitCode {
  if (!outcome.ok) {
    context.fail(outcome.failure.words)
    return 1
  }
  say(outcome.value)
  return 0
}

function sayCode({ context }: Call, reach: Reach, hours: number): (joinCode: string) => void {
  return (joinCode) => {
    context.out(`Type or paste this at the branch, once, within ${hours} hours:`)
    context.out('')
    context.out(joinCode)
    context.out('')
    if (isOnThisMachine(reach.host))
      context.out(`It leads to ${reach.host}, this very machine; --host gives the name that other machines know.`)
  }
}

/** Asks for the branch's code once more. False where the person thinks better of it. */
async function isSure(code: string): Promise<boolean> {
  const asked = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (
      (await asked.question(`No machine of this branch comes in any more. Type its code, ${code}, to go on: `)) === code
    )
  } finally {
    asked.close()
  }
}

const uses: Readonly<Record<string, Use>> = {
  init: {
    places: 0,
    options: [],
    async run({ client, context }) {
      const installed = await installHeadquarters(client, readMigrations(context.headquartersMigrations))
      return answer(installed, context, ({ version, applied, partitions }) =>
        context.out(
          applied + partitions === 0
            ? `Headquarters is at version ${version}; nothing was missing.`
            : `Headquarters is at version ${version}: ${applied} steps done, ${partitions} partitions made.`,
        ),
      )
    },
  },
  status: {
    places: 0,
    options: ['json'],
    async run({ client, context, options }) {
      const overview = await overviewOf(client)
      if (options.flags.has('json')) context.out(JSON.stringify(overview))
      else if (overview.branches.length === 0 && overview.isHidden)
        context.out('This role sees no branch: it wants BYPASSRLS, or membership of the owner.')
      else if (overview.branches.length === 0)
        context.out('There is no branch yet; "counterfoil hq add-branch" adds one.')
      else for (const line of overviewLines(overview)) context.out(line)
      // Said first: whoever may only read is answered, and so is an owner who cannot have the locks now.
      if (overview.isOwner) await ensurePartitions(client)
      return 0
    },
  },
  'add-branch': {
    places: 2,
    options: ['time-zone', 'hours', 'host', 'ca'],
    async run(call) {
      const { url, options, places, parts, context } = call
      const code = readCode(places[0])
      const name = cleanLine(places[1] ?? '')
      if (name === '' || name.length > 120) throw new UsageError('a branch has a name of at most 120 characters')
      const hours = readHours(options.texts.hours)
      const reach = readReach(url, options)
      const timeZone = options.texts['time-zone'] ?? machineTimeZone()
      const added = await addBranch(parts, { code, name, timeZone, hours, reach })
      return answer(added, context, sayCode(call, reach, hours))
    },
  },
  'rejoin-branch': {
    places: 1,
    options: ['hours', 'host', 'ca'],
    async run(call) {
      const { url, options, places, parts, context } = call
      const hours = readHours(options.texts.hours)
      const reach = readReach(url, options)
      return answer(
        await rejoinBranch(parts, readCode(places[0]), { hours, reach }),
        context,
        sayCode(call, reach, hours),
      )
    },
  },
  'revoke-branch': {
    places: 1,
    options: ['yes'],
    async run({ options, places, parts, context }) {
      const code = readCode(places[0])
      if (!options.flags.has('yes')) {
        if (!process.stdin.isTTY) throw new UsageError('revoke-branch wants --yes where nobody can be asked')
        if (!(await isSure(code))) {
          context.fail('Nothing was done.')
          return 1
        }
      }
      return answer(await revokeBranch(parts, code), context, (ended) =>
        context.out(`Branch ${code} is out; ${ended} open connections were ended. What it sent stays.`),
      )
    },
  },
  share: {
    places: 3,
    options: [],
    async run({ client, places, context }) {
      const [code, accountNo = '', withCode] = places
      const shared = await shareCustomer(client, readCode(code), accountNo, readCode(withCode))
      return answer(shared, context, (name) => context.out(`${name} (${accountNo}) is served by ${withCode} too.`))
    },
  },
  import: {
    places: 2,
    options: ['branch', 'region', 'currency'],
    run: ({ client, places, options, context, parts }) =>
      importToHeadquarters(
        {
          kind: places[0] ?? '',
          file: places[1] ?? '',
          branch: readCode(options.texts.branch),
          region: options.texts.region ?? context.env.COUNTERFOIL_REGION ?? '',
          currency: options.texts.currency ?? '',
        },
        { client, newId: parts.newId },
        context,
      ),
  },
}

function readCall(args: readonly string[]): { use: Use; options: ReadOptions; places: readonly string[] } {
  const options = readOptions(args, spec)
  const [word = '', ...places] = options.positionals
  const use = Object.hasOwn(uses, word) ? uses[word] : undefined
  if (use === undefined || places.length !== use.places) throw new UsageError(wanted)
  for (const given of [...Object.keys(options.texts), ...options.flags])
    if (given !== 'url' && given !== 'url-file' && !use.options.includes(given))
      throw new UsageError(`hq ${word} does not know --${given}`)
  return { use, options, places }
}

async function readUrl({ texts }: ReadOptions, { env }: CommandContext): Promise<string> {
  const file = texts['url-file']
  if (texts.url !== undefined && file !== undefined) throw new UsageError('hq takes one of --url and --url-file')
  const url =
    file === undefined ? (texts.url ?? env.HQ_DATABASE_URL) : await readSecret(file, 'The address of headquarters: ')
  if (url === undefined || url === '')
    throw new UsageError(
      'hq wants the address of headquarters: HQ_DATABASE_URL, --url-file FILE or --url postgresql://…',
    )
  return url
}

export const hqCommand: Command = {
  async run(args, _dataFolder, context) {
    const { use, options, places } = readCall(args)
    const url = await readUrl(options, context)
    let client: Client | null = null
    try {
      client = await openOwnerLink(url)
      const newId = idMaker({ now: () => machineTime.wallMs() }, machineChance)
      const parts = { client, chance: machineChance, newId }
      return await use.run({ client, url, options, places, context, parts })
    } catch (error) {
      if (error instanceof UsageError) throw error
      context.fail(ownerFailureOf(error).words)
      return 1
    } finally {
      await client?.end().catch(() => undefined)
    }
  },
}
