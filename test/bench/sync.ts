/** What a meeting costs: change-log records pushed a second beside the same rows by bare COPY, and a first pull. */
import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { readMigrations } from '../../src/storage/migrate.ts'
import { installHeadquarters } from '../../src/sync/headquarters/install.ts'
import { headquartersStore } from '../../src/sync/store.ts'
import { type RunningHeadquarters, startHeadquarters } from '../support/headquarters.ts'
import { headquartersMigrations } from '../support/headquarters-peer.ts'
import { fillChangeLog } from './change-records.ts'
import { type Bench, benchOffice, inFolder, rounded } from './measure.ts'

const meetingScript = fileURLToPath(new URL('./sync-meeting.ts', import.meta.url))

const pushed = ['payment', 'allocation', 'receipt', 'customer', 'bill', 'visit', 'verification', 'message'] as const

interface Meeting {
  readonly met: { readonly ok: boolean; readonly value: { records: number; parked: number; customers: number } }
  readonly seconds: number
  readonly peakMb: number
}

/** With about as much memory as the worker thread of a host may take. */
async function meeting(folder: string, url: string): Promise<Meeting> {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=128', '--max-semi-space-size=8', meetingScript, folder, url],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString()
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`the meeting ended with ${code}: ${said}`)
  return JSON.parse(said)
}

async function joined(
  headquarters: RunningHeadquarters,
  folder: string,
  code: string,
): Promise<{ url: string; id: string }> {
  const { branchId, url } = await headquarters.addBranch(code)
  const office = benchOffice(folder)
  headquartersStore(office.db).join(branchId, code, 'bench', 1)
  office.db.close()
  return { url, id: branchId }
}

/** The very rows that were pushed, by COPY into the same tables of another database; seconds, and how many rows. */
async function bareCopy(headquarters: RunningHeadquarters, folder: string): Promise<{ seconds: number; rows: number }> {
  const { postgres, database } = headquarters
  const there = new pg.Client({ connectionString: postgres.url(database) })
  await there.connect()
  for (const table of pushed)
    await pipeline(
      there.query(copyTo(`COPY (SELECT * FROM counterfoil.${table}) TO STDOUT`)),
      createWriteStream(join(folder, table)),
    )
  await there.end()
  await postgres.createDatabase('bare')
  const client = new pg.Client({ connectionString: postgres.url('bare') })
  await client.connect()
  const installed = await installHeadquarters(client, readMigrations(headquartersMigrations))
  if (!installed.ok) throw new Error(installed.failure.words)
  let rows = 0
  const beganMs = performance.now()
  for (const table of pushed) {
    const stream = client.query(copyFrom(`COPY counterfoil.${table} FROM STDIN`))
    await pipeline(createReadStream(join(folder, table)), stream)
    rows += stream.rowCount ?? 0
  }
  const seconds = (performance.now() - beganMs) / 1_000
  await client.end()
  return { seconds, rows }
}

/** As many customers at headquarters as there are rows, that the branch has never seen. */
async function fillHeadquarters(headquarters: RunningHeadquarters, branchId: string, rows: number): Promise<void> {
  await headquarters.client().query(
    `INSERT INTO counterfoil.customer (branch_id, id, account_no, name, address, ward, contacts, stamps, created_at, updated_at)
     SELECT $1, gen_random_uuid(), 'H-' || n, 'Customer number ' || n, (n % 900) || ' Station Road', 'Ward ' || (n % 30),
       jsonb_build_object('phone:+9198' || lpad(n::text, 8, '0'), '{"position": 0, "source": "file", "provenAtMs": null}'::jsonb),
       '{"*": "0198c0d200000000-hq"}', now(), now()
     FROM generate_series(1, $2::integer) n`,
    [branchId, rows],
  )
  await headquarters.client().query(
    `INSERT INTO counterfoil.feed (branch_id, kind, id, home_branch_id, seq)
     SELECT branch_id, 'customer', id, branch_id, row_number() OVER () FROM counterfoil.customer WHERE branch_id = $1`,
    [branchId],
  )
}

export const syncBench: Bench = {
  defaultRows: 100_000,
  run: (rows) =>
    inFolder(async (folder) => {
      const headquarters = await startHeadquarters()
      try {
        const pushing = await joined(headquarters, join(folder, 'pushing'), 'pushing')
        const office = benchOffice(join(folder, 'pushing'))
        fillChangeLog(office.db, rows)
        office.db.close()
        const push = await meeting(join(folder, 'pushing'), pushing.url)
        const copy = await bareCopy(headquarters, folder)
        const pulling = await joined(headquarters, join(folder, 'pulling'), 'pulling')
        await fillHeadquarters(headquarters, pulling.id, rows)
        const pull = await meeting(join(folder, 'pulling'), pulling.url)
        const pushedRows = copy.rows / push.seconds
        return {
          pushedRecordsPerSecond: Math.round(push.met.value.records / push.seconds),
          pushedRowsPerSecond: Math.round(pushedRows),
          copiedRowsPerSecond: Math.round(copy.rows / copy.seconds),
          ratioToCopy: rounded(pushedRows / (copy.rows / copy.seconds)),
          pushPeakMb: push.peakMb,
          pulledCustomersPerSecond: Math.round(pull.met.value.customers / pull.seconds),
          pullPeakMb: pull.peakMb,
          parked: push.met.value.parked,
        }
      } finally {
        await headquarters.stop()
      }
    }),
}
