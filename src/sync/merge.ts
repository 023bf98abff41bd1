/** How two branches' writings of one customer become one. Pure. See docs/decisions/0021-headquarters.md. */
import { type CustomerChange, type FieldValue, sameValue, stampOf } from '../core/customers/change-record.ts'
import { makeStamp, type Stamp, stampAfter, stampMs, stampNode } from '../core/kernel/stamp.ts'

/** A customer as headquarters holds it. */
export interface HeldCustomer {
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly stamps: Readonly<Record<string, Stamp>>
}

/** One value that was not kept. */
export interface Conflict {
  readonly field: string
  readonly kept: FieldValue
  readonly keptStamp: Stamp
  readonly lost: FieldValue
  readonly lostStamp: Stamp
}

export interface Merged {
  readonly next: HeldCustomer
  /** Headquarters' copy is another one now: other branches must hear of it. */
  readonly changed: boolean
  /** The branch that pushed holds something else than headquarters does now. */
  readonly tellPusher: boolean
  readonly conflicts: readonly Conflict[]
}

/** What a branch's stamps are worth at headquarters. */
export interface StampTrust {
  /** Headquarters' clock, epoch milliseconds. */
  readonly nowMs: number
  /** What is added to the branch's clock to make it headquarters'. 0 where the two agree well enough. */
  readonly offsetMs: number
}

/**
 * A stamp of a branch whose clock is wrong, set right as well as can be; never later than headquarters' now, so that no clock
 * can write values that nobody may overwrite for years. The counter and the writer stay.
 */
export function trustedStamp(stamp: Stamp, trust: StampTrust): Stamp {
  const ms = Math.max(0, Math.min(stampMs(stamp) + trust.offsetMs, trust.nowMs))
  return ms === stampMs(stamp) ? stamp : makeStamp(ms, Number.parseInt(stamp.slice(12, 16), 16), stampNode(stamp))
}

/** A contact that only moved in the order is no loss worth a person's time. */
const worthReview = (field: string, kept: FieldValue, lost: FieldValue): boolean =>
  !/^(email|phone):/.test(field) || (kept === null) !== (lost === null)

/** A customer that headquarters does not know yet; null where the change is not the whole of one. */
export function firstOf(change: CustomerChange, trust: StampTrust): Merged | null {
  if (typeof change.fields.account_no !== 'string' || typeof change.fields.name !== 'string') return null
  const stamp = trustedStamp(change.stamp, trust)
  return {
    next: { fields: change.fields, stamps: { '*': stamp } },
    changed: true,
    tellPusher: stamp !== change.stamp,
    conflicts: [],
  }
}

/**
 * Field by field: who wrote over the very value that headquarters holds just wrote later; else neither knew of the other, the later
 * stamp wins, and the other value is kept for review.
 */
export function mergeCustomer(held: HeldCustomer, change: CustomerChange, trust: StampTrust): Merged {
  const fields: Record<string, FieldValue> = { ...held.fields }
  const stamps: Record<string, Stamp> = { ...held.stamps }
  const conflicts: Conflict[] = []
  const node = stampNode(change.stamp)
  const offered = trustedStamp(change.stamp, trust)
  let changed = false
  let tellPusher = false
  for (const [field, value] of Object.entries(change.fields)) {
    const current = held.fields[field] ?? null
    const currentStamp = stampOf(held.stamps, field)
    if (currentStamp === offered && sameValue(current, value)) continue
    const seen = change.seen[field]
    // An office that kept no stamps yet can only have written over what it wrote itself.
    const wroteOver =
      currentStamp === '' ||
      (seen === null || seen === undefined ? stampNode(currentStamp) === node : seen === currentStamp)
    if (wroteOver || sameValue(current, value)) {
      const stamp = offered > currentStamp ? offered : stampAfter(0, [currentStamp], node)
      fields[field] = value
      stamps[field] = stamp
      changed = true
      if (stamp !== change.stamp) tellPusher = true
      continue
    }
    const wins = offered > currentStamp
    if (worthReview(field, wins ? value : current, wins ? current : value)) {
      conflicts.push(
        wins
          ? { field, kept: value, keptStamp: offered, lost: current, lostStamp: currentStamp }
          : { field, kept: current, keptStamp: currentStamp, lost: value, lostStamp: offered },
      )
    }
    if (wins) {
      fields[field] = value
      stamps[field] = offered
      changed = true
    }
    tellPusher = true
  }
  return { next: { fields, stamps }, changed, tellPusher, conflicts }
}
