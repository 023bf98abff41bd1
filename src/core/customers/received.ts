/** A customer as headquarters holds it, put into this office's register. */
import type { ContactKind } from '../../contract/values.ts'
import type { Clock } from '../kernel/clock.ts'
import type { NewId } from '../kernel/ids.ts'
import {
  type ContactMark,
  customerFields,
  type FieldValue,
  fieldsOf,
  readStamps,
  type Stamps,
} from './change-record.ts'
import type { ContactRow, CustomerBase, CustomerRow, CustomerStore } from './store.ts'

export interface ReceivedCustomer {
  readonly id: string
  /** The branch that holds the account; null: this one. */
  readonly home: string | null
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly stamps: Stamps
  readonly createdAtMs: number
}

export type Received =
  | { readonly outcome: 'added' | 'changed' | 'unchanged' }
  /** The account number belongs to another customer here. */
  | { readonly outcome: 'refused'; readonly reason: 'account_taken' }

export interface ReceivedParts {
  readonly clock: Clock
  readonly newId: NewId
  readonly store: CustomerStore
}

const isMark = (value: FieldValue | undefined): value is ContactMark =>
  typeof value === 'object' && value !== null && value !== undefined

const text = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '')

/** `email:a@b.example` → its kind and value; null where the name is no contact's. */
function readContactField(field: string): { kind: ContactKind; value: string } | null {
  const at = field.indexOf(':')
  const kind = field.slice(0, at)
  const value = field.slice(at + 1)
  return (kind === 'email' || kind === 'phone') && value !== '' ? { kind, value } : null
}

/**
 * Call inside a transaction. What headquarters holds counts, field by field, but for those in `pending`: they were written here
 * and headquarters has not judged them yet. A contact that was proven here stays proven.
 */
export function receiveCustomer(
  parts: ReceivedParts,
  received: ReceivedCustomer,
  pending: ReadonlySet<string>,
): Received {
  const { store } = parts
  const existing = store.byId(received.id)
  const present = existing === undefined ? [] : store.contactsOf(existing.id)
  const held = existing === undefined ? {} : fieldsOf(existing, present)
  const heldStamps = existing === undefined ? {} : readStamps(existing.stamps)
  const fields: Record<string, FieldValue> = { ...received.fields }
  const stamps: Record<string, string> = { ...received.stamps }
  for (const field of pending) {
    fields[field] = held[field] ?? null
    const own = heldStamps[field]
    if (own !== undefined) stamps[field] = own
  }
  const accountNo = text(fields.account_no)
  const owner = store.byAccount(accountNo)
  if (owner !== undefined && owner.id !== received.id) return { outcome: 'refused', reason: 'account_taken' }

  const stampsText = JSON.stringify(stamps)
  if (existing !== undefined && sameFields(held, fields)) {
    // Stamps are no news to a clerk: a form that is open on this customer goes on.
    if (existing.home_branch !== received.home || !sameStamps(heldStamps, stamps))
      store.update({ ...existing, stamps: stampsText, home_branch: received.home })
    return { outcome: 'unchanged' }
  }
  const nowMs = parts.clock.now()
  const base: CustomerBase = {
    id: received.id,
    account_no: accountNo,
    name: text(fields.name),
    address: text(fields.address),
    ward: text(fields.ward),
    // The columns' own checks refuse what this version does not know.
    locale: (fields.locale ?? null) as CustomerRow['locale'],
    preferred_channel: (fields.preferred_channel ?? null) as CustomerRow['preferred_channel'],
    created_at_ms: existing?.created_at_ms ?? received.createdAtMs,
    updated_at_ms: existing === undefined ? nowMs : Math.max(nowMs, existing.updated_at_ms + 1),
    stamps: stampsText,
    home_branch: received.home,
  }
  if (existing !== undefined) store.update(base)
  const codes = existing ?? { codes_off: 0, codes_changed_at_ms: null, codes_changed_by: null }
  const row: CustomerRow = { ...codes, ...base, seq: existing?.seq ?? store.insert(base) }
  settleContacts(parts, row, present, fields, existing !== undefined)
  return { outcome: existing === undefined ? 'added' : 'changed' }
}

function sameStamps(held: Stamps, wanted: Stamps): boolean {
  const names = Object.keys(wanted)
  return names.length === Object.keys(held).length && names.every((name) => held[name] === wanted[name])
}

function sameFields(held: Readonly<Record<string, FieldValue>>, wanted: Readonly<Record<string, FieldValue>>): boolean {
  for (const field of customerFields) if ((held[field] ?? null) !== (wanted[field] ?? null)) return false
  const names = Object.keys(wanted).filter((field) => isMark(wanted[field]))
  if (names.length !== Object.values(held).filter((value) => isMark(value)).length) return false
  return names.every((field) => {
    const mine = held[field]
    const theirs = wanted[field]
    return isMark(mine) && isMark(theirs) && mine.position === theirs.position
  })
}

function settleContacts(
  parts: ReceivedParts,
  row: CustomerRow,
  present: readonly ContactRow[],
  fields: Readonly<Record<string, FieldValue>>,
  known: boolean,
): void {
  const { store } = parts
  const wanted = Object.entries(fields).flatMap(([field, mark]) => {
    const contact = readContactField(field)
    return contact !== null && isMark(mark) ? [{ ...contact, ...mark }] : []
  })
  for (const old of present) {
    if (!wanted.some((want) => want.kind === old.kind && want.value === old.value)) store.deleteContact(old.id)
  }
  for (const want of wanted) {
    const old = present.find((contact) => contact.kind === want.kind && contact.value === want.value)
    if (old === undefined) {
      store.insertContact({
        id: parts.newId(),
        customer_id: row.id,
        kind: want.kind,
        value: want.value,
        position: want.position,
        source: want.source,
        created_at_ms: row.updated_at_ms,
        proven_at_ms: want.provenAtMs,
      })
    } else if (old.position !== want.position) store.moveContact(old.id, want.position)
  }
  store.index(
    row,
    wanted.toSorted((a, b) => a.position - b.position).map(({ value }) => value),
    known,
  )
}
