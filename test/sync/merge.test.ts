import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FieldValue } from '../../src/core/customers/change-record.ts'
import { makeStamp, stampMs } from '../../src/core/kernel/stamp.ts'
import { firstOf, type HeldCustomer, mergeCustomer, type Offered, trustedStamp } from '../../src/sync/merge.ts'

const trust = { nowMs: 1_000_000, offsetMs: 0 }
const at = (ms: number, node: string): string => makeStamp(ms, 0, node)

const held = (fields: Record<string, FieldValue>, stamps: Record<string, string>): HeldCustomer => ({
  fields,
  stamps,
  heard: {},
})

let lastSeq = 0

const change = (
  stamp: string,
  fields: Record<string, FieldValue>,
  seen: Record<string, string | null>,
  seq: number | null = ++lastSeq,
): Offered => ({ change: { id: 'c', home: null, stamp, fields, seen, created_at_ms: 1, updated_at_ms: 1 }, seq })

describe('a change of a customer', () => {
  it('over the very value that headquarters holds is simply the later one, whatever its clock says', () => {
    const now = held({ name: 'Asha' }, { '*': at(500, 'a') })
    const merged = mergeCustomer(now, change(at(900, 'b'), { name: 'Asha D' }, { name: at(500, 'a') }), trust)
    expect(merged).toEqual({
      next: { fields: { name: 'Asha D' }, stamps: { '*': at(500, 'a'), name: at(900, 'b') }, heard: { b: lastSeq } },
      changed: true,
      tellPusher: false,
      conflicts: [],
    })
    const slow = mergeCustomer(now, change(at(100, 'b'), { name: 'Asha D' }, { name: at(500, 'a') }), trust)
    expect(slow.next.fields.name).toBe('Asha D')
    // A stamp never goes back, so the branch must learn the one its value has now.
    expect((slow.next.stamps.name ?? '') > at(500, 'a')).toBe(true)
    expect(slow.tellPusher).toBe(true)
  })

  it('that did not know of the present value wins by the later stamp; the other value is kept for review', () => {
    const now = held({ name: 'Asha A', ward: 'w' }, { '*': at(1, 'a'), name: at(500, 'a') })
    const wins = mergeCustomer(now, change(at(600, 'b'), { name: 'Asha B' }, { name: at(1, 'a') }), trust)
    expect(wins.next.fields.name).toBe('Asha B')
    expect(wins.conflicts).toEqual([
      { field: 'name', kept: 'Asha B', keptStamp: at(600, 'b'), lost: 'Asha A', lostStamp: at(500, 'a') },
    ])
    const loses = mergeCustomer(now, change(at(400, 'b'), { name: 'Asha B' }, { name: at(1, 'a') }), trust)
    expect(loses.next).toEqual({ ...now, heard: { b: lastSeq } })
    expect(loses.changed).toBe(false)
    expect(loses.tellPusher).toBe(true)
    expect(loses.conflicts).toEqual([
      { field: 'name', kept: 'Asha A', keptStamp: at(500, 'a'), lost: 'Asha B', lostStamp: at(400, 'b') },
    ])
  })

  it('merges field by field: what the other branch did not touch stays', () => {
    const now = held({ name: 'Asha', ward: 'w2' }, { '*': at(1, 'a'), ward: at(500, 'a') })
    const merged = mergeCustomer(now, change(at(400, 'b'), { name: 'Asha B' }, { name: at(1, 'a') }), trust)
    expect(merged.next.fields).toEqual({ name: 'Asha B', ward: 'w2' })
    expect(merged.conflicts).toEqual([])
  })

  it('to the same value is no conflict, and sent twice it changes nothing', () => {
    const now = held({ name: 'Asha' }, { '*': at(1, 'a') })
    const offered = change(at(400, 'b'), { name: 'Asha B' }, { name: at(1, 'a') })
    const first = mergeCustomer(now, offered, trust)
    const again = mergeCustomer(first.next, offered, trust)
    expect(again).toEqual({ next: first.next, changed: false, tellPusher: false, conflicts: [] })
    const same = mergeCustomer(first.next, change(at(300, 'c'), { name: 'Asha B' }, { name: at(1, 'a') }), trust)
    expect(same.conflicts).toEqual([])
  })

  it('keeps a contact that one branch removed and another did not touch removed; a mere change of order is not for review', () => {
    const mark = { position: 0, source: 'desk', provenAtMs: null } as const
    const now = held({ 'email:a@b.example': mark }, { '*': at(1, 'a') })
    const removed = mergeCustomer(
      now,
      change(at(400, 'b'), { 'email:a@b.example': null }, { 'email:a@b.example': at(1, 'a') }),
      trust,
    )
    expect(removed.next.fields['email:a@b.example']).toBeNull()
    const moved = change(
      at(300, 'c'),
      { 'email:a@b.example': { ...mark, position: 1 } },
      { 'email:a@b.example': at(1, 'a') },
    )
    const late = mergeCustomer(removed.next, moved, trust)
    expect(late.next.fields['email:a@b.example']).toBeNull()
    expect(late.conflicts).toHaveLength(1)
    const both = mergeCustomer(
      held({ 'email:a@b.example': { ...mark, position: 2 } }, { '*': at(350, 'a') }),
      moved,
      trust,
    )
    expect(both.conflicts).toEqual([])
  })

  it('of an office that kept no stamps yet is over what it wrote itself, and a conflict with what another wrote', () => {
    const seen = { name: null }
    const own = mergeCustomer(held({ name: 'x' }, { '*': at(9, 'b') }), change(at(10, 'b'), { name: 'y' }, seen), trust)
    expect([own.next.fields.name, own.conflicts.length]).toEqual(['y', 0])
    const other = mergeCustomer(
      held({ name: 'x' }, { '*': at(9, 'a') }),
      change(at(10, 'b'), { name: 'y' }, seen),
      trust,
    )
    expect([other.next.fields.name, other.conflicts.length]).toEqual(['y', 1])
  })

  it('begins a customer only where it is the whole of one', () => {
    const whole = firstOf(change(at(5, 'b'), { account_no: 'A', name: 'N' }, {}), trust)
    expect(whole?.next.stamps).toEqual({ '*': at(5, 'b') })
    expect(firstOf(change(at(5, 'b'), { name: 'N' }, {}), trust)).toBeNull()
  })
})

describe('a wrong clock', () => {
  it('a year ahead cannot write what nobody may overwrite', () => {
    const ahead = change(at(40_000_000_000, 'b'), { name: 'B' }, { name: at(1, 'a') })
    const poisoned = mergeCustomer(held({ name: 'A' }, { '*': at(1, 'a') }), ahead, trust)
    expect(stampMs(poisoned.next.stamps.name ?? '')).toBeLessThanOrEqual(trust.nowMs)
    const later = { nowMs: 1_000_500, offsetMs: 0 }
    const next = mergeCustomer(poisoned.next, change(at(1_000_400, 'c'), { name: 'C' }, { name: at(1, 'a') }), later)
    expect(next.next.fields.name).toBe('C')
  })

  it('is set right by the measured offset, in both directions', () => {
    expect(stampMs(trustedStamp(at(900_000, 'b'), { nowMs: 1_000_000, offsetMs: -300_000 }))).toBe(600_000)
    expect(stampMs(trustedStamp(at(100_000, 'b'), { nowMs: 1_000_000, offsetMs: 700_000 }))).toBe(800_000)
    expect(trustedStamp(at(100, 'b'), { nowMs: 1_000_000, offsetMs: -300_000 })).toBe(at(0, 'b'))
  })
})

it('two writings that know nothing of each other end in the same value, whichever arrives first; nothing is lost unseen', () => {
  const field = fc.record({ ms: fc.integer({ min: 2, max: 900 }), value: fc.constantFrom('x', 'y', 'z') })
  fc.assert(
    fc.property(field, field, (one, other) => {
      const start = held({ name: 'start' }, { '*': at(1, 'a') })
      const a = change(at(one.ms, 'a'), { name: one.value }, { name: at(1, 'a') })
      const b = change(at(other.ms, 'b'), { name: other.value }, { name: at(1, 'a') })
      const ab = mergeCustomer(mergeCustomer(start, a, trust).next, b, trust)
      const ba = mergeCustomer(mergeCustomer(start, b, trust).next, a, trust)
      expect(ab.next.fields).toEqual(ba.next.fields)
      for (const merged of [ab, ba]) {
        const seen = [merged.next.fields.name, ...merged.conflicts.map(({ lost }) => lost)]
        expect(seen).toEqual(expect.arrayContaining([one.value, other.value]))
      }
    }),
  )
})
