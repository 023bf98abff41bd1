/** Whole logs of writers whose clocks are wrong, sent once, again, and in pieces. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FieldValue, type Stamps, stampChanges } from '../../src/core/customers/change-record.ts'
import { type Conflict, firstOf, type HeldCustomer, mergeCustomer, type Offered } from '../../src/sync/merge.ts'

const hourMs = 3_600_000

/** An office with a log of one customer. Its clock may be wrong, and never goes back. */
class Writer {
  readonly log: Offered[] = []
  sent = 0
  /** Names that this office knew when it wrote another. */
  readonly replaced: FieldValue[] = []
  #nowMs: number
  #fields: Readonly<Record<string, FieldValue>> = {}
  #stamps: Stamps = {}
  readonly #node: string

  constructor(node: string, startMs: number) {
    this.#node = node
    this.#nowMs = startMs
  }

  get nowMs(): number {
    return this.#nowMs
  }

  pass(ms: number): void {
    this.#nowMs += Math.max(0, ms)
  }

  write(changes: Readonly<Record<string, string>>): void {
    const isNew = Object.keys(this.#fields).length === 0
    const after = { ...this.#fields, ...changes }
    const before = isNew ? null : { fields: this.#fields, stamps: this.#stamps }
    const written = stampChanges(before, after, this.#nowMs, this.#node)
    if (Object.keys(written.changed).length === 0) return
    if (written.changed.name !== undefined) this.replaced.push(this.#fields.name ?? null)
    this.#fields = after
    this.#stamps = written.stamps
    const { stamp, changed: fields, seen } = written
    const change = { id: 'c', home: null, stamp, fields, seen, created_at_ms: 1, updated_at_ms: 1 }
    // Other records lie between those of one customer.
    this.log.push({ change, seq: (this.log.at(-1)?.seq ?? 0) + 3 })
  }

  read(held: HeldCustomer): void {
    this.#fields = held.fields
    this.#stamps = held.stamps
  }
}

class Headquarters {
  held: HeldCustomer | null = null
  readonly conflicts: Conflict[] = []
  nowMs = 1_000 * hourMs

  /** In a meeting: its clock against the writer's. */
  take(writer: Writer, records: readonly Offered[]): void {
    const offsetMs = this.nowMs - writer.nowMs
    const trust = { nowMs: this.nowMs, offsetMs: Math.abs(offsetMs) > 5_000 ? offsetMs : 0 }
    for (const offered of records) {
      const merged = this.held === null ? firstOf(offered, trust) : mergeCustomer(this.held, offered, trust)
      if (merged === null) throw new Error('not the whole of a customer')
      this.held = merged.next
      this.conflicts.push(...merged.conflicts)
    }
  }

  meet(writer: Writer): void {
    this.take(writer, writer.log.slice(writer.sent))
    writer.sent = writer.log.length
    if (this.held !== null) writer.read(this.held)
  }
}

const words = fc.constantFrom('one', 'two', 'three', 'four')
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('write'), by: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('write'), by: fc.nat(1), ward: words }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('meet'), by: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('pass'), ms: fc.constantFrom(0, 1, 900, hourMs) }) },
  // Only ahead: an office whose machine's clock is set back goes on at its own pace.
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('leap'), by: fc.nat(1), ms: fc.constantFrom(3_000, 9_000 * hourMs) }),
  },
)
const history = fc.array(step, { minLength: 4, maxLength: 24 })
const startOff = fc.constantFrom(0, 3_000, -3_000, 400 * hourMs, -400 * hourMs)

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

function play(steps: readonly Step[], writers: readonly Writer[], hq: Headquarters): void {
  const by = (nth: number): Writer => {
    const writer = writers[nth % writers.length]
    if (writer === undefined) throw new Error('nobody writes')
    return writer
  }
  for (const [nth, each] of steps.entries()) {
    // No name is written twice, so that each can be followed.
    const name = `name ${nth}`
    if (each.does === 'write' && 'ward' in each) by(each.by).write({ name, ward: each.ward })
    else if (each.does === 'write' && 'by' in each) by(each.by).write({ name })
    else if (each.does === 'meet' && 'by' in each) hq.meet(by(each.by))
    else if (each.does === 'leap' && 'by' in each && 'ms' in each) by(each.by).pass(each.ms)
    else if ('ms' in each) {
      hq.nowMs += each.ms
      for (const writer of writers) writer.pass(each.ms)
    }
  }
  for (const writer of [...writers, ...writers]) hq.meet(writer)
}

function begun(offsets: readonly number[]): { hq: Headquarters; writers: Writer[] } {
  const hq = new Headquarters()
  const writers = offsets.map((offMs, nth) => new Writer(`n${nth}`, hq.nowMs + offMs))
  const [first] = writers
  first?.write({ account_no: 'A', name: 'zero', ward: 'zero' })
  for (const writer of writers) if (first !== undefined) hq.meet(writer === first ? first : writer)
  return { hq, writers }
}

describe('an office that writes alone', () => {
  it('ends with the last it wrote, and never in conflict with itself, whatever its clock said', () => {
    fc.assert(
      fc.property(history, startOff, (steps, offMs) => {
        const { hq, writers } = begun([offMs])
        play(steps, writers, hq)
        const last: Record<string, FieldValue> = {}
        for (const { change } of writers[0]?.log ?? []) Object.assign(last, change.fields)
        expect(hq.held?.fields).toEqual(last)
        expect(hq.conflicts).toEqual([])
      }),
      { numRuns: 400 },
    )
  })
})

describe('two offices that write at once', () => {
  it('end with one name; every other was written over by somebody who saw it, or is kept for review', () => {
    fc.assert(
      fc.property(history, startOff, startOff, (steps, one, other) => {
        const { hq, writers } = begun([one, other])
        play(steps, writers, hq)
        const seen = new Set<unknown>([hq.held?.fields.name, ...hq.conflicts.map(({ lost }) => lost)])
        for (const writer of writers) for (const name of writer.replaced) seen.add(name)
        const written = writers.flatMap(({ log }) => log.flatMap(({ change }) => change.fields.name ?? []))
        expect(written.filter((name) => !seen.has(name))).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  it('lose and double nothing when any piece of their logs, or all of it, is sent again at any time', () => {
    fc.assert(
      fc.property(
        history,
        startOff,
        startOff,
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (steps, one, other, from, to, ahead) => {
          const { hq, writers } = begun([one, other])
          play(steps, writers, hq)
          const before = hq.held
          const conflicts = hq.conflicts.length
          hq.nowMs += ahead ? 50 * hourMs : 0
          for (const writer of writers) {
            const { length } = writer.log
            const first = from % (length + 1)
            hq.take(writer, writer.log.slice(first, first + 1 + (to % (length + 1))))
            hq.take(writer, writer.log)
          }
          expect(hq.held).toEqual(before)
          expect(hq.conflicts).toHaveLength(conflicts)
        },
      ),
      { numRuns: 400 },
    )
  })
})
