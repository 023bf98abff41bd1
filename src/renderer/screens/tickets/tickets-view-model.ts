/** The staff's work on what customers said, until it is resolved and the customer has an answer. */
import { createStore } from 'zustand/vanilla'
import type { Ticket, TicketStatus } from '../../../contract/feedback.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import type { DeskPorts } from '../desk/desk-ports.ts'

export type TicketFilter = TicketStatus | 'all'

export type TicketList =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Problem }
  | { readonly kind: 'shown'; readonly tickets: readonly Ticket[]; readonly more: boolean; readonly fetching: boolean }

/** The ticket that is being moved on. */
export type Moving =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'answering'
      readonly ticket: Ticket
      readonly answer: string
      readonly busy: boolean
      readonly refusal: 'not_found' | 'not_possible' | null
      readonly failure: Problem | null
    }

interface TicketsModel {
  readonly filter: TicketFilter
  readonly list: TicketList
  readonly moving: Moving
  /** What the last move did; `told` is whether the customer could be told. */
  readonly moved: { readonly ticket: Ticket; readonly told: boolean } | null
  show(filter: TicketFilter): Promise<void>
  load(): Promise<void>
  more(): Promise<void>
  open(ticket: Ticket): void
  answer(answer: string): void
  move(to: 'in_work' | 'resolved'): Promise<void>
  close(): void
}

export function createTicketsModel(ports: Pick<DeskPorts, 'client'>) {
  return createStore<TicketsModel>()((set, get) => {
    let latest = 0
    const ask = (before: number | null) => {
      const { filter } = get()
      return ports.client.feedback.list({
        ...(filter === 'all' ? {} : { status: filter }),
        ...(before === null ? {} : { before }),
      })
    }
    return {
      filter: 'open',
      list: { kind: 'loading' },
      moving: { kind: 'none' },
      moved: null,
      show: async (filter) => {
        set({ filter, list: { kind: 'loading' }, moved: null })
        await get().load()
      },
      load: async () => {
        latest += 1
        const mine = latest
        try {
          const answer = await ask(null)
          if (mine === latest) set({ list: { kind: 'shown', ...answer, fetching: false } })
        } catch (error) {
          if (mine === latest) set({ list: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      more: async () => {
        const { list } = get()
        const last = list.kind === 'shown' ? list.tickets.at(-1) : undefined
        if (list.kind !== 'shown' || list.fetching || !last) return
        latest += 1
        const mine = latest
        set({ list: { ...list, fetching: true } })
        try {
          const answer = await ask(last.createdAtMs)
          if (mine !== latest) return
          set({
            list: { kind: 'shown', tickets: [...list.tickets, ...answer.tickets], more: answer.more, fetching: false },
          })
        } catch (error) {
          if (mine === latest) set({ list: { kind: 'failed', failure: problemOf(error) } })
        }
      },
      open: (ticket) =>
        set({
          moved: null,
          moving: { kind: 'answering', ticket, answer: ticket.answer, busy: false, refusal: null, failure: null },
        }),
      answer: (answer) => {
        const { moving } = get()
        if (moving.kind === 'answering') set({ moving: { ...moving, answer, refusal: null, failure: null } })
      },
      move: async (to) => {
        const { moving } = get()
        if (moving.kind !== 'answering' || moving.busy) return
        const answering = { ...moving, refusal: null, failure: null }
        set({ moving: { ...answering, busy: true } })
        try {
          const { ticketId } = moving.ticket
          const outcome = await ports.client.feedback.move({ ticketId, to, answer: moving.answer.trim() })
          if (outcome.outcome === 'refused') return set({ moving: { ...answering, refusal: outcome.reason } })
          set({ moving: { kind: 'none' }, moved: { ticket: outcome.ticket, told: outcome.told } })
          await get().load()
        } catch (error) {
          set({ moving: { ...answering, failure: problemOf(error) } })
        }
      },
      close: () => set({ moving: { kind: 'none' } }),
    }
  })
}

export type TicketsStore = ReturnType<typeof createTicketsModel>
