/** The machine's own clock, chance, timers, PIN hash and log: the only places in the product where they are touched. */
import { randomFillSync } from 'node:crypto'
import type { Chance } from '../core/kernel/chance.ts'
import type { TimeSources } from '../core/kernel/clock.ts'
import type { Timers } from '../core/kernel/timers.ts'
import type { PinHasher } from '../core/staff/service.ts'

export const machineTime: TimeSources = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
}

/** Random bytes drawn in pages: a call to the generator costs more than the bytes. What was given out is wiped. */
export const machineChance: Chance = (() => {
  const page = new Uint8Array(4096)
  let used = page.length
  return {
    bytes(length) {
      if (length > page.length / 4) return randomFillSync(new Uint8Array(length))
      if (used + length > page.length) {
        randomFillSync(page)
        used = 0
      }
      const drawn = page.slice(used, used + length)
      page.fill(0, used, used + length)
      used += length
      return drawn
    },
  }
})()

export const machineTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
  deadline: (ms) => AbortSignal.timeout(ms),
}

/** IANA name of the machine's time zone. */
export const machineTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Argon2id at OWASP's floor: 19 MiB, 2 passes, 1 lane. Source: OWASP Password Storage Cheat Sheet. */
const argon2Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Loaded at the first PIN, not at the start. */
export const argon2Pins: PinHasher = {
  async hash(pin) {
    const argon2 = await import('@node-rs/argon2')
    return argon2.hash(pin, argon2Cost)
  },
  async verify(hash, pin) {
    const argon2 = await import('@node-rs/argon2')
    return argon2.verify(hash, pin)
  },
}
