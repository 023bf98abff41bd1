/** Customers of a file, upserted at headquarters by account number. A field that differs is written with headquarters' stamp. */
import type { CountryCode } from 'libphonenumber-js/max'
import {
  type ContactMark,
  customerFields,
  type FieldValue,
  type Stamps,
  sameValue,
  stampChanges,
} from '../../core/customers/change-record.ts'
import type { CustomerRecord } from '../../core/customers/read-fields.ts'
import type { NewId } from '../../core/kernel/ids.ts'
import { done } from '../../core/kernel/outcome.ts'
import type { CustomerColumn } from '../../core/transfers/columns.ts'
import { parseCustomerRow } from '../../core/transfers/parse-customer-row.ts'
import type { SeenKeys } from '../../core/transfers/seen-keys.ts'
import { type FedBranch, feed, headquartersNode, rowTaker, type Taken } from './import-rows.ts'

type Fields = Readonly<Record<string, FieldValue>>

interface HeldRow {
  readonly nth: number
  readonly id: string
  readonly account_no: string
  readonly name: string
  readonly address: string
  readonly ward: string
  readonly locale: string | null
  readonly preferred_channel: string | null
  readonly contacts: Readonly<Record<string, ContactMark>>
  readonly stamps: Stamps
}

interface Written {
  readonly id: string
  readonly fields: Fields
  readonly stamps: Stamps
}

const heldFields = (row: HeldRow): Fields => {
  const fields: Record<string, FieldValue> = { ...row.contacts }
  for (const field of customerFields) fields[field] = row[field]
  return fields
}

/** As an office's own import does: what staff added stays, and keeps its place; what only an older file had goes. */
function wantedFields(record: CustomerRecord, held: Readonly<Record<string, ContactMark>>): Fields {
  const fields: Record<string, FieldValue> = {
    account_no: record.accountNo,
    name: record.name,
    address: record.address,
    ward: record.ward,
    locale: record.locale,
    preferred_channel: record.preferredChannel,
  }
  const names = [
    ...new Set([...record.emails.map((value) => `email:${value}`), ...record.phones.map((value) => `phone:${value}`)]),
  ]
  const stays = Object.entries(held)
    .filter(([name, mark]) => mark.source === 'desk' || names.includes(name))
    .sort(([, a], [, b]) => a.position - b.position)
  const added = names
    .filter((name) => held[name] === undefined)
    .map((name) => [name, { position: 0, source: 'file', provenAtMs: null }] as const)
  for (const [position, [name, mark]] of [...stays, ...added].entries()) fields[name] = { ...mark, position }
  return fields
}

const same = (a: Fields, b: Fields): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((field) => sameValue(a[field] ?? null, b[field] ?? null))

export interface CustomerImport extends FedBranch {
  readonly newId: NewId
  readonly seen: SeenKeys
  readonly region: CountryCode | ''
  /** Headquarters' clock, epoch milliseconds. */
  readonly nowMs: () => number
}

export function customerTaker(parts: CustomerImport) {
  const { client, branchId } = parts
  return rowTaker<CustomerColumn, CustomerRecord>(parts, parts.seen, {
    keyColumn: 'account_no',
    parse: (cells) => parseCustomerRow(cells, parts.region),
    keyOf: (record) => record.accountNo,
    async save(asked) {
      const { rows } = await client.query<HeldRow>(
        `SELECT u.nth, c.id, c.account_no, c.name, c.address, c.ward, c.locale, c.preferred_channel, c.contacts, c.stamps
         FROM unnest($2::text[]) WITH ORDINALITY AS u (account_no, nth)
         JOIN counterfoil.customer c ON c.branch_id = $1 AND lower(c.account_no) = lower(u.account_no)
         ORDER BY c.branch_id, c.id FOR UPDATE OF c`,
        [branchId, asked.map(({ record }) => record.accountNo)],
      )
      const held = new Map(rows.toReversed().map((row) => [row.nth - 1, row]))
      const nowMs = parts.nowMs()
      const added: Written[] = []
      const changed: Written[] = []
      const answers = asked.map(({ record }, at): Taken => {
        const row = held.get(at)
        const fields = wantedFields(record, row?.contacts ?? {})
        if (row === undefined) {
          const { stamps } = stampChanges(null, fields, nowMs, headquartersNode)
          added.push({ id: parts.newId(), fields, stamps })
          return 'added'
        }
        const before = { fields: heldFields(row), stamps: row.stamps }
        if (same(before.fields, fields)) return 'unchanged'
        const { stamps } = stampChanges(before, fields, nowMs, headquartersNode)
        changed.push({ id: row.id, fields, stamps })
        return 'changed'
      })
      await insert(parts, added)
      await update(parts, changed)
      await feed(
        parts,
        'customer',
        [...added, ...changed].map(({ id }) => id),
      )
      return answers.map(done)
    },
  })
}

const names = 'id, account_no, name, address, ward, locale, preferred_channel, contacts, stamps'
const arrays =
  '$2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[], $10::jsonb[]'

function values(branchId: string, list: readonly Written[]): unknown[] {
  const contactsOf = (fields: Fields): string =>
    JSON.stringify(
      Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === 'object' && value !== null)),
    )
  return [
    branchId,
    list.map(({ id }) => id),
    ...customerFields.map((field) => list.map(({ fields }) => fields[field] ?? null)),
    list.map(({ fields }) => contactsOf(fields)),
    list.map(({ stamps }) => JSON.stringify(stamps)),
  ]
}

async function insert({ client, branchId }: FedBranch, list: readonly Written[]): Promise<void> {
  if (list.length === 0) return
  await client.query(
    `INSERT INTO counterfoil.customer (branch_id, ${names}, created_at, updated_at)
     SELECT $1, u.*, now(), now() FROM unnest(${arrays}) AS u (${names})`,
    values(branchId, list),
  )
}

async function update({ client, branchId }: FedBranch, list: readonly Written[]): Promise<void> {
  if (list.length === 0) return
  await client.query(
    `UPDATE counterfoil.customer c SET account_no = u.account_no, name = u.name, address = u.address, ward = u.ward,
       locale = u.locale, preferred_channel = u.preferred_channel, contacts = u.contacts, stamps = u.stamps,
       updated_at = greatest(now(), c.updated_at), written_at = now()
     FROM unnest(${arrays}) AS u (${names}) WHERE c.branch_id = $1 AND c.id = u.id`,
    values(branchId, list),
  )
}
