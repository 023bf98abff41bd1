/** The administrator's view of headquarters: how the office stands, what was left over, what is to settle, and the ways in and out. */
import { createStore } from 'zustand/vanilla'
import type { MeetingStatus, MergeConflict, ParkedRecord } from '../../../contract/headquarters.ts'
import type { Client } from '../../client/client.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

type Refusal<Name extends 'join' | 'resolve'> = Extract<
  Awaited<ReturnType<Client['headquarters'][Name]>>,
  { outcome: 'refused' }
>

export interface Listed<Row> {
  readonly rows: readonly Row[]
  readonly more: boolean
}

export type HeadquartersShown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | {
      readonly kind: 'shown'
      readonly status: MeetingStatus
      readonly parked: Listed<ParkedRecord>
      readonly conflicts: Listed<MergeConflict>
    }

export type JoinStep =
  | { readonly kind: 'editing' | 'joining' }
  | { readonly kind: 'refused'; readonly reason: Refusal<'join'>['reason']; readonly words: string }
  | { readonly kind: 'failed'; readonly failure: Problem }

export type HeadquartersDialog = 'none' | 'leave' | 'take_over'

type PagedList = 'parked' | 'conflicts'

interface HeadquartersModel {
  readonly shown: HeadquartersShown
  readonly code: string
  /** Null where headquarters' certificate comes from an authority that everybody knows. */
  readonly ca: string | null
  readonly joinStep: JoinStep
  /** Minutes as typed; null where nothing is. */
  readonly everyMinutes: number | null
  readonly scheduleSaved: boolean
  readonly dialog: HeadquartersDialog
  /** How many pages of each list are on screen. */
  readonly pages: Readonly<Record<PagedList, number>>
  readonly busy: boolean
  /** What was asked and could not be done. */
  readonly failure: Problem | null
  readonly conflictRefused: { readonly conflictId: string; readonly reason: Refusal<'resolve'>['reason'] } | null
  load(): Promise<void>
  type(changes: { readonly code?: string; readonly ca?: string | null }): void
  join(): Promise<void>
  open(dialog: HeadquartersDialog): void
  meetNow(): Promise<void>
  cancel(): Promise<void>
  takeOver(): Promise<void>
  leave(): Promise<void>
  /** One page more of a list, which stays as long when it is read anew. */
  showMore(list: PagedList): Promise<void>
  /** Null: all of them. */
  tryAgain(parkedId: number | null): Promise<void>
  resolve(conflictId: string, choice: 'keep' | 'other'): Promise<void>
  plan(everyMinutes: number): void
  savePlan(): Promise<void>
}

/** Page after page, from where the one before ended, at most `pages` of them. */
async function listed<Row>(pages: number, ask: (last: Row | undefined) => Promise<Listed<Row>>): Promise<Listed<Row>> {
  const rows: Row[] = []
  let more = true
  for (let page = 0; page < pages && more; page += 1) {
    const next = await ask(rows.at(-1))
    rows.push(...next.rows)
    more = next.more
  }
  return { rows, more }
}

export function createHeadquartersModel({ client }: { readonly client: Client }) {
  const { headquarters } = client
  return createStore<HeadquartersModel>()((set, get) => {
    /** One act at a time; what it changed is read anew. */
    async function act(work: () => Promise<unknown>): Promise<void> {
      if (get().busy) return
      set({ busy: true, failure: null })
      try {
        await work()
        await get().load()
      } catch (error) {
        set({ failure: problemOf(error) })
      } finally {
        set({ busy: false })
      }
    }
    return {
      shown: { kind: 'loading' },
      code: '',
      ca: null,
      joinStep: { kind: 'editing' },
      everyMinutes: null,
      scheduleSaved: false,
      dialog: 'none',
      pages: { parked: 1, conflicts: 1 },
      busy: false,
      failure: null,
      conflictRefused: null,
      load: async () => {
        try {
          const status = await headquarters.status()
          const { pages } = get()
          const [parked, conflicts] = await Promise.all([
            listed<ParkedRecord>(pages.parked, (last) => headquarters.parked({ afterId: last?.parkedId ?? 0 })),
            listed<MergeConflict>(pages.conflicts, (last) =>
              headquarters.conflicts({
                after: last === undefined ? null : { happenedAtMs: last.happenedAtMs, conflictId: last.conflictId },
              }),
            ),
          ])
          set({ shown: { kind: 'shown', status, parked, conflicts } })
        } catch (error) {
          set({ shown: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      type: (changes) => set({ ...changes, joinStep: { kind: 'editing' } }),
      join: async () => {
        const { code, ca, joinStep } = get()
        if (code.trim() === '' || joinStep.kind === 'joining') return
        set({ joinStep: { kind: 'joining' } })
        try {
          const answer = await headquarters.join({ code, ca: ca ?? '' })
          if (answer.outcome === 'refused') {
            set({ joinStep: { kind: 'refused', reason: answer.reason, words: answer.words } })
            return
          }
          // The code is used up; it stays on no screen.
          set({ code: '', ca: null, joinStep: { kind: 'editing' } })
          await get().load()
        } catch (error) {
          set({ joinStep: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      open: (dialog) => set({ dialog, failure: null }),
      meetNow: () => act(() => headquarters.meetNow()),
      cancel: () => act(() => headquarters.cancel()),
      takeOver: () =>
        act(async () => {
          await headquarters.takeOver({ confirmed: true })
          set({ dialog: 'none' })
        }),
      leave: () =>
        act(async () => {
          await headquarters.leave({ confirmed: true })
          set({ dialog: 'none' })
        }),
      showMore: async (list) => {
        const { pages } = get()
        set({ pages: { ...pages, [list]: pages[list] + 1 } })
        await get().load()
      },
      tryAgain: (parkedId) => act(() => headquarters.tryAgain({ parkedId })),
      resolve: (conflictId, choice) =>
        act(async () => {
          set({ conflictRefused: null })
          const answer = await headquarters.resolve({ conflictId, choice })
          if (answer.outcome === 'refused') set({ conflictRefused: { conflictId, reason: answer.reason } })
        }),
      plan: (everyMinutes) => set({ everyMinutes, scheduleSaved: false }),
      savePlan: () =>
        act(async () => {
          const { everyMinutes } = get()
          if (everyMinutes === null) return
          await headquarters.setSchedule({ everyMinutes })
          set({ everyMinutes: null, scheduleSaved: true })
        }),
    }
  })
}

export type HeadquartersStore = ReturnType<typeof createHeadquartersModel>
