/** How two branches' writings of one customer become one. Pure. See docs/decisions/0021-headquarters.md. */
import { type CustomerChange, type FieldValue, sameValue, stampOf } from '../core/customers/change-record.ts'
import { makeStamp, type Stamp, stampAfter, stampMs, stampNode } from '../core/kernel/stamp.ts'

/** A customer as headquarters holds it. */
export interface HeldCustomer {
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly stamps: Readonly<Record<string, Stamp>>
  /** Who wrote, by the name in the stamps, to the place in that writer's log up to which all is merged into this. */
  readonly heard: Readonly<Record<string, number>>
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

/** One record of a branch's log about a customer. */
export interface Offered {
  readonly change: CustomerChange
  /** Its place in its writer's log; null where it was parked and is tried again, after others that followed it. */
  readonly seq: number | null
}

const heardNow = (held: HeldCustomer['heard'], node: string, seq: number | null): HeldCustomer['heard'] =>
  seq === null ? held : { ...held, [node]: seq }

/** A customer that headquarters does not know yet; null where the change is not the whole of one. */
export function firstOf({ change, seq }: Offered, trust: StampTrust): Merged | null {
  if (typeof change.fields.account_no !== 'string' || typeof change.fields.name !== 'string') return null
  const stamp = trustedStamp(change.stamp, trust)
  const heard = heardNow({}, stampNode(change.stamp), seq)
  return {
    next: { fields: change.fields, stamps: { '*': stamp }, heard },
    changed: true,
    tellPusher: stamp !== change.stamp,
    conflicts: [],
  }
}

/**
 * Field by field. A record that was heard before is old news, whoever sends it again. What one writer wrote counts in the order of
 * its log, whatever its clock said; who wrote over the very value that headquarters holds just wrote later. Else neither knew of the
 * other: the later stamp wins, and the other value is kept for review.
 */
export function mergeCustomer(held: HeldCustomer, { change, seq }: Offered, trust: StampTrust): Merged {
  const node = stampNode(change.stamp)
  if (seq !== null && seq <= (held.heard[node] ?? 0)) {
    const isCurrent = Object.keys(change.fields).every((field) => stampOf(held.stamps, field) === change.stamp)
    return { next: held, changed: false, tellPusher: !isCurrent, conflicts: [] }
  }
  const fields: Record<string, FieldValue> = { ...held.fields }
  const stamps: Record<string, Stamp> = { ...held.stamps }
  const conflicts: Conflict[] = []
  const offered = trustedStamp(change.stamp, trust)
  let changed = false
  let tellPusher = false
  for (const [field, value] of Object.entries(change.fields)) {
    const current = held.fields[field] ?? null
    const currentStamp = stampOf(held.stamps, field)
    if (currentStamp === offered && sameValue(current, value)) continue
    const isOwn = stampNode(currentStamp) === node
    const isLater = offered > currentStamp
    const wroteOver = currentStamp === '' || (isOwn ? seq !== null || isLater : change.seen[field] === currentStamp)
    if (wroteOver || sameValue(current, value)) {
      const stamp = isLater ? offered : stampAfter(0, [currentStamp], node)
      fields[field] = value
      stamps[field] = stamp
      changed = true
      if (stamp !== change.stamp) tellPusher = true
      continue
    }
    tellPusher = true
    // Tried again after what the same writer wrote later.
    if (isOwn) continue
    if (worthReview(field, isLater ? value : current, isLater ? current : value)) {
      conflicts.push(
        isLater
          ? { field, kept: value, keptStamp: offered, lost: current, lostStamp: currentStamp }
          : { field, kept: current, keptStamp: currentStamp, lost: value, lostStamp: offered },
      )
    }
    if (isLater) {
      fields[field] = value
      stamps[field] = offered
      changed = true
    }
  }
  return { next: { fields, stamps, heard: heardNow(held.heard, node, seq) }, changed, tellPusher, conflicts }
}
