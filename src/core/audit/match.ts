/** Which rows of the trail are meant, as plain data that crosses threads, and as conditions of SQL. */

/** What was typed: every word stands in the row, or one of these did it or had it done to them. */
interface AuditSearch {
  readonly words: readonly string[]
  readonly actions: readonly string[]
  readonly ids: readonly string[]
}

export interface AuditMatch {
  /** Null: every area. */
  readonly areas: readonly string[] | null
  /** Areas that are not meant. */
  readonly notAreas: readonly string[]
  readonly actor: string | null
  readonly terminalId: string | null
  readonly outcome: string | null
  readonly fromMs: number | null
  readonly toMs: number | null
  readonly search: AuditSearch | null
  /** One id and nothing else: found through the indexes. */
  readonly id: string | null
}

export interface Conditions {
  readonly sql: string
  readonly params: readonly (string | number)[]
}

/** What stands before the action's dot; the same words as in the index. */
export const areaSql = `substr(action, 1, instr(action, '.') - 1)`

const listed = (column: string): string => `${column} IN (SELECT value FROM json_each(?))`
const idColumns = ['subject', 'actor', 'visit_id', 'terminal_id'] as const

/** Words are looked for as they are, by `instr`: nothing in them is a wildcard. Quotes are written in JSON as it writes them. */
function searched(search: AuditSearch): Conditions {
  const word = `(instr(lower(action || ' ' || outcome || ' ' || subject), ?) > 0 OR instr(lower(detail), ?) > 0)`
  const all = search.words.flatMap((each) => {
    const small = asciiLower(each)
    return [small, asciiLower(JSON.stringify(each).slice(1, -1))]
  })
  const words = search.words.length === 0 ? '0' : `(${search.words.map(() => word).join(' AND ')})`
  const ids = JSON.stringify(search.ids)
  return {
    sql: `(${words} OR ${listed('action')} OR ${idColumns.map(listed).join(' OR ')})`,
    params: [...all, JSON.stringify(search.actions), ...idColumns.map(() => ids)],
  }
}

/** As SQLite's `lower`, which knows the letters of ASCII only. */
const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** All of `match`; never empty. */
export function conditionsOf(match: AuditMatch): Conditions {
  const parts: Conditions[] = [{ sql: '1', params: [] }]
  const add = (sql: string, ...params: (string | number)[]): void => void parts.push({ sql, params })
  if (match.areas !== null) add(listed(areaSql), JSON.stringify(match.areas))
  if (match.notAreas.length > 0) add(`NOT ${listed(areaSql)}`, JSON.stringify(match.notAreas))
  if (match.actor !== null) add('actor = ?', match.actor)
  if (match.terminalId !== null) add('terminal_id = ?', match.terminalId)
  if (match.outcome !== null) add('outcome = ?', match.outcome)
  if (match.fromMs !== null) add('at_ms >= ?', match.fromMs)
  if (match.toMs !== null) add('at_ms < ?', match.toMs)
  if (match.id !== null)
    add(`(${idColumns.map((column) => `${column} = ?`).join(' OR ')})`, ...idColumns.map(() => match.id ?? ''))
  if (match.search !== null) parts.push(searched(match.search))
  return { sql: parts.map(({ sql }) => sql).join(' AND '), params: parts.flatMap(({ params }) => params) }
}
