/** Randomness as a parameter. Only hosts make a real source. */
export interface Chance {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array
}

/** An unpredictable whole number from 0 up to, not including, `limit` (at most 2^32), without modulo bias. */
export function randomBelow(chance: Chance, limit: number): number {
  const ceiling = 2 ** 32 - (2 ** 32 % limit)
  for (;;) {
    const b = chance.bytes(4)
    const value = (((b[0] ?? 0) << 24) | ((b[1] ?? 0) << 16) | ((b[2] ?? 0) << 8) | (b[3] ?? 0)) >>> 0
    if (value < ceiling) return value % limit
  }
}
