/**
 * What of a customer changed, as headquarters hears of it: only the fields that changed, each with the stamp of what it
 * replaced, so that two branches which wrote one field without knowing of each other are told from one that wrote after the other.
 */
import { type Stamp, stampAfter } from '../kernel/stamp.ts'
import type { ContactRow, CustomerRow } from './store.ts'

/** The fields that merge one by one; each contact is one more, named `email:…` or `phone:…`. */
export const customerFields = ['account_no', 'name', 'address', 'ward', 'locale', 'preferred_channel'] as const
export type CustomerField = (typeof customerFields)[number]

/** How a contact stands in a change; null where it was removed. */
export interface ContactMark {
  readonly position: number
  readonly source: ContactRow['source']
  readonly provenAtMs: number | null
}

export type FieldValue = string | null | ContactMark
export type Stamps = Readonly<Record<string, Stamp>>

export interface CustomerChange {
  readonly id: string
  /** The branch that holds the account; null: the one that wrote this. */
  readonly home: string | null
  readonly stamp: Stamp
  /** Of each field its own: the whole of a customer, to a headquarters that may not know it. */
  readonly stamps?: Stamps | undefined
  /** Field to its new value. */
  readonly fields: Readonly<Record<string, FieldValue>>
  /** Field to the stamp of the value it replaces; null where this office kept no stamps yet. A new customer has none. */
  readonly seen: Readonly<Record<string, Stamp | null>>
  readonly created_at_ms: number
  readonly updated_at_ms: number
}

const contactField = (contact: Pick<ContactRow, 'kind' | 'value'>): string => `${contact.kind}:${contact.value}`

/** Of a field, or of all fields that have none of their own. Empty where nothing is known. */
export const stampOf = (stamps: Stamps, field: string): Stamp => stamps[field] ?? stamps['*'] ?? ''

export function readStamps(text: string): Stamps {
  // Written by this office alone, as JSON of exactly this form.
  return text === '' || text === '{}' ? {} : (JSON.parse(text) as Stamps)
}

/** The state of a customer as the fields that merge. */
export function fieldsOf(
  row: Pick<CustomerRow, CustomerField>,
  contacts: readonly Pick<ContactRow, 'kind' | 'value' | 'position' | 'source' | 'proven_at_ms'>[],
): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {}
  for (const field of customerFields) fields[field] = row[field]
  for (const contact of contacts) {
    const { position, source, proven_at_ms: provenAtMs } = contact
    fields[contactField(contact)] = { position, source, provenAtMs }
  }
  return fields
}

/** When a contact was proven is this office's own matter, and no change. */
export function sameValue(a: FieldValue, b: FieldValue): boolean {
  if (a === null || b === null || typeof a === 'string' || typeof b === 'string') return a === b
  return a.position === b.position
}

export interface Written {
  readonly stamps: Stamps
  readonly stamp: Stamp
  readonly changed: Readonly<Record<string, FieldValue>>
  readonly seen: Readonly<Record<string, Stamp | null>>
}

/** Stamps what differs between `before` (null: a new customer) and `after`. */
export function stampChanges(
  before: { readonly fields: Readonly<Record<string, FieldValue>>; readonly stamps: Stamps } | null,
  after: Readonly<Record<string, FieldValue>>,
  nowMs: number,
  node: string,
): Written {
  if (before === null) {
    const stamp = stampAfter(nowMs, [], node)
    return { stamps: { '*': stamp }, stamp, changed: after, seen: {} }
  }
  const changed: Record<string, FieldValue> = {}
  const seen: Record<string, Stamp | null> = {}
  for (const field of new Set([...Object.keys(before.fields), ...Object.keys(after)])) {
    const now = after[field] ?? null
    if (sameValue(before.fields[field] ?? null, now)) continue
    changed[field] = now
    const replaced = stampOf(before.stamps, field)
    seen[field] = replaced === '' ? null : replaced
  }
  const stamp = stampAfter(
    nowMs,
    Object.values(seen).map((each) => each ?? ''),
    node,
  )
  const stamps: Record<string, Stamp> = { ...before.stamps }
  for (const field of Object.keys(changed)) stamps[field] = stamp
  return { stamps, stamp, changed, seen }
}
