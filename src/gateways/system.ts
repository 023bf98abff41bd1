/** The machine's own clock, chance, timers, PIN hash and log: the only places in the product where they are touched. */
import { randomFillSync } from 'node:crypto'
import type { Chance } from '../core/kernel/chance.ts'
import type { TimeSources } from '../core/kernel/clock.ts'
import type { Timers } from '../core/kernel/timers.ts'
import type { SecretHasher } from '../core/staff/passwords.ts'

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
export const argon2Pins: SecretHasher = {
  async hash(pin) {
    const argon2 = await import('@node-rs/argon2')
    return argon2.hash(pin, argon2Cost)
  },
  async verify(hash, pin) {
    const argon2 = await import('@node-rs/argon2')
    return argon2.verify(hash, pin)
  },
}

/** What a password's hash should take on this machine. */
const passwordMs = 250
/** More memory than this at a time would be felt on a small counter machine. */
const mostMemoryKiB = 65_536

/**
 * The cost of a hash that takes about a quarter of a second where the floor takes `floorMs`: first more memory, which
 * costs an attacker most, then more passes. Never below the floor.
 */
export function argon2CostFor(floorMs: number): { memoryCost: number; timeCost: number; parallelism: number } {
  const { memoryCost: floorKiB, timeCost: floorPasses, parallelism } = argon2Cost
  const budget = floorKiB * floorPasses * (passwordMs / Math.max(floorMs, 0.1))
  const memoryCost = Math.round(Math.min(mostMemoryKiB, Math.max(floorKiB, budget / floorPasses)))
  const timeCost = Math.min(20, Math.max(floorPasses, Math.round(budget / memoryCost)))
  return { memoryCost, timeCost, parallelism }
}

type Argon2Cost = ReturnType<typeof argon2CostFor>

/** In Argon2's own threads. The quickest of three: a busy moment must not make every later hash a cheap one. */
async function measure(): Promise<Argon2Cost> {
  const argon2 = await import('@node-rs/argon2')
  let quickestMs = Number.POSITIVE_INFINITY
  for (let nth = 0; nth < 3; nth += 1) {
    const beganMs = performance.now()
    await argon2.hash('measured', argon2Cost)
    quickestMs = Math.min(quickestMs, performance.now() - beganMs)
  }
  return argon2CostFor(quickestMs)
}

/** What a hash of that form costs, in KiB written; 0 for another form. Source: PHC string format. */
function workOf(hash: string): number {
  const [, memory = '0', passes = '0'] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(hash) ?? []
  return Number(memory) * Number(passes)
}

/** Hashes of passwords, at a cost measured on this machine. `ready` measures ahead of the first one. */
export function argon2Passwords(): SecretHasher & { ready(): Promise<void> } {
  let measured: Promise<Argon2Cost> | null = null
  const cost = (): Promise<Argon2Cost> => {
    measured ??= measure()
    return measured
  }
  return {
    async hash(password) {
      const argon2 = await import('@node-rs/argon2')
      return argon2.hash(password, await cost())
    },
    verify: argon2Pins.verify,
    async outdated(hash) {
      const { memoryCost, timeCost } = await cost()
      return workOf(hash) * 2 < memoryCost * timeCost
    },
    async ready() {
      await cost()
    },
  }
}
