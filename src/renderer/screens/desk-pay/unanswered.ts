/**
 * Payments whose answer is still out, kept over a page or a program that dies meanwhile: the key, the amount, and nothing of
 * the customer. What became of each is asked for as soon as someone signs in again. A browser writes this to disk seconds
 * later: what a crash of the whole computer takes along, the office itself has kept (`payments.untold`).
 */

export interface Unanswered {
  readonly key: string
  readonly amountMinor: number
}

export interface UnansweredStore {
  put(payment: Unanswered): void
  forget(key: string): void
  all(): readonly Unanswered[]
}

const name = 'counterfoil.unanswered'
/** More than can be under way at one desk. */
const mostKept = 20

function isUnanswered(value: unknown): value is Unanswered {
  if (typeof value !== 'object' || value === null) return false
  return typeof Reflect.get(value, 'key') === 'string' && Number.isSafeInteger(Reflect.get(value, 'amountMinor'))
}

export function unansweredIn(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): UnansweredStore {
  const all = (): Unanswered[] => {
    try {
      const kept: unknown = JSON.parse(storage.getItem(name) ?? '[]')
      return Array.isArray(kept) ? kept.filter(isUnanswered) : []
    } catch {
      return []
    }
  }
  const write = (kept: readonly Unanswered[]): void => {
    try {
      if (kept.length === 0) storage.removeItem(name)
      else storage.setItem(name, JSON.stringify(kept.slice(-mostKept)))
    } catch {
      // A browser that keeps nothing; the visit's own list of payments still tells.
    }
  }
  return {
    all,
    put: ({ key, amountMinor }) => write([...all().filter((each) => each.key !== key), { key, amountMinor }]),
    forget: (key) => write(all().filter((each) => each.key !== key)),
  }
}
