/**
 * The SQL of the audit viewer. A page is read backwards along one index: the one of the filter that the fewest rows answer
 * to, else the trail itself. At most `lookThrough` rows of it are looked at for one answer, so that it stays quick whatever is
 * asked; the answer then says how far it came.
 */
import type { Db } from '../kernel/db.ts'
import { type AuditMatch, areaSql, conditionsOf } from './match.ts'
import type { AuditRow } from './trail.ts'

export type HistoryRow = Omit<AuditRow, 'hash' | 'previous_hash'>

/** Rows of one index looked at for one answer: some 20 ms. */
const lookThrough = 20_000
/** Beyond this an index is as good as any other. */
const countedUpTo = 5_000

const indexes = {
  actor: { column: 'actor', index: 'audit_by_actor' },
  terminal: { column: 'terminal_id', index: 'audit_by_terminal' },
  visit: { column: 'visit_id', index: 'audit_by_visit' },
  subject: { column: 'subject', index: 'audit_by_subject' },
  outcome: { column: 'outcome', index: 'audit_by_outcome' },
  area: { column: areaSql, index: 'audit_by_area' },
} as const
type Along = keyof typeof indexes

interface Way {
  readonly along: Along
  readonly key: string
}

export interface Found {
  readonly rows: readonly HistoryRow[]
  /** Rows before this one were not looked at; null where none are left. */
  readonly before: number | null
}

const columns = 'seq, at_ms, actor, terminal_id, visit_id, action, subject, outcome, detail'

export function historyStore(db: Db) {
  const newest = db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM audit')
  const fromSeq = db.prepare<[number], { seq: number }>(
    'SELECT seq FROM audit INDEXED BY audit_by_time WHERE at_ms >= ? ORDER BY at_ms, seq LIMIT 1',
  )
  const toSeq = db.prepare<[number], { seq: number }>(
    'SELECT seq FROM audit INDEXED BY audit_by_time WHERE at_ms < ? ORDER BY at_ms DESC, seq DESC LIMIT 1',
  )
  const atSeq = db.prepare<[number], { at_ms: number }>('SELECT at_ms FROM audit WHERE seq = ?')
  const outcomes = db.prepare<[], { outcome: string }>(
    `WITH RECURSIVE next (outcome) AS (
       SELECT min(outcome) FROM audit
       UNION ALL SELECT (SELECT min(outcome) FROM audit WHERE outcome > next.outcome) FROM next WHERE next.outcome IS NOT NULL
     ) SELECT outcome FROM next WHERE outcome IS NOT NULL LIMIT 100`,
  )
  const along = (name: Along) => {
    const { column, index } = indexes[name]
    return {
      count: db.prepare<[string, number], { n: number }>(
        `SELECT count(*) AS n FROM (SELECT 1 FROM audit INDEXED BY ${index} WHERE ${column} = ? LIMIT ?)`,
      ),
      floor: db.prepare<[string, number, number], { seq: number }>(
        `SELECT seq FROM audit INDEXED BY ${index} WHERE ${column} = ? AND seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?`,
      ),
    }
  }
  const ways: Readonly<Record<Along, ReturnType<typeof along>>> = {
    actor: along('actor'),
    terminal: along('terminal'),
    visit: along('visit'),
    subject: along('subject'),
    outcome: along('outcome'),
    area: along('area'),
  }

  const size = (set: readonly Way[]): number =>
    set.reduce((sum, way) => sum + (ways[way.along].count.get(way.key, countedUpTo)?.n ?? 0), 0)

  /** The ways to every row that may be meant, or null where the trail itself is the way. */
  function waysOf(match: AuditMatch): readonly Way[] | null {
    const { id } = match
    if (id !== null)
      return (['subject', 'actor', 'visit', 'terminal'] as const).map((each) => ({ along: each, key: id }))
    const sets: Way[][] = []
    if (match.actor !== null) sets.push([{ along: 'actor', key: match.actor }])
    if (match.terminalId !== null) sets.push([{ along: 'terminal', key: match.terminalId }])
    if (match.outcome !== null) sets.push([{ along: 'outcome', key: match.outcome }])
    if (match.areas !== null) sets.push(match.areas.map((key) => ({ along: 'area', key })))
    const [best] = sets.map((set) => ({ set, rows: size(set) })).sort((left, right) => left.rows - right.rows)
    return best?.set ?? null
  }

  function read(match: AuditMatch, way: Way | null, from: number, to: number, limit: number): HistoryRow[] {
    const { sql, params } = conditionsOf(match)
    const place = way === null ? 'NOT INDEXED' : `INDEXED BY ${indexes[way.along].index}`
    const key = way === null ? '' : `${indexes[way.along].column} = ? AND`
    const found = db.prepare<unknown[], HistoryRow>(
      `SELECT ${columns} FROM audit ${place} WHERE ${key} seq >= ? AND seq < ? AND ${sql} ORDER BY seq DESC LIMIT ?`,
    )
    return found.all(...(way === null ? [] : [way.key]), from, to, ...params, limit)
  }

  return {
    /** The newest rows before `before` that are meant, at most `limit`. */
    page(match: AuditMatch, before: number | null, limit: number): Found {
      const end = before ?? (newest.get()?.seq ?? 0) + 1
      const lowest = match.fromMs === null ? 1 : (fromSeq.get(match.fromMs)?.seq ?? end)
      const to = match.toMs === null ? end : Math.min(end, (toSeq.get(match.toMs)?.seq ?? 0) + 1)
      if (to <= lowest) return { rows: [], before: null }
      const set = waysOf(match)
      const share = Math.ceil(lookThrough / (set?.length ?? 1))
      const floors = set?.map((way) => ways[way.along].floor.get(way.key, to, share)?.seq ?? lowest) ?? [to - share]
      const from = Math.max(lowest, ...floors)
      const found = new Map<number, HistoryRow>()
      for (const way of set ?? [null]) for (const row of read(match, way, from, to, limit)) found.set(row.seq, row)
      const rows = [...found.values()].sort((left, right) => right.seq - left.seq).slice(0, limit)
      const last = rows.at(-1)
      if (rows.length === limit && last !== undefined) return { rows, before: last.seq > lowest ? last.seq : null }
      return { rows, before: from > lowest ? from : null }
    },
    /** When this row was written. */
    momentOf: (seq: number): number => atSeq.get(seq)?.at_ms ?? 0,
    rows: (): number => newest.get()?.seq ?? 0,
    outcomes: (): string[] => outcomes.all().map(({ outcome }) => outcome),
  }
}
