/** `doctor`: looks the installation over and says, line by line, what is well and what is not. */
import { existsSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { channels } from '../contract/values.ts'
import { verifyTrail } from '../core/audit/trail.ts'
import { staleAfterMs } from '../core/backup/schedule.ts'
import type { Db } from '../core/kernel/db.ts'
import { anyChromium } from '../gateways/chromium.ts'
import { logFolder, loggedSoFar } from '../gateways/log-file.ts'
import { machineChance, machineTime } from '../gateways/system.ts'
import { lastGoodAtMs, readNotes } from '../storage/backup/notes.ts'
import { databaseFileName, openConnection } from '../storage/database.ts'
import { readMigrations } from '../storage/migrate.ts'
import { officeKeys } from '../storage/office-keys.ts'
import { type Command, type CommandContext, UsageError } from './command.ts'
import { officeProviders } from './office-providers.ts'

interface Finding {
  readonly well: boolean
  readonly words: string
}

const wanted = 24
const freeMegabytesWanted = 500

function runtime(): Finding {
  const major = Number(process.versions.node.split('.')[0])
  return {
    well: major >= wanted,
    words: `Node ${process.versions.node}${major >= wanted ? '' : `: ${wanted} or newer is needed`}`,
  }
}

function data(dataFolder: string, context: CommandContext): Finding[] {
  const file = join(dataFolder, databaseFileName)
  if (!existsSync(file)) return [{ well: true, words: `No office yet in ${dataFolder}; the first start makes one` }]
  const { bavail, bsize } = statfsSync(dataFolder)
  const freeMegabytes = Math.floor((bavail * bsize) / 1_048_576)
  const space: Finding = {
    well: freeMegabytes >= freeMegabytesWanted,
    words: `${freeMegabytes} MB free beside the data`,
  }
  try {
    return lookInto(openConnection(file, { readonly: true }), dataFolder, context, space)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [space, { well: false, words: `The database cannot be read: ${reason}` }]
  }
}

/** Changes nothing: a counter of another version may be at work on it. */
function lookInto(db: Db, dataFolder: string, context: CommandContext, space: Finding): Finding[] {
  try {
    const check = db.pragma('integrity_check(1)', { simple: true })
    const trail = verifyTrail(db, officeKeys(dataFolder, machineChance).code)
    return [
      space,
      ...versionOf(db, context),
      {
        well: check === 'ok',
        words: check === 'ok' ? 'The database is whole' : `The database is damaged: ${String(check)}`,
      },
      {
        well: trail.outcome === 'intact',
        words:
          trail.outcome === 'intact'
            ? `The audit trail is whole (${trail.rows} rows)`
            : `The audit trail is broken at row ${trail.seq}`,
      },
    ]
  } finally {
    db.close()
  }
}

function backups(dataFolder: string): Finding {
  const notes = readNotes(dataFolder)
  const atMs = lastGoodAtMs(notes)
  const when = atMs === null ? 'never' : new Date(atMs).toISOString().slice(0, 16).replace('T', ' ').concat(' UTC')
  const isPlanned = notes.schedule.kind !== 'off'
  const isStale = isPlanned && (atMs === null || machineTime.wallMs() - atMs > staleAfterMs)
  const trouble = notes.trouble === null ? '' : ` (${notes.trouble.why.replaceAll('_', ' ')})`
  if (isStale) return { well: false, words: `The last good backup is more than a day old: ${when}${trouble}` }
  const words = `The last good backup: ${when}${isPlanned ? '' : '; no backups are planned'}`
  return { well: true, words }
}

/** A database from the past is brought up to date by the next start; one from the future needs a newer product. */
function versionOf(db: Db, context: CommandContext): Finding[] {
  const known = readMigrations(context.migrationsFolder)
  const applied = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM migration').get()?.n ?? 0
  if (applied === known.length) return []
  const words =
    applied < known.length
      ? `The next start brings the database up to date (${known.length - applied} steps)`
      : 'The database is from a newer Counterfoil'
  return [{ well: applied < known.length, words }]
}

function logs(dataFolder: string): Finding {
  const { files, bytes } = loggedSoFar(dataFolder)
  const held = files === 0 ? 'empty so far' : `${files} of at most 5 files, ${Math.ceil(bytes / 1024)} kB`
  return { well: true, words: `Log of the counter in ${logFolder(dataFolder)} (${held})` }
}

async function providers(dataFolder: string, context: CommandContext): Promise<Finding[]> {
  const found = await officeProviders(dataFolder, context.env, '')
  if (!found.anySet)
    return [{ well: true, words: 'No mail or SMS provider is set: messages land in the inbox on screen' }]
  const ready = found.all.filter(({ gateway }) => gateway !== null)
  const named = channels.flatMap((channel) => {
    const carrying = ready.filter((provider) => provider.channels.includes(channel)).map(({ id }) => id)
    return carrying.length === 0 ? [] : [`${channel} by ${carrying.join(', then ')}`]
  })
  return [
    {
      well: named.length > 0,
      words: named.length > 0 ? `Messages leave: ${named.join('; ')}` : 'No channel can carry a message',
    },
    ...found.all
      .filter(({ gateway }) => gateway === null)
      .map(({ name }) => ({ well: false, words: `The secret of ${name} cannot be read from here: enter it again` })),
    ...found.problems.map((words) => ({ well: false, words })),
  ]
}

export const doctorCommand: Command = {
  async run(args, dataFolder, context) {
    if (args.length > 0) throw new UsageError('doctor takes no arguments')
    const browser = await anyChromium(context.env)
    const findings = [
      runtime(),
      ...data(dataFolder, context),
      ...(existsSync(join(dataFolder, databaseFileName)) ? [backups(dataFolder)] : []),
      ...(await providers(dataFolder, context)),
      {
        well: true,
        words:
          browser === null
            ? 'No Chromium found: receipts print from the page, not as PDF'
            : `Receipts as PDF by ${browser}`,
      },
      logs(dataFolder),
      { well: existsSync(join(context.screens, 'index.html')), words: `Screens in ${context.screens}` },
    ]
    for (const { well, words } of findings) context.out(`${well ? 'ok  ' : 'BAD '} ${words}`)
    const bad = findings.filter((finding) => !finding.well).length
    if (bad > 0) context.fail(`${bad} of ${findings.length} checks failed.`)
    return bad > 0 ? 1 : 0
  },
}
