/** What was written here and headquarters has not judged yet: nothing that comes from there may overwrite it. */
import type { CustomerChange } from '../core/customers/change-record.ts'
import type { MeetingParts } from './parts.ts'
import type { LogRecord } from './records.ts'

interface Pending {
  fieldsOf(customerId: string): ReadonlySet<string>
  hasBill(billId: string): boolean
}

/** Reads on in the change log whenever it is asked: the counter works meanwhile. */
export function pendingHere(parts: MeetingParts): Pending {
  const fields = new Map<string, Set<string>>()
  const bills = new Set<string>()
  let readSeq = parts.store.lane(2).acked_seq
  const none: ReadonlySet<string> = new Set()
  function note({ entity, entity_id, body }: LogRecord): void {
    if (entity === 'bill') bills.add(entity_id)
    if (entity !== 'customer') return
    const change: Partial<CustomerChange> = JSON.parse(body)
    const known = fields.get(entity_id) ?? new Set<string>()
    for (const field of Object.keys(change.fields ?? {})) known.add(field)
    fields.set(entity_id, known)
  }
  function readOn(): void {
    for (;;) {
      const records = parts.store.log(2, readSeq, 1_000)
      for (const record of records) note(record)
      readSeq = records.at(-1)?.seq ?? readSeq
      if (records.length < 1_000) return
    }
  }
  return {
    fieldsOf(customerId) {
      readOn()
      return fields.get(customerId) ?? none
    },
    hasBill(billId) {
      readOn()
      return bills.has(billId)
    },
  }
}
