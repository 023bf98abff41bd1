/** Pure decisions about contacts: what a clerk may correct, and what only a code or a second person may change. */
import type { CustomerRefusal } from '../../contract/customers.ts'
import type { ContactRow } from './store.ts'

/** A contact a customer shall have. A contact that stays keeps the source and the proof it had. */
export type Wanted = Pick<ContactRow, 'kind' | 'value' | 'source' | 'proven_at_ms'>

/**
 * Contacts that nobody proved may be corrected freely. A proven one stays until a code to it, or a second person, lets it
 * go; and beside a proven one no further contact comes in unproven: it would receive the customer's codes.
 */
export function refuseContacts(present: readonly ContactRow[], wanted: readonly Wanted[]): CustomerRefusal | null {
  const proven = present.filter((contact) => contact.proven_at_ms !== null)
  if (proven.length === 0) return null
  const gone = present.filter((contact) => !wanted.some((want) => want.value === contact.value))
  const lost = gone.find((contact) => contact.proven_at_ms !== null)
  if (lost !== undefined) return { outcome: 'refused', reason: 'proven_contact', value: lost.value }
  const added = wanted.filter((want) => !present.some((contact) => contact.value === want.value))
  for (const kind of ['email', 'phone'] as const) {
    const corrected = gone.filter((contact) => contact.kind === kind).length
    const extra = added.filter((want) => want.kind === kind)[corrected]
    if (extra !== undefined) return { outcome: 'refused', reason: 'needs_proof', value: extra.value }
  }
  return null
}
