/** The SQL of the code history, over the office's own challenges or over those in the archive, whose columns are the same. */
import type { CodeFilter } from '../../contract/code-filter.ts'
import type { CodeCursor } from '../../contract/code-history.ts'
import type { Db } from '../kernel/db.ts'
import { type LastingChallenge, lastingColumns } from './store.ts'

/** Where to look: everywhere, or at the codes of one customer, contact or reference. */
export interface CodeWay {
  readonly column: 'customer_id' | 'contact_value' | 'reference'
  readonly key: string
}

export interface CodesFound {
  readonly codes: readonly LastingChallenge[]
  readonly next: CodeCursor | null
}

export interface CodeHistoryStore {
  /** Newest first. `ways` null: everywhere; empty: nothing was found by what was typed. */
  page(
    filter: CodeFilter,
    ways: readonly CodeWay[] | null,
    options: {
      readonly nowMs: number
      readonly decoys: boolean
      readonly after: CodeCursor | null
      readonly limit: number
    },
  ): CodesFound
  attempts(challengeId: string): { readonly wrong: number; readonly rightAtMs: number | null }
}

/** Rows looked at for one answer: some 20 ms. */
const lookThrough = 20_000

const columns = lastingColumns.join(', ')

type Values = (string | number)[]

const outcomeSql = {
  waiting: `(status = 'live' AND expires_at_ms > ?)`,
  verified: `status IN ('verified', 'spent')`,
  expired: `(status = 'expired' OR (status = 'live' AND expires_at_ms <= ?))`,
  superseded: `status = 'superseded'`,
  exhausted: `status = 'exhausted'`,
  cancelled: `status = 'cancelled'`,
} as const

function conditions(filter: CodeFilter, nowMs: number, decoys: boolean): { sql: string; params: Values } {
  const sql = ['1']
  const params: Values = []
  const add = (condition: string, ...values: Values): void => {
    sql.push(condition)
    params.push(...values)
  }
  // Where an authenticator app answers, no code is sent.
  add(`contact_value NOT GLOB 'app:*'`)
  if (!decoys) add('decoy = 0')
  if (filter.purpose !== null) add('purpose = ?', filter.purpose)
  if (filter.channel !== null) add('channel = ?', filter.channel)
  if (filter.outcome !== null) {
    const condition = outcomeSql[filter.outcome]
    add(condition, ...(condition.includes('?') ? [nowMs] : []))
  }
  return { sql: sql.join(' AND '), params }
}

export function codeHistoryStore(db: Db): CodeHistoryStore {
  const attempts = db.prepare<[string], { wrong: number; right_at_ms: number | null }>(
    `SELECT count(*) FILTER (WHERE outcome = 'wrong') AS wrong, max(at_ms) FILTER (WHERE outcome = 'right') AS right_at_ms
     FROM attempt WHERE challenge_id = ?`,
  )
  const floor = db.prepare<[number, string, number], { created_at_ms: number; id: string }>(
    `SELECT created_at_ms, id FROM challenge WHERE (created_at_ms, id) < (?, ?)
     ORDER BY created_at_ms DESC, id DESC LIMIT 1 OFFSET ?`,
  )

  return {
    page(filter, ways, { nowMs, decoys, after, limit }) {
      const place = (way: CodeWay | null): string => (way === null ? '' : `${way.column} = ? AND`)
      const { sql, params } = conditions(filter, nowMs, decoys)
      const end = endOf(filter, after)
      const lowest = filter.fromMs ?? 0
      const stop = ways === null ? floor.get(end.createdAtMs, end.challengeId, lookThrough - 1) : undefined
      const from = stop !== undefined && stop.created_at_ms >= lowest ? stop : null
      const bound = { at: from?.created_at_ms ?? lowest, id: from?.id ?? '' }
      const found = new Map<string, LastingChallenge>()
      for (const way of ways ?? [null]) {
        const rows = db
          .prepare<unknown[], LastingChallenge>(
            `SELECT ${columns} FROM challenge WHERE ${place(way)} (created_at_ms, id) < (?, ?)
               AND (created_at_ms, id) >= (?, ?) AND ${sql} ORDER BY created_at_ms DESC, id DESC LIMIT ?`,
          )
          .all(
            ...(way === null ? [] : [way.key]),
            end.createdAtMs,
            end.challengeId,
            bound.at,
            bound.id,
            ...params,
            limit,
          )
        for (const row of rows) found.set(row.id, row)
      }
      const codes = [...found.values()].sort(newestFirst).slice(0, limit)
      const last = codes.at(-1)
      if (codes.length === limit && last !== undefined)
        return { codes, next: { createdAtMs: last.created_at_ms, challengeId: last.id } }
      return { codes, next: from === null ? null : { createdAtMs: from.created_at_ms, challengeId: from.id } }
    },
    attempts(challengeId) {
      const counted = attempts.get(challengeId)
      return { wrong: counted?.wrong ?? 0, rightAtMs: counted?.right_at_ms ?? null }
    },
  }
}

const newestFirst = (left: LastingChallenge, right: LastingChallenge): number =>
  right.created_at_ms - left.created_at_ms || (left.id < right.id ? 1 : -1)

/** The page begins below this; an id never sorts below the empty one. */
function endOf(filter: CodeFilter, after: CodeCursor | null): CodeCursor {
  const until = { createdAtMs: filter.toMs ?? Number.MAX_SAFE_INTEGER, challengeId: '' }
  return after !== null && after.createdAtMs < until.createdAtMs ? after : until
}
