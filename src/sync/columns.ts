/** Rows of one table as PostgreSQL takes many at once: one array a column, and the statements that write them. */
import type { Cell, Row, Table } from './tables.ts'

/** PostgreSQL walks arrays that stand side by side in a SELECT list row by row; in FROM it would first store each of them apart. */
const unnested = (shape: Table): string =>
  `(SELECT ${shape.columns.map(({ name, given }, at) => `unnest($${at + 2}::${given}[]) AS ${name}`).join(', ')}) AS g`

const made = (shape: Table): string =>
  shape.columns.map(({ name, made: make }) => `${make(`g.${name}`)} AS ${name}`).join(', ')

/** Writes rows of one table in one statement: $1 is the branch, then one array a column. Refuses a key that is there already. */
export const insertSql = (shape: Table): string =>
  `INSERT INTO counterfoil.${shape.name} (branch_id, ${shape.columns.map(({ name }) => name).join(', ')})
    SELECT $1::uuid, ${made(shape)} FROM ${unnested(shape)}`

/** The same, over what is there already: a fact stays as it is, of anything else what was logged last counts. */
export function upsertSql(shape: Table): string {
  if (shape.onConflict === 'keep') return `${insertSql(shape)} ON CONFLICT DO NOTHING`
  const others = shape.columns.filter(({ name }) => !shape.key.includes(name))
  return `${insertSql(shape)} ON CONFLICT (branch_id, ${shape.key.join(', ')})
    DO UPDATE SET ${others.map(({ name }) => `${name} = excluded.${name}`).join(', ')}
    WHERE excluded.logged_at >= ${shape.name}.logged_at`
}

/** How many rows headquarters holds under the same key with another content. */
export function differingSql(shape: Table): string {
  const names = shape.columns.map(({ name }) => name)
  const others = names.filter((name) => !shape.key.includes(name))
  const same = shape.key.map((name) => `t.${name} = u.${name}`).join(' AND ')
  const list = (of: string): string => others.map((name) => `${of}.${name}`).join(', ')
  return `SELECT count(*)::integer AS n FROM (SELECT ${made(shape)} FROM ${unnested(shape)}) AS u
    JOIN counterfoil.${shape.name} t ON t.branch_id = $1::uuid AND ${same}
    WHERE (${list('t')}) IS DISTINCT FROM (${list('u')})`
}

/**
 * A list as PostgreSQL writes arrays. JSON quotes as arrays do wherever nothing needs a backslash, and is made much faster than
 * anything here could. Source: PostgreSQL 18 documentation, 8.15.6.
 */
function arrayLiteral(list: readonly Cell[]): string {
  const json = JSON.stringify(list)
  if (!json.includes('\\')) return `{${json.slice(1, -1)}}`
  const quoted = list.map((cell) => (typeof cell === 'string' ? `"${cell.replace(/["\\]/g, '\\$&')}"` : String(cell)))
  return `{${quoted.join(',')}}`
}

/** Rows of one table, gathered column by column. */
export interface Columns {
  add(row: Row): void
  /** How many were added. */
  readonly added: () => number
  /** Whether two of them have one key. */
  readonly areTwice: () => boolean
  /** One array a column, in the columns' order. Of anything but facts the last writing of each key: a statement may not write a row twice. */
  readonly arrays: () => string[]
}

export function columnsOf(shape: Table): Columns {
  const lists: Cell[][] = shape.columns.map(() => [])
  const keyAt = shape.key.map((name) => shape.columns.findIndex((column) => column.name === name))
  const keyOf = (cell: (at: number) => Cell | undefined): string => {
    let key = ''
    for (const at of keyAt) key += `${cell(at)} `
    return key
  }
  const placeOfKey = new Map<string, number>()
  /** A fact that is there twice is PostgreSQL's to find, and hardly ever happens. */
  const placeOf = (row: Row): number => {
    if (shape.onConflict === 'keep') return added
    const key = keyOf((at) => row[at])
    const known = placeOfKey.get(key)
    if (known !== undefined) return known
    placeOfKey.set(key, placeOfKey.size)
    return placeOfKey.size - 1
  }
  let added = 0
  return {
    add(row) {
      const place = placeOf(row)
      for (let at = 0; at < lists.length; at += 1) {
        const list = lists[at]
        if (list !== undefined) list[place] = row[at] ?? null
      }
      added += 1
    },
    added: () => added,
    areTwice() {
      if (shape.onConflict === 'newest') return placeOfKey.size < added
      const keys = new Set(Array.from({ length: added }, (_, nth) => keyOf((at) => lists[at]?.[nth])))
      return keys.size < added
    },
    arrays: () => lists.map(arrayLiteral),
  }
}
