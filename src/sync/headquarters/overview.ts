/** The branches and how far behind each of them is. */
import type { Client } from '../link.ts'

export type BranchState = 'joined' | 'invited' | 'code expired' | 'revoked'

export interface BranchOverview {
  readonly code: string
  readonly name: string
  readonly state: BranchState
  readonly timeZone: string
  readonly epoch: number
  /** When it last met headquarters; null: never. */
  readonly heardAt: Date | null
  readonly appVersion: string | null
  /** Changes that it had not sent when it was last heard of. */
  readonly waiting: number
  readonly oldestWaitingAt: Date | null
  /** What the branch said of both directions, or what is parked here of it, whichever is more. */
  readonly parked: number
  /** Values of its customers that lost to another branch's and that nobody has looked at. */
  readonly conflicts: number
  /** Headquarters' clock minus the branch's, milliseconds. */
  readonly clockOffsetMs: number | null
  readonly lastBatchAt: Date | null
}

export interface Overview {
  readonly version: number
  readonly servesFrom: number
  /** By headquarters' clock. */
  readonly at: Date
  readonly branches: readonly BranchOverview[]
  /** Whether this role may make tables there. */
  readonly isOwner: boolean
  /** Row-level security keeps the branches from this role. */
  readonly isHidden: boolean
}

interface About {
  readonly version: number
  readonly serves_from: number
  readonly at: Date
  readonly owner: boolean
  readonly hidden: boolean
}

/** Rejects with what PostgreSQL said. */
export async function overviewOf(client: Client): Promise<Overview> {
  const about = await client.query<About>(
    `SELECT v.version, v.serves_from, now() AS at, row_security_active('counterfoil.branch') AS hidden,
       (SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = 'counterfoil.branch'::regclass) AS owner
     FROM counterfoil.version v`,
  )
  const [there] = about.rows
  if (there === undefined) throw new Error('counterfoil hq init did not finish here')
  const { rows } = await client.query<BranchOverview>(
    `SELECT o.code, o.name, o.time_zone AS "timeZone", o.epoch, o.heard_at AS "heardAt", o.app_version AS "appVersion", o.waiting,
       o.oldest_waiting_at AS "oldestWaitingAt", o.clock_offset_ms AS "clockOffsetMs", o.last_batch_at AS "lastBatchAt",
       greatest(o.parked, (SELECT count(*)::integer FROM counterfoil.parked p WHERE p.branch_id = o.id AND p.epoch = o.epoch)) AS parked,
       (SELECT count(*)::integer FROM counterfoil.customer_conflict k WHERE k.home_branch_id = o.id AND k.reviewed_at IS NULL) AS conflicts,
       CASE WHEN o.revoked_at IS NOT NULL THEN 'revoked' WHEN o.joined_at IS NOT NULL THEN 'joined'
         WHEN o.join_expires_at > now() THEN 'invited' ELSE 'code expired' END AS state
     FROM counterfoil.branch_overview o ORDER BY o.code`,
  )
  const { version, serves_from: servesFrom, at, owner: isOwner, hidden: isHidden } = there
  return { version, servesFrom, at, branches: rows, isOwner, isHidden }
}

const minute = 60_000

/** `now`, `5 min`, `3 h`, `12 d`. */
function age(from: Date | null, now: Date): string {
  if (from === null) return '-'
  const ms = now.getTime() - from.getTime()
  if (ms < minute) return 'now'
  if (ms < 60 * minute) return `${Math.floor(ms / minute)} min`
  return ms < 48 * 60 * minute ? `${Math.floor(ms / (60 * minute))} h` : `${Math.floor(ms / (24 * 60 * minute))} d`
}

function clock(offsetMs: number | null): string {
  if (offsetMs === null) return '-'
  const seconds = Math.round(-offsetMs / 1_000)
  return Math.abs(seconds) < 5 ? 'right' : `${seconds > 0 ? '+' : ''}${seconds} s`
}

const heads = [
  'CODE',
  'STATE',
  'HEARD',
  'WAITING',
  'OLDEST',
  'PARKED',
  'CONFLICTS',
  'CLOCK',
  'VERSION',
  'NAME',
] as const
const toTheRight = new Set(['WAITING', 'PARKED', 'CONFLICTS'])

/** Aligned columns, the names of people's making last. */
export function overviewLines({ branches, at }: Overview): string[] {
  const cells = branches.map((branch) => [
    branch.code,
    branch.state,
    age(branch.heardAt, at),
    String(branch.waiting),
    age(branch.oldestWaitingAt, at),
    String(branch.parked),
    String(branch.conflicts),
    clock(branch.clockOffsetMs),
    branch.appVersion ?? '-',
    branch.name,
  ])
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) =>
        toTheRight.has(heads[at] ?? '') ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(heads), ...cells.map(line)]
}
