/** `sync`: meets headquarters once, on a schedule until it is stopped, or joins it; and says how far this office has come. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildRegister } from '../app.ts'
import { bySystem } from '../core/audit/trail.ts'
import { isTriedAgain } from '../core/headquarters/schedule.ts'
import { somethingListens } from '../gateways/network.ts'
import { headquartersSecrets, officeKeyCipher } from '../gateways/secret-file.ts'
import { machineChance, machineTime, machineTimers, machineTimeZone } from '../gateways/system.ts'
import { openOffice } from '../office-data.ts'
import { databaseFileName, openConnection } from '../storage/database.ts'
import { credentialFromEnvironment } from '../sync/credential.ts'
import { headquartersDesk, type OfficeHeadquarters } from '../sync/desk.ts'
import type { MeetingEnded } from '../sync/meeting-runs.ts'
import { headquartersStore } from '../sync/store.ts'
import { type Command, type CommandContext, type ExitCode, UsageError } from './command.ts'
import { readOptions } from './options.ts'
import { readSecret } from './secret-input.ts'

const silent = { info() {}, warn() {}, error() {} }
const counted = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en')} ${value === 1 ? one : many}`

/** `2026-11-21 20:15:04 UTC`, or `never`. */
const moment = (atMs: number | null): string =>
  atMs === null ? 'never' : `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`

const unitsMs = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** In its largest unit, rounded down: `3 days`. */
function span(ms: number): string {
  const [name, unit] = unitsMs.find(([, each]) => ms >= each) ?? unitsMs[3]
  return counted(Math.floor(ms / unit), name, `${name}s`)
}

function clockLine(offsetMs: number | null): string {
  if (offsetMs === null) return 'not compared yet'
  const seconds = Math.round(Math.abs(offsetMs) / 1000)
  if (seconds < 1) return 'the same as at headquarters'
  return `${counted(seconds, 'second', 'seconds')} ${offsetMs > 0 ? 'behind' : 'ahead of'} headquarters`
}

/** Reads the database and changes nothing; a counter may be at work on it. */
function status(dataFolder: string, context: CommandContext): ExitCode {
  const db = openConnection(join(dataFolder, databaseFileName), { readonly: true })
  try {
    const known = db
      .prepare<[], { n: number }>(`SELECT count(*) AS n FROM sqlite_schema WHERE name = 'headquarters'`)
      .get()
    if (known?.n !== 1) {
      context.fail('This office was last opened by a Counterfoil without headquarters. Start it once.')
      return 1
    }
    const store = headquartersStore(db)
    const row = store.state()
    const { changes, oldestAtMs } = store.waiting()
    const fixed = credentialFromEnvironment(context.env) !== null
    const lines: readonly (readonly [string, string])[] = [
      [
        'headquarters',
        row.branch_id === null ? (fixed ? 'given by HQ_DATABASE_URL, not met yet' : 'not joined') : (row.server ?? ''),
      ],
      ['branch', row.branch_code ?? '-'],
      ['last meeting', moment(row.last_met_at_ms)],
      [
        'last failure',
        row.failure === null ? 'none' : `${row.failure.replaceAll('_', ' ')}: ${row.failure_words ?? ''}`,
      ],
      ['waiting', counted(changes, 'change', 'changes')],
      ['oldest', oldestAtMs === null ? '-' : `${span(Math.max(0, machineTime.wallMs() - oldestAtMs))} old`],
      ['parked', counted(store.parkedCount(), 'record', 'records')],
      ['conflicts', String(store.openConflictCount())],
      ['clock', clockLine(row.clock_offset_ms)],
    ]
    for (const [name, words] of lines) context.out(`${name.padEnd(14)}${words}`)
    return 0
  } finally {
    db.close()
  }
}

interface Opened {
  readonly headquarters: OfficeHeadquarters
  close(): Promise<void>
}

function open(dataFolder: string, context: CommandContext, onEnd: (end: MeetingEnded) => void): Opened | null {
  const { migrationsFolder, workerUrl, env } = context
  const opened = openOffice({
    folder: dataFolder,
    migrationsFolder,
    time: machineTime,
    chance: machineChance,
    logger: silent,
    timeZone: machineTimeZone(),
  })
  if (!opened.ok) {
    context.fail(opened.failure.message)
    return null
  }
  const office = opened.value
  const headquarters = headquartersDesk({
    ...office,
    ...buildRegister(office),
    ...{ migrationsFolder, workerUrl, timers: machineTimers, somethingListens, onEnd },
    monotonicMs: () => machineTime.monotonicMs(),
    secrets: headquartersSecrets(dataFolder, officeKeyCipher(office.keys, machineChance)),
    fixed: credentialFromEnvironment(env),
  })
  async function close(): Promise<void> {
    await headquarters.close()
    office.db.close()
  }
  return { headquarters, close }
}

/** One line for a meeting; a failed one goes to standard error. */
function say(end: MeetingEnded, context: CommandContext): void {
  if (!end.ok) {
    context.fail(`${end.trouble.replaceAll('_', ' ')}: ${end.words}`)
    return
  }
  const { records, customers, bills, recovered, parked, offsetMs } = end.met
  context.out(
    `Met headquarters: ${counted(records, 'record', 'records')} sent, ${counted(customers, 'customer', 'customers')} and ${counted(bills, 'bill', 'bills')} received, ${recovered === 0 ? '' : `${counted(recovered, 'payment', 'payments')} back, `}${parked.toLocaleString('en')} parked; this clock is ${clockLine(offsetMs)}.`,
  )
}

/** Nothing else keeps the process between two meetings, so this does. */
function untilAsked(): { readonly asked: Promise<'asked'>; done(): void } {
  const alive = setInterval(() => {}, 2 ** 30)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  let onSignal = (): void => {}
  const asked = new Promise<'asked'>((resolve) => {
    onSignal = () => resolve('asked')
    for (const signal of signals) process.once(signal, onSignal)
  })
  return {
    asked,
    done() {
      clearInterval(alive)
      for (const signal of signals) process.off(signal, onSignal)
    },
  }
}

/** On a schedule it ends where no further meeting will come by itself, so that whoever started it hears of it. */
async function meetings(dataFolder: string, context: CommandContext, once: boolean): Promise<ExitCode> {
  const until = untilAsked()
  let tell: (last: MeetingEnded) => void = () => {}
  const last = new Promise<MeetingEnded>((resolve) => {
    tell = resolve
  })
  const opened = open(dataFolder, context, (end) => {
    say(end, context)
    if (once || (!end.ok && !isTriedAgain(end.trouble))) tell(end)
  })
  if (opened === null) {
    until.done()
    return 1
  }
  try {
    if (opened.headquarters.meetNow(bySystem).outcome === 'refused') {
      context.fail(
        'This office belongs to no headquarters. Join by "counterfoil sync --join-file FILE" with the code in it, or set HQ_DATABASE_URL.',
      )
      return 1
    }
    const end = await Promise.race([last, until.asked])
    if (end === 'asked') return once ? 1 : 0
    return end.ok ? 0 : 1
  } finally {
    until.done()
    await opened.close()
  }
}

async function joining(dataFolder: string, context: CommandContext, code: string): Promise<ExitCode> {
  let tell: (end: MeetingEnded) => void = () => {}
  const first = new Promise<MeetingEnded>((resolve) => {
    tell = resolve
  })
  const opened = open(dataFolder, context, (end) => tell(end))
  if (opened === null) return 1
  try {
    const joined = await opened.headquarters.join(code, '', bySystem)
    if (joined.outcome === 'refused') {
      context.fail(joined.words)
      return 1
    }
    context.out(`Joined headquarters as ${joined.branchCode}.`)
    const end = await first
    say(end, context)
    return end.ok ? 0 : 1
  } finally {
    await opened.close()
  }
}

export const syncCommand: Command = {
  async run(args, dataFolder, context) {
    const { flags, texts, positionals } = readOptions(args, {
      once: 'flag',
      status: 'flag',
      join: 'text',
      'join-file': 'text',
    })
    if (positionals.length > 0 || flags.size + Object.keys(texts).length > 1)
      throw new UsageError('sync takes one of --once, --status, --join CODE and --join-file FILE, or nothing')
    if (!existsSync(join(dataFolder, databaseFileName))) {
      context.fail(`There is no office in ${dataFolder}.`)
      return 1
    }
    if (flags.has('status')) return status(dataFolder, context)
    const file = texts['join-file']
    const code = file === undefined ? texts.join : await readSecret(file, 'The code of headquarters: ')
    if (code !== undefined) return joining(dataFolder, context, code)
    return meetings(dataFolder, context, flags.has('once'))
  },
}
