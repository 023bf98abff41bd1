/** `hq import`: a file of customers or bills into headquarters' tables, for one branch, in bounded memory, with progress. */
import { resolve } from 'node:path'
import type { ImportKind } from '../contract/transfers.ts'
import { bySystem } from '../core/audit/trail.ts'
import type { NewId } from '../core/kernel/ids.ts'
import { billColumns, customerColumns } from '../core/transfers/columns.ts'
import { decidePlace, type ImportPlace } from '../core/transfers/office-place.ts'
import { seenKeys } from '../core/transfers/seen-keys.ts'
import { machineTime } from '../gateways/system.ts'
import { type CheckedFile, checkFile } from '../storage/transfers/check-file.ts'
import { type BatchTaker, loadRows, readHead } from '../storage/transfers/load-file.ts'
import { progressMeter } from '../storage/transfers/progress-meter.ts'
import { rejectsFile, rejectsFolderFor } from '../storage/transfers/rejects-file.ts'
import { scratchDatabase } from '../storage/transfers/scratch.ts'
import { billTaker } from '../sync/headquarters/import-bills.ts'
import { customerTaker } from '../sync/headquarters/import-customers.ts'
import { ownerFailureOf } from '../sync/headquarters/owner-link.ts'
import type { Client } from '../sync/link.ts'
import { type CommandContext, type ExitCode, UsageError } from './command.ts'
import { progressBar, summary } from './progress.ts'

export interface HqImport {
  readonly kind: string
  readonly file: string
  readonly branch: string
  readonly region: string
  /** Of the amounts; empty: what the branch said of itself. */
  readonly currency: string
}

/** Rows of one transaction: the branch waits no longer than for these, and a cut costs no more. */
const batchRows = 2_000

interface Parts {
  readonly client: Client
  readonly newId: NewId
}

const isKind = (kind: string): kind is ImportKind => kind === 'customers' || kind === 'bills'

export async function importToHeadquarters(
  request: HqImport,
  parts: Parts,
  context: CommandContext,
): Promise<ExitCode> {
  const { kind } = request
  if (!isKind(kind)) throw new UsageError('hq import wants customers or bills, and one CSV file')
  if (!/^([A-Z]{3})?$/.test(request.currency)) throw new UsageError('--currency wants three capital letters, like INR')
  const { rows } = await parts.client.query<{ id: string; currency: string | null }>(
    `SELECT b.id, r.currency FROM counterfoil.branch b LEFT JOIN counterfoil.branch_report r ON r.branch_id = b.id WHERE b.code = $1`,
    [request.branch],
  )
  const [branch] = rows
  const refuse = (words: string): ExitCode => {
    context.fail(words)
    return 1
  }
  if (branch === undefined) return refuse(`There is no branch "${request.branch}".`)
  const file = resolve(request.file)
  const checked = await checkFile(file, request.file)
  if (!checked.ok) return refuse(checked.failure)
  const currency = request.currency === '' ? (branch.currency ?? '') : request.currency
  const read = { ...request, kind, file, currency, branchId: branch.id, checked: checked.value }
  return kind === 'customers'
    ? load(read, parts, context, customerColumns, 'phone', (given) => customerTaker(given))
    : load(read, parts, context, billColumns, null, (given) => billTaker(given))
}

interface ReadFile extends HqImport {
  readonly kind: ImportKind
  readonly branchId: string
  readonly checked: CheckedFile
}

interface TakerParts extends Parts, Pick<ImportPlace, 'region' | 'currency'> {
  readonly branchId: string
  readonly seen: ReturnType<typeof seenKeys>
  readonly nowMs: () => number
}

/** Headquarters' clock, without asking it for each batch. */
async function clockThere(client: Client): Promise<() => number> {
  const { rows } = await client.query<{ ms: number }>(
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms',
  )
  const behind = (rows[0]?.ms ?? 0) - machineTime.monotonicMs()
  return () => Math.floor(machineTime.monotonicMs() + behind)
}

async function load<Column extends string>(
  read: ReadFile,
  parts: Parts,
  context: CommandContext,
  columns: readonly Column[],
  sampled: Column | null,
  taker: (given: TakerParts) => BatchTaker<Column>,
): Promise<ExitCode> {
  const { file, checked, kind } = read
  const asImport = { direction: 'import', kind, file, shownName: read.file, by: bySystem, region: read.region } as const
  const head = await readHead({ ...asImport, rejectsFolder: null }, checked, columns, sampled)
  if (!head.ok) {
    context.fail(head.failure)
    return 1
  }
  const settings = { region: '', currency: read.currency, officeName: read.branch }
  const place = decidePlace({ kind, option: read.region, settings, hasBills: false, phones: head.value.sample })
  if (!place.ok) {
    context.fail(place.failure.replace('--region IN', '--region IN, or --currency INR'))
    return 1
  }
  if (place.value.note !== null) context.out(place.value.note)
  const scratch = scratchDatabase()
  const bar = progressBar()
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal)
  const meter = progressMeter(() => machineTime.monotonicMs(), bar.show)
  const rejects = rejectsFile(rejectsFolderFor(file, '.'), file)
  const { branchId } = read
  const nowMs = await clockThere(parts.client)
  let failure: string | null = null
  let cancelled = false
  try {
    const end = await loadRows({
      ...{ file, checked, columns: head.value.columns, meter, rejects, rows: batchRows },
      importer: taker({ ...parts, ...place.value, branchId, seen: seenKeys(scratch), nowMs }),
      cancelled: () => stop.signal.aborted,
      makeWay: async () => {},
      monotonicMs: () => machineTime.monotonicMs(),
    })
    failure = end.failure
    cancelled = end.state === 'cancelled'
  } catch (error) {
    failure = `${ownerFailureOf(error).words} What was read so far is kept, and the same command goes on from there.`
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal)
    scratch.close()
    bar.clear()
  }
  const rejected = rejects.close()
  context.out(summary(meter.end(failure === null && !cancelled ? 'done' : 'failed', failure), 'Read'))
  if (rejected !== null) context.out(`Rejected rows and why: ${rejected}`)
  if (cancelled) context.fail('Stopped; what was read so far is kept, and the same command goes on from there.')
  else if (failure !== null) context.fail(failure)
  return failure === null && !cancelled ? 0 : 1
}
