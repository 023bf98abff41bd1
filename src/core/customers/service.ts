/** The register: adding, changing and importing customers, each with its change-log row in the same transaction. */
import type { CustomerFields, CustomerRefusal } from '../../contract/customers.ts'
import type { Actor, AuditTrail } from '../audit/trail.ts'
import type { ChangeLog } from '../kernel/change-log.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { type CustomerChange, fieldsOf, readStamps, stampChanges } from './change-record.ts'
import { refuseContacts, type Wanted } from './contact-rules.ts'
import { type CustomerRecord, isRefusal, readFields } from './read-fields.ts'
import type { ContactRow, CustomerBase, CustomerRow, CustomerStore } from './store.ts'

export type SaveOutcome = { readonly outcome: 'done'; readonly row: CustomerRow } | CustomerRefusal

export interface CustomerParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly newId: NewId
  readonly store: CustomerStore
  readonly changes: ChangeLog
  readonly audit: AuditTrail
  /** Who this office is in the stamps of what it writes. */
  readonly node: () => string
  readonly region: () => string
}

export interface Customers {
  add(fields: CustomerFields, by: Actor): SaveOutcome
  change(customerId: string, readAtMs: number, fields: CustomerFields, by: Actor): SaveOutcome
  /** From a file: by account number; contacts that staff added stay. Writes nothing where nothing differs. */
  upsert(record: CustomerRecord): 'added' | 'changed' | 'unchanged'
  /** A newcomer whose contact was just proven. Call inside the transaction that accepted the code. */
  register(record: CustomerRecord): CustomerRow
  /** One contact gone, one new, or both. Call inside the transaction that holds the proof. */
  replaceContact(customerId: string, oldContactId: string | null, added: Omit<Wanted, 'source'> | null): void
}

/** What the register holds of a customer, but for the contacts. */
const recordOf = (row: CustomerRow): CustomerRecord => ({
  accountNo: row.account_no,
  name: row.name,
  address: row.address,
  ward: row.ward,
  locale: row.locale,
  preferredChannel: row.preferred_channel,
  emails: [],
  phones: [],
})

export function customerService(parts: CustomerParts): Customers {
  const { transact, clock, store, changes } = parts

  const wantedOf = (record: CustomerRecord, source: ContactRow['source']): Wanted[] => {
    const emails = [...new Set(record.emails)].map(
      (value): Wanted => ({ kind: 'email', value, source, proven_at_ms: null }),
    )
    const phones = [...new Set(record.phones)].map(
      (value): Wanted => ({ kind: 'phone', value, source, proven_at_ms: null }),
    )
    return [...emails, ...phones]
  }

  function sameContacts(present: readonly ContactRow[], wanted: readonly Wanted[]): boolean {
    return present.length === wanted.length && wanted.every((want, index) => present[index]?.value === want.value)
  }

  function sameFields(row: CustomerRow, record: CustomerRecord): boolean {
    return (
      row.account_no === record.accountNo &&
      row.name === record.name &&
      row.address === record.address &&
      row.ward === record.ward &&
      row.locale === record.locale &&
      row.preferred_channel === record.preferredChannel
    )
  }

  /** Brings the contacts of one customer to `wanted`, keeping the ids of those that stay, then the search entries. */
  function settle(row: CustomerRow, present: readonly ContactRow[], wanted: readonly Wanted[], known: boolean): void {
    for (const old of present) if (!wanted.some((want) => want.value === old.value)) store.deleteContact(old.id)
    for (const [position, want] of wanted.entries()) {
      const old = present.find((contact) => contact.value === want.value)
      if (old === undefined) {
        store.insertContact({
          id: parts.newId(),
          customer_id: row.id,
          kind: want.kind,
          value: want.value,
          position,
          source: want.source,
          created_at_ms: row.updated_at_ms,
          proven_at_ms: want.proven_at_ms,
        })
        continue
      }
      if (old.position !== position) store.moveContact(old.id, position)
    }
    store.index(
      row,
      wanted.map((want) => want.value),
      known,
    )
  }

  function write(
    record: CustomerRecord,
    wanted: readonly Wanted[],
    existing: CustomerRow | undefined,
    present: readonly ContactRow[],
  ): CustomerRow {
    const nowMs = clock.now()
    const after = fieldsOf(
      {
        account_no: record.accountNo,
        name: record.name,
        address: record.address,
        ward: record.ward,
        locale: record.locale,
        preferred_channel: record.preferredChannel,
      },
      wanted.map((want, position) => ({ ...want, position })),
    )
    const before = existing && { fields: fieldsOf(existing, present), stamps: readStamps(existing.stamps) }
    const written = stampChanges(before ?? null, after, nowMs, parts.node())
    const base: CustomerBase = {
      id: existing?.id ?? parts.newId(),
      account_no: record.accountNo,
      name: record.name,
      address: record.address,
      ward: record.ward,
      locale: record.locale,
      preferred_channel: record.preferredChannel,
      created_at_ms: existing?.created_at_ms ?? nowMs,
      updated_at_ms: existing === undefined ? nowMs : Math.max(nowMs, existing.updated_at_ms + 1),
      stamps: JSON.stringify(written.stamps),
      home_branch: existing?.home_branch ?? null,
    }
    if (existing !== undefined) store.update(base)
    const codes = existing ?? { codes_off: 0, codes_changed_at_ms: null, codes_changed_by: null }
    const row: CustomerRow = { ...codes, ...base, seq: existing?.seq ?? store.insert(base) }
    settle(row, present, wanted, existing !== undefined)
    const change: CustomerChange = {
      id: row.id,
      home: row.home_branch,
      stamp: written.stamp,
      fields: written.changed,
      seen: written.seen,
      created_at_ms: row.created_at_ms,
      updated_at_ms: row.updated_at_ms,
    }
    changes.append('customer', row.id, change)
    return row
  }

  return {
    add(fields, by) {
      const record = readFields(fields, parts.region())
      if (isRefusal(record)) return record
      return transact((): SaveOutcome => {
        if (store.byAccount(record.accountNo) !== undefined)
          return { outcome: 'refused', reason: 'account_taken', value: record.accountNo }
        const row = write(record, wantedOf(record, 'desk'), undefined, [])
        parts.audit.append({
          ...by,
          visitId: null,
          action: 'customer.added',
          subject: row.id,
          outcome: 'done',
          detail: {},
        })
        return { outcome: 'done', row }
      })
    },
    change(customerId, readAtMs, fields, by) {
      const record = readFields(fields, parts.region())
      if (isRefusal(record)) return record
      return transact((): SaveOutcome => {
        const existing = store.byId(customerId)
        if (existing === undefined) return { outcome: 'refused', reason: 'not_found' }
        if (existing.updated_at_ms !== readAtMs) return { outcome: 'refused', reason: 'changed_meanwhile' }
        const other = store.byAccount(record.accountNo)
        if (other !== undefined && other.id !== customerId)
          return { outcome: 'refused', reason: 'account_taken', value: record.accountNo }
        const present = store.contactsOf(customerId)
        const wanted = wantedOf(record, 'desk')
        if (sameFields(existing, record) && sameContacts(present, wanted)) return { outcome: 'done', row: existing }
        const refused = refuseContacts(present, wanted)
        if (refused !== null) return refused
        const row = write(record, wanted, existing, present)
        parts.audit.append({
          ...by,
          visitId: null,
          action: 'customer.changed',
          subject: row.id,
          outcome: 'done',
          detail: {},
        })
        return { outcome: 'done', row }
      })
    },
    upsert(record) {
      const existing = store.byAccount(record.accountNo)
      const fromFile = wantedOf(record, 'file')
      if (existing === undefined) {
        write(record, fromFile, undefined, [])
        return 'added'
      }
      const present = store.contactsOf(existing.id)
      // Those that stay keep their place, so that reading an export of this office changes nothing; new ones come last.
      const stays = (contact: ContactRow): boolean =>
        contact.source === 'desk' || fromFile.some((want) => want.value === contact.value)
      const added = fromFile.filter((want) => !present.some((contact) => contact.value === want.value))
      const wanted = [...present.filter(stays), ...added]
      if (sameFields(existing, record) && sameContacts(present, wanted)) return 'unchanged'
      write(record, wanted, existing, present)
      return 'changed'
    },
    register(record) {
      const nowMs = clock.now()
      const proven = wantedOf(record, 'desk').map((want) => ({ ...want, proven_at_ms: nowMs }))
      return write(record, proven, undefined, [])
    },
    replaceContact(customerId, oldContactId, added) {
      const existing = store.byId(customerId)
      if (existing === undefined) throw new Error(`no customer ${customerId}`)
      const present = store.contactsOf(customerId)
      const fresh: Wanted[] = added === null ? [] : [{ ...added, source: 'desk' }]
      const place = present.findIndex(({ id }) => id === oldContactId)
      const wanted: Wanted[] = [...present]
      wanted.splice(place < 0 ? present.length : place, place < 0 ? 0 : 1, ...fresh)
      write(recordOf(existing), wanted, existing, present)
    },
  }
}
