/** Pure decisions of a change of contact: which codes it needs, and which are still missing. */
import type { ChangeBegun, ChangeSide } from '../../contract/identity.ts'
import type { Identifier } from '../visits/verification-rules.ts'
import type { ContactChangeRow } from './contact-change-store.ts'
import type { ContactRow } from './store.ts'

export type NewContact = Extract<Identifier, { kind: 'email' | 'phone' }>

/** The codes that have not been read back yet, the old contact's first. */
export function missing(change: ContactChangeRow): ChangeSide[] {
  const sides: ChangeSide[] = []
  if (change.old_contact_id !== null && change.old_proven_at_ms === null) sides.push('old')
  if (change.new_value !== null && change.new_proven_at_ms === null) sides.push('new')
  return sides
}

/** Why a change cannot begin; null where it can. */
export function refuseChange(
  present: readonly ContactRow[],
  old: ContactRow | null,
  fresh: NewContact | null,
): Extract<ChangeBegun, { outcome: 'refused' }> | null {
  if (fresh === null && old === null) return { outcome: 'refused', reason: 'malformed' }
  if (fresh !== null && present.some((contact) => contact.value === fresh.value))
    return { outcome: 'refused', reason: 'already_there' }
  return fresh === null && present.length === 1 ? { outcome: 'refused', reason: 'last_contact' } : null
}
