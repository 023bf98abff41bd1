/** The audit trail for people: found, named, proven whole. It only reads, but for the note that someone had it proven. */
import type { KeyObject } from 'node:crypto'
import type { AuditEntry, AuditPage, TrailProof } from '../../contract/audit.ts'
import type { AuditFilter } from '../../contract/audit-filter.ts'
import type { CustomerSearch } from '../customers/search.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Db, Transact } from '../kernel/db.ts'
import type { Timers } from '../kernel/timers.ts'
import { isRegion } from '../settings/regions.ts'
import { byCaller, type Caller } from '../visits/caller.ts'
import { areasOf, namedAreas } from './groups.ts'
import { type HistoryRow, historyStore } from './history-store.ts'
import type { AuditMatch } from './match.ts'
import type { AuditNames } from './names.ts'
import { type AuditTrail, type AuditVerdict, walkTrail } from './trail.ts'

const pageRows = 50
/** Customers that a typed name may mean. */
const mostCustomers = 30
/** A visit's payments name the visit, not the customer: so many of a customer's newest visits and codes are looked for. */
const mostOfEach = 200
/** The proof reports once in so many steps of a thousand rows. */
const reportEvery = 10

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export interface AuditHistoryParts {
  readonly db: Db
  readonly transact: Transact
  readonly audit: AuditTrail
  readonly codeKey: KeyObject
  readonly timers: Timers
  readonly names: AuditNames
  readonly customers: CustomerStore
  readonly search: CustomerSearch
  readonly region: () => string
}

export function auditHistory(parts: AuditHistoryParts) {
  const { db, names } = parts
  const store = historyStore(db)
  const newest = (sql: string) => db.prepare<[string], { id: string }>(`${sql} DESC LIMIT ${mostOfEach}`)
  const codesOf = newest('SELECT id FROM challenge WHERE customer_id = ? ORDER BY created_at_ms')
  const codesTo = newest('SELECT id FROM challenge WHERE contact_value = ? ORDER BY created_at_ms')
  const codesNamed = newest('SELECT id FROM challenge WHERE reference = ? ORDER BY created_at_ms')
  const visitsOf = newest('SELECT visit_id AS id FROM audit WHERE subject = ? AND visit_id IS NOT NULL ORDER BY seq')

  /** Staff, terminals and codes by their names; customers by anything the search box takes, with their visits and codes. */
  function idsOf(query: string): string[] {
    const region = parts.region()
    const { hits } = parts.search.search(query, mostCustomers, isRegion(region) ? region : '')
    const theirs = hits.flatMap(({ customerId, contacts }) => [
      ...visitsOf.all(customerId),
      ...codesOf.all(customerId),
      ...contacts.flatMap(({ value }) => codesTo.all(value)),
    ])
    const referenced = /^[a-z]\d$/i.test(query) ? codesNamed.all(query.toUpperCase()) : []
    return [
      ...names.idsNamed(query),
      ...hits.map(({ customerId }) => customerId),
      ...[...theirs, ...referenced].map(({ id }) => id),
    ]
  }

  function match(filter: AuditFilter): AuditMatch {
    const { query, group } = filter
    const isId = uuid.test(query)
    return {
      areas: group === null || group === 'other' ? null : areasOf[group],
      notAreas: group === 'other' ? namedAreas : [],
      actor: filter.actor,
      terminalId: filter.terminalId,
      outcome: filter.outcome,
      fromMs: filter.fromMs,
      toMs: filter.toMs,
      id: isId ? query.toLowerCase() : null,
      search:
        query === '' || isId
          ? null
          : { words: query.split(/\s+/), actions: filter.worded, ids: [...new Set(idsOf(query))] },
    }
  }

  function actorNamed(actor: string): AuditEntry['actor'] {
    if (actor === 'customer' || actor === 'system') return { kind: actor, id: actor, name: '' }
    const name = names.staffName(actor)
    return name === null ? { kind: 'unknown', id: actor, name: actor } : { kind: 'staff', id: actor, name }
  }

  function describe(row: HistoryRow): AuditEntry {
    const terminalId = row.terminal_id
    const terminal = terminalId === null ? null : { terminalId, label: names.terminalLabel(terminalId) ?? terminalId }
    return {
      seq: row.seq,
      atMs: row.at_ms,
      actor: actorNamed(row.actor),
      terminal,
      visitId: row.visit_id,
      action: row.action,
      outcome: row.outcome,
      detail: readDetail(row.detail),
      ...names.named(row.subject, row.visit_id),
    }
  }

  return {
    match,
    list(filter: AuditFilter, before: number | undefined): AuditPage {
      const found = store.page(match(filter), before ?? null, pageRows)
      const next = found.before === null ? null : { before: found.before, reachedAtMs: store.momentOf(found.before) }
      return { entries: found.rows.map(describe), next }
    },
    choices: () => ({ staff: names.staff(), terminals: names.terminals(), outcomes: store.outcomes() }),
    /** Walks the trail a thousand rows at a time, with everybody else's work in between. */
    async *prove(caller: Caller, signal: AbortSignal | undefined): AsyncGenerator<TrailProof, void> {
      const total = store.rows()
      const walk = walkTrail(db, parts.codeKey)
      for (let step = 0; signal?.aborted !== true; step += 1) {
        const { done, value } = walk.next()
        if (done === true) {
          record(caller, value)
          yield value.outcome === 'intact'
            ? { state: 'whole', rows: value.rows }
            : { state: 'broken', seq: value.seq, why: value.why }
          return
        }
        if (step % reportEvery === 0) yield { state: 'walking', rows: value, total: Math.max(total, value) }
        await new Promise<void>((resolve) => void parts.timers.after(0, resolve))
      }
    },
  }

  function record(caller: Caller, verdict: AuditVerdict): void {
    parts.transact(() =>
      parts.audit.append({
        ...byCaller(caller),
        visitId: null,
        action: 'audit.proven',
        subject: 'office',
        outcome: verdict.outcome,
        detail: verdict.outcome === 'intact' ? { rows: verdict.rows } : { row: verdict.seq, why: verdict.why },
      }),
    )
  }
}

/** A row that was tampered with may hold anything: what is not plain details is shown as it stands. */
function readDetail(text: string): AuditEntry['detail'] {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return { raw: text }
    return Object.fromEntries(
      Object.entries(read).map(([key, value]: [string, unknown]) => [
        key,
        value === null || ['string', 'number', 'boolean'].includes(typeof value)
          ? (value as AuditEntry['detail'][string])
          : JSON.stringify(value),
      ]),
    )
  } catch {
    return { raw: text }
  }
}
