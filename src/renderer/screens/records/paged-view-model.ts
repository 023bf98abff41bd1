/** A list that grows page by page, searched and filtered. An answer may be short and still have a next one; then it asks on by itself. */
import { createStore } from 'zustand/vanilla'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

export interface Page<Item, Cursor> {
  readonly items: readonly Item[]
  readonly next: Cursor | null
}

export type PagedState<Item, Cursor> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      readonly items: readonly Item[]
      readonly next: Cursor | null
      /** More is being looked for. */
      readonly busy: boolean
      /** Looking for more failed; what was found stays. */
      readonly failure: Problem | null
    }

export interface PagedModel<Filter, Item, Cursor> {
  readonly filter: Filter
  readonly list: PagedState<Item, Cursor>
  /** The entry whose details are open. */
  readonly open: string | null
  /** Typed words wait for the next letter; a chosen filter does not. */
  set(changes: Partial<Filter>, typed?: boolean): void
  load(): Promise<void>
  more(): Promise<void>
  toggle(id: string): void
}

/** A screen's worth: below it a short answer is asked on for. */
const enough = 25
const letterMs = 250

export function createPagedModel<Filter extends object, Item, Cursor>(
  ports: Pick<DeskPorts, 'after'>,
  first: Filter,
  ask: (filter: Filter, after: Cursor | null) => Promise<Page<Item, Cursor>>,
) {
  return createStore<PagedModel<Filter, Item, Cursor>>()((set, get) => {
    let latest = 0
    let callOff = (): void => {}

    const fetchFrom = async (before: readonly Item[], cursor: Cursor | null): Promise<void> => {
      latest += 1
      const mine = latest
      const { filter } = get()
      let items = before
      let next = cursor
      try {
        do {
          const page = await ask(filter, next)
          if (mine !== latest) return
          items = [...items, ...page.items]
          next = page.next
          const busy = next !== null && items.length < before.length + enough
          set({ list: { kind: 'shown', items, next, busy, failure: null } })
          if (!busy) return
        } while (next !== null)
      } catch (error) {
        if (mine !== latest) return
        const failure = problemOf(error)
        set({
          list: items.length === 0 ? { kind: 'failed', failure } : { kind: 'shown', items, next, busy: false, failure },
        })
      }
    }

    return {
      filter: first,
      list: { kind: 'loading' },
      open: null,
      set: (changes, typed = false) => {
        latest += 1
        callOff()
        set({ filter: { ...get().filter, ...changes }, open: null })
        callOff = ports.after(typed ? letterMs : 0, () => void get().load())
      },
      load: async () => {
        set({ list: { kind: 'loading' } })
        await fetchFrom([], null)
      },
      more: async () => {
        const { list } = get()
        if (list.kind !== 'shown' || list.busy || list.next === null) return
        set({ list: { ...list, busy: true, failure: null } })
        await fetchFrom(list.items, list.next)
      },
      toggle: (id) => set({ open: get().open === id ? null : id }),
    }
  })
}
