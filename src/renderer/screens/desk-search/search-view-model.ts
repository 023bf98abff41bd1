/** The search box: asks at every keystroke and shows the answer to the latest one only. */
import { createStore } from 'zustand/vanilla'
import type { CustomerHit } from '../../../contract/customers.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

/** Fewer characters would match half of the register. */
export const shortestQuery = 2

type SearchResult =
  | { readonly kind: 'idle' }
  /** The first answer is still on its way. Later keystrokes keep the last answer on screen instead, so nothing flickers. */
  | { readonly kind: 'searching' }
  | { readonly kind: 'found'; readonly hits: readonly CustomerHit[]; readonly more: boolean }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed'; readonly failure: Problem }

interface SearchModel {
  readonly query: string
  readonly result: SearchResult
  /** Index of the hit that Enter would choose. */
  readonly active: number
  type(query: string): void
  move(step: 1 | -1): void
  point(index: number): void
  /** Enter. A card scanner sends it before the answer is there, so the choice then waits for the answer. */
  enter(): void
  pick(hit: CustomerHit): void
  again(): void
  clear(): void
}

export function createSearchModel(ports: Pick<DeskPorts, 'client'>, onPick: (customerId: string) => void) {
  return createStore<SearchModel>()((set, get) => {
    let latest: AbortController | null = null
    let answered = ''
    let enterWaits = false

    const stop = () => {
      latest?.abort()
      latest = null
      enterWaits = false
    }

    const show = (query: string, hits: readonly CustomerHit[], more: boolean) => {
      answered = query
      set({ result: hits.length > 0 ? { kind: 'found', hits, more } : { kind: 'nothing' }, active: 0 })
      // An Enter from before the answer is a scanner's; it may choose only where no one else could be meant.
      const [only] = hits
      if (enterWaits && only && (hits.length === 1 || only.accountNo === query)) get().pick(only)
      enterWaits = false
    }

    const ask = async (query: string) => {
      stop()
      const mine = new AbortController()
      latest = mine
      const { kind } = get().result
      if (kind === 'idle' || kind === 'failed') set({ result: { kind: 'searching' } })
      try {
        const { hits, more } = await ports.client.customers.search({ query }, { signal: mine.signal })
        if (latest === mine) show(query, hits, more)
      } catch (error) {
        if (latest === mine) set({ result: { kind: 'failed', failure: problemOf(error) } })
      }
    }

    return {
      query: '',
      result: { kind: 'idle' },
      active: 0,
      type: (query) => {
        set({ query })
        if (query.trim().length >= shortestQuery) return void ask(query.trim())
        stop()
        set({ result: { kind: 'idle' }, active: 0 })
      },
      move: (step) => {
        const { result, active } = get()
        if (result.kind !== 'found') return
        set({ active: Math.min(Math.max(active + step, 0), result.hits.length - 1) })
      },
      point: (index) => set({ active: index }),
      enter: () => {
        const { result, active, query } = get()
        if (query.trim().length < shortestQuery) return
        if (result.kind === 'failed') return get().again()
        if (answered !== query.trim()) {
          enterWaits = true
          return
        }
        const hit = result.kind === 'found' ? result.hits[active] : undefined
        if (hit) get().pick(hit)
      },
      pick: (hit) => {
        get().clear()
        onPick(hit.customerId)
      },
      again: () => void ask(get().query.trim()),
      clear: () => {
        stop()
        answered = ''
        set({ query: '', result: { kind: 'idle' }, active: 0 })
      },
    }
  })
}

export type SearchStore = ReturnType<typeof createSearchModel>
