/** How a customer that is sent as a whole, each field with its own stamp, becomes one with what headquarters holds. Pure. */
import {
  type CustomerChange,
  type FieldValue,
  type Stamps,
  sameValue,
  stampOf,
} from '../core/customers/change-record.ts'
import type { Stamp } from '../core/kernel/stamp.ts'
import { type HeldCustomer, type Merged, type StampTrust, trustedStamp } from './merge.ts'

/** The later stamp wins, field by field: both sides once had the same, and what differs since was written later on one of them. */
export function mergeWhole(
  held: HeldCustomer | undefined,
  change: CustomerChange,
  own: Stamps,
  trust: StampTrust,
): Merged {
  const trusted: Record<string, Stamp> = {}
  for (const [field, stamp] of Object.entries(own)) trusted[field] = trustedStamp(stamp, trust)
  const moved = Object.entries(own).some(([field, stamp]) => trusted[field] !== stamp)
  if (held === undefined)
    return {
      next: { fields: change.fields, stamps: trusted, heard: {} },
      changed: true,
      tellPusher: moved,
      conflicts: [],
    }
  const fields: Record<string, FieldValue> = { ...held.fields }
  const stamps: Record<string, Stamp> = { ...held.stamps }
  let changed = false
  let tellPusher = moved
  const names = new Set([...Object.keys(change.fields), ...Object.keys(held.fields), ...Object.keys(own)])
  names.delete('*')
  for (const field of names) {
    const value = change.fields[field] ?? null
    const offered = stampOf(trusted, field)
    const currentStamp = stampOf(held.stamps, field)
    if (offered > currentStamp) {
      fields[field] = value
      stamps[field] = offered
      changed = true
    } else if (offered < currentStamp || !sameValue(held.fields[field] ?? null, value)) tellPusher = true
  }
  return { next: { fields, stamps, heard: held.heard }, changed, tellPusher, conflicts: [] }
}
