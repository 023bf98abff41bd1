/** Values that two branches wrote without knowing of each other: shown side by side, and settled by a person. */
import type { CustomerFields, CustomerRefusal } from '../../contract/customers.ts'
import { type MergeConflict, mergedFields } from '../../contract/headquarters.ts'
import { channels, contactKinds, locales } from '../../contract/values.ts'
import type { Actor, AuditTrail } from '../audit/trail.ts'
import type { Customers } from '../customers/service.ts'
import type { ContactRow, CustomerRow, CustomerStore } from '../customers/store.ts'
import type { ChangeLog } from '../kernel/change-log.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'

export type ConflictChoice = 'keep' | 'other'
export type Resolved =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused'; readonly reason: CustomerRefusal['reason'] | 'reviewed' | 'not_possible' }

/** As headquarters tells of one. `field`: a field's name, or `email:…`, `phone:…`, whose values are JSON of where it stands. */
export interface ConflictRecord {
  readonly id: string
  readonly customer_id: string
  readonly field: string
  readonly kept: string | null
  readonly lost: string | null
  readonly happened_at_ms: number
  readonly reviewed_at_ms: number | null
}

/** Where one stands among the others. */
export interface ConflictPlace {
  readonly happenedAtMs: number
  readonly conflictId: string
}

export interface ConflictParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly audit: AuditTrail
  readonly changes: ChangeLog
  readonly customers: Customers
  readonly customerStore: CustomerStore
  readonly conflict: (id: string) => ConflictRecord | undefined
  readonly noteReviewed: (id: string, atMs: number, by: string) => void
}

type MergedField = (typeof mergedFields)[number]

interface Place {
  readonly field: MergedField
  /** The contact itself; null for a field that is none. */
  readonly contact: string | null
}

function placeOf(name: string): Place | null {
  const kind = contactKinds.find((each) => name.startsWith(`${each}:`))
  if (kind !== undefined) return { field: kind, contact: name.slice(kind.length + 1) }
  const field = mergedFields.find((each) => each === name)
  return field === undefined ? null : { field, contact: null }
}

const holds = (contacts: readonly ContactRow[], { field, contact }: Place): boolean =>
  contacts.some(({ kind, value }) => kind === field && value === contact)

/** What the register holds of the field now. */
function valueNow(row: CustomerRow, contacts: readonly ContactRow[], place: Place): string | null {
  if (place.field === 'email' || place.field === 'phone') return holds(contacts, place) ? place.contact : null
  return row[place.field]
}

/** A contact counts by whether it is there; where it stands in the order is no value. */
const shownValue = (value: string | null, { contact }: Place): string | null =>
  contact === null || value === null ? value : contact

/** Null where the customer is gone. */
export function describeConflict(store: CustomerStore, record: ConflictRecord): MergeConflict | null {
  const place = placeOf(record.field)
  const row = store.byId(record.customer_id)
  if (row === undefined) return null
  const about = {
    conflictId: record.id,
    customerId: row.id,
    accountNo: row.account_no,
    customerName: row.name,
    happenedAtMs: record.happened_at_ms,
  }
  // Of a newer version's field nobody here can tell what it holds now; that a person knew of it can be told all the same.
  if (place === null)
    return {
      ...about,
      ...{ field: 'other', fieldName: record.field, kept: record.kept, other: record.lost, now: null },
      changedSince: false,
    }
  const now = valueNow(row, store.contactsOf(row.id), place)
  const kept = shownValue(record.kept, place)
  const other = shownValue(record.lost, place)
  return {
    ...about,
    ...{ field: place.field, fieldName: null, kept, other, now },
    changedSince: now !== kept && now !== other,
  }
}

/** The customer's fields with the other value in its place; null where the register cannot hold it. */
function withOther(
  row: CustomerRow,
  contacts: readonly ContactRow[],
  place: Place,
  other: string | null,
): CustomerFields | null {
  const valuesOf = (kind: ContactRow['kind']): string[] =>
    contacts.flatMap((each) => (each.kind === kind ? each.value : []))
  const fields: CustomerFields = {
    accountNo: row.account_no,
    name: row.name,
    address: row.address,
    ward: row.ward,
    locale: row.locale,
    preferredChannel: row.preferred_channel,
    emails: valuesOf('email'),
    phones: valuesOf('phone'),
  }
  const text = other ?? ''
  switch (place.field) {
    case 'account_no':
      return text === '' ? null : { ...fields, accountNo: text }
    case 'name':
      return text === '' ? null : { ...fields, name: text }
    case 'address':
      return { ...fields, address: text }
    case 'ward':
      return { ...fields, ward: text }
    case 'locale': {
      const locale = locales.find((each) => each === other) ?? null
      return locale === other ? { ...fields, locale } : null
    }
    case 'preferred_channel': {
      const preferredChannel = channels.find((each) => each === other) ?? null
      return preferredChannel === other ? { ...fields, preferredChannel } : null
    }
    case 'email':
      return { ...fields, emails: withContact(fields.emails, place, other) }
    case 'phone':
      return { ...fields, phones: withContact(fields.phones, place, other) }
  }
}

function withContact(values: readonly string[], { contact }: Place, other: string | null): string[] {
  const rest = values.filter((value) => value !== contact)
  if (other === null || contact === null) return rest
  return values.includes(contact) ? [...values] : [...values, contact]
}

/** One transaction: the change of the customer where there is one, the review, what headquarters hears of it, and the trail. */
export function resolveConflict(parts: ConflictParts, conflictId: string, choice: ConflictChoice, by: Actor): Resolved {
  const { customerStore } = parts
  return parts.transact((): Resolved => {
    const record = parts.conflict(conflictId)
    if (record === undefined) return { outcome: 'refused', reason: 'not_found' }
    if (record.reviewed_at_ms !== null) return { outcome: 'refused', reason: 'reviewed' }
    if (choice === 'other') {
      const place = placeOf(record.field)
      const row = customerStore.byId(record.customer_id)
      if (row === undefined) return { outcome: 'refused', reason: 'not_found' }
      const contacts = customerStore.contactsOf(row.id)
      const fields = place === null ? null : withOther(row, contacts, place, record.lost)
      if (fields === null) return { outcome: 'refused', reason: 'not_possible' }
      const saved = parts.customers.change(row.id, row.updated_at_ms, fields, by)
      if (saved.outcome === 'refused') return { outcome: 'refused', reason: saved.reason }
    }
    const atMs = parts.clock.now()
    parts.noteReviewed(conflictId, atMs, by.actor)
    parts.changes.append('conflict_review', conflictId, { id: conflictId, by: by.actor, at_ms: atMs })
    parts.audit.append({
      ...by,
      visitId: null,
      action: 'headquarters.conflict_reviewed',
      subject: record.customer_id,
      outcome: choice === 'keep' ? 'kept' : 'other_value',
      detail: { field: placeOf(record.field)?.field ?? 'other' },
    })
    return { outcome: 'done' }
  })
}
