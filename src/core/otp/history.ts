/** The history of codes for people: who got one, why, how its message fared, what became of it. Never the code. */
import type { CodeFilter, CodeOutcome } from '../../contract/code-filter.ts'
import type { CodeCursor, CodeMessage, CodePage, SentCode } from '../../contract/code-history.ts'
import type { AuditNames } from '../audit/names.ts'
import { maskContact, maskContactsIn } from '../audit/trail.ts'
import type { CustomerSearch } from '../customers/search.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Arrival, OutboxStatus } from '../delivery/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Db } from '../kernel/db.ts'
import { isRegion } from '../settings/regions.ts'
import { deliveryStatus, readIdentifier } from '../visits/verification-rules.ts'
import { type CodeHistoryStore, type CodeWay, codeHistoryStore } from './history-store.ts'
import type { LastingChallenge } from './store.ts'

/** The codes that left the office's database; a port, because the archive is a file of its own. */
export interface CodeArchive {
  /** Runs `read` over the archive; null where there is none yet. */
  read<Result>(read: (db: Db) => Result): Result | null
}

const pageRows = 50
/** Customers that what was typed may mean. */
const mostCustomers = 20

interface MessageRow {
  readonly status: OutboxStatus
  readonly delivery: Arrival | null
  readonly provider: string | null
  readonly attempts: number
  readonly taken_at_ms: number | null
  readonly delivered_at_ms: number | null
  readonly cost_micros: number | null
  readonly cost_currency: string | null
  readonly cost_told: number
  readonly words: string | null
}

export interface CodeHistoryParts {
  readonly db: Db
  readonly clock: Clock
  readonly archive: CodeArchive
  readonly names: AuditNames
  readonly customers: CustomerStore
  readonly search: CustomerSearch
  readonly region: () => string
  readonly providerName: (providerId: string) => string
}

function outcomeOf(row: LastingChallenge, nowMs: number): CodeOutcome {
  if (row.status === 'live') return row.expires_at_ms > nowMs ? 'waiting' : 'expired'
  return row.status === 'spent' ? 'verified' : row.status
}

export function codeHistory(parts: CodeHistoryParts) {
  const { db, names, customers } = parts
  const present = codeHistoryStore(db)
  const messageOf = db.prepare<[string], MessageRow>(
    `SELECT status, delivery, provider, attempts, taken_at_ms, delivered_at_ms, cost_micros, cost_currency, cost_told, words
     FROM outbox WHERE challenge_id = ? LIMIT 1`,
  )

  const waysTo = (customerId: string): CodeWay[] => [
    { column: 'customer_id', key: customerId },
    // At a kiosk the contact alone is known.
    ...customers.contactsOf(customerId).map(({ value }): CodeWay => ({ column: 'contact_value', key: value })),
  ]

  /** Null: everywhere. What was typed is a reference, a whole contact, or what the search box finds customers by. */
  function waysOf(filter: CodeFilter): CodeWay[] | null {
    const { query, customerId } = filter
    if (customerId !== null) return waysTo(customerId)
    if (query === '') return null
    const region = parts.region()
    const typed = readIdentifier(query, region)
    const { hits } = parts.search.search(query, mostCustomers, isRegion(region) ? region : '')
    const ways: CodeWay[] = hits.flatMap((hit) => waysTo(hit.customerId))
    if (/^[a-z]\d$/i.test(query)) ways.push({ column: 'reference', key: query.toUpperCase() })
    if (typed !== null && typed.kind !== 'account') ways.push({ column: 'contact_value', key: typed.value })
    if (typed?.kind === 'account') ways.push({ column: 'contact_value', key: `account:${typed.value.toLowerCase()}` })
    return [...new Map(ways.map((way) => [`${way.column} ${way.key}`, way])).values()]
  }

  function message(row: LastingChallenge, unmasked: boolean): CodeMessage | null {
    const sent = messageOf.get(row.id)
    if (sent === undefined || sent.status === 'decoy') return null
    const words = sent.words?.replaceAll(
      row.contact_value,
      unmasked ? row.contact_value : maskContact(row.contact_value),
    )
    return {
      status: deliveryStatus(sent.status, sent.delivery),
      provider: sent.provider === null ? null : parts.providerName(sent.provider),
      tries: sent.attempts,
      takenAtMs: sent.taken_at_ms,
      deliveredAtMs: sent.delivered_at_ms,
      costMicros: sent.cost_micros,
      costCurrency: sent.cost_currency,
      costTold: sent.cost_told === 1,
      words: words === undefined ? null : unmasked ? words : maskContactsIn(words),
    }
  }

  function requestedBy(actor: string): SentCode['requestedBy'] {
    if (actor === 'customer') return { kind: 'customer', name: '' }
    const name = names.staffName(actor)
    return name === null ? { kind: 'unknown', name: '' } : { kind: 'staff', name }
  }

  function describe(row: LastingChallenge, store: CodeHistoryStore, nowMs: number, administrator: boolean): SentCode {
    const { wrong, rightAtMs } = store.attempts(row.id)
    // An administrator sees a contact where the register shows it anyway; what a stranger typed stays masked.
    const owner = row.decoy === 1 ? undefined : customers.ownersOf(row.contact_value, 1)[0]
    const unmasked = administrator && owner !== undefined
    return {
      challengeId: row.id,
      reference: row.reference,
      purpose: row.purpose,
      channel: row.channel,
      contactKind: row.contact_kind,
      contact: unmasked ? row.contact_value : maskContact(row.contact_value),
      customer: names.customerOf(row.customer_id ?? onlyOwner(row)),
      decoy: row.decoy === 1,
      requestedBy: requestedBy(row.requested_by),
      terminalLabel: names.terminalLabel(row.terminal_id),
      createdAtMs: row.created_at_ms,
      expiresAtMs: row.expires_at_ms,
      outcome: outcomeOf(row, nowMs),
      wrongTries: wrong,
      verifiedAtMs: rightAtMs,
      message: message(row, unmasked),
    }
  }

  /** Whose contact it is, where it is one person's alone. */
  function onlyOwner(row: LastingChallenge): string | null {
    const [only, another] = row.decoy === 1 ? [] : customers.ownersOf(row.contact_value, 2)
    return only === undefined || another !== undefined ? null : only.customer_id
  }

  return {
    /** `administrator` false: contacts masked, and codes to nobody we know left out. */
    list(filter: CodeFilter, after: CodeCursor | undefined, administrator: boolean): CodePage {
      const nowMs = parts.clock.now()
      const ways = waysOf(filter)
      const read = (store: CodeHistoryStore): CodePage => {
        const options = { nowMs, decoys: administrator, after: after ?? null, limit: pageRows }
        const { codes, next } = store.page(filter, ways, options)
        return { codes: codes.map((row) => describe(row, store, nowMs, administrator)), next }
      }
      if (!filter.archived) return read(present)
      return parts.archive.read((archive) => read(codeHistoryStore(archive))) ?? { codes: [], next: null }
    },
  }
}
