/** UUIDv7 ids (RFC 9562 §5.7): rows made at two branches never collide, and sort by time. */
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'

export type NewId = () => string

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const h = (byte: number): string => hex[byte & 0xff] ?? '00'

/** Makes ids from the clock's milliseconds and 74 random bits each. */
export function idMaker(clock: Clock, chance: Chance): NewId {
  let pool: Uint8Array = new Uint8Array(0)
  let used = 0
  return () => {
    if (used + 10 > pool.length) {
      pool = chance.bytes(640)
      used = 0
    }
    const r = (offset: number): number => pool[used + offset] ?? 0
    const ms = clock.now()
    const time = ms.toString(16).padStart(12, '0')
    const id =
      `${time.slice(0, 8)}-${time.slice(8, 12)}-${h(0x70 | (r(0) & 0x0f))}${h(r(1))}` +
      `-${h(0x80 | (r(2) & 0x3f))}${h(r(3))}-${h(r(4))}${h(r(5))}${h(r(6))}${h(r(7))}${h(r(8))}${h(r(9))}`
    used += 10
    return id
  }
}

/** Sorts after every id made up to `ms`, and before those made later: the primary key counts as an index of age. */
export function endOfIdsAt(ms: number): string {
  const time = (ms + 1).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8, 12)}`
}
