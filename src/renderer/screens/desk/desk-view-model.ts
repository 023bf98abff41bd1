/** Where the clerk is: which section is open and how far the customer at the counter has come. */
import { createStore } from 'zustand/vanilla'
import type { CustomerDetail } from '../../../contract/customers.ts'
import type { Challenge } from '../../../contract/verification.ts'
import type { SettingsTab } from '../settings/settings-tabs.ts'
import type { DeskPorts } from './desk-ports.ts'

export const sections = [
  'counter',
  'pay_codes',
  'tickets',
  'transfers',
  'messages',
  'records',
  'staff',
  'settings',
  'account',
] as const
export type Section = (typeof sections)[number]

/** What the counter is doing. Exactly one customer's data is reachable at a time. */
export type Counter =
  | { readonly kind: 'free' }
  | { readonly kind: 'adding'; readonly typed: string }
  /** A newcomer proves a contact before there is an account. */
  | { readonly kind: 'registering' }
  | { readonly kind: 'customer'; readonly customerId: string }
  | {
      readonly kind: 'verifying'
      readonly customer: CustomerDetail
      readonly contactId: string
      readonly challenge: Challenge
      /** Grows with each code asked for from the customer's panel, so that the verify panel starts afresh. */
      readonly asked: number
    }
  | { readonly kind: 'visit'; readonly visitId: string }

interface OpenVisit {
  readonly visitId: string
  readonly customerName: string
  readonly startedAtMs: number
}

/** One line above the counter that says why the clerk is suddenly here. */
type DeskNotice = 'visit_closed' | 'visit_finished' | null

interface DeskState {
  readonly section: Section
  /** Null where nobody chose one since the section was opened. */
  readonly settingsTab: SettingsTab | null
  readonly counter: Counter
  readonly notice: DeskNotice
  readonly openVisits: readonly OpenVisit[]
  /** Grows each time the counter is cleared; keys the screens so that nothing of the last customer survives in one. */
  readonly round: number
  /** The customer whom the clerk wants next while a visit is still open; asked before anything is closed. */
  readonly next: string | null
}

interface DeskActions {
  goTo(section: Section): void
  showSettings(tab: SettingsTab): void
  choose(customerId: string): void
  add(typed: string): void
  register(): void
  verify(customer: CustomerDetail, contactId: string, challenge: Challenge): void
  /** The verify panel itself asked for another code; only what `back` would cancel changes. */
  track(contactId: string, challenge: Challenge): void
  openVisit(visitId: string): void
  /** One step back where that costs nothing: an open visit or a form half filled stays, and has its own way out. */
  back(): void
  clear(): void
  visitFinished(): void
  visitClosed(): void
  stay(): void
  dismissNotice(): void
  loadOpenVisits(): Promise<void>
}

type DeskModel = DeskState & DeskActions

const free: Counter = { kind: 'free' }

export function createDeskModel(ports: Pick<DeskPorts, 'client'>, openVisits: readonly OpenVisit[]) {
  return createStore<DeskModel>()((set, get) => {
    const reset = (notice: DeskNotice, counter: Counter = free) =>
      set({ section: 'counter', counter, notice, next: null, round: get().round + 1 })
    const leave = () => {
      const { counter } = get()
      if (counter.kind !== 'verifying') return
      // The code dies with the visit to this screen; if that message is lost the code still expires by itself.
      ports.client.verification.cancel({ challengeId: counter.challenge.challengeId }).catch(() => undefined)
    }
    return {
      section: 'counter',
      settingsTab: null,
      counter: free,
      notice: null,
      openVisits,
      round: 0,
      next: null,
      goTo: (section) => set({ section, settingsTab: null, notice: null }),
      showSettings: (settingsTab) => set({ section: 'settings', settingsTab, notice: null }),
      choose: (customerId) => {
        if (get().counter.kind === 'visit') return set({ next: customerId, section: 'counter' })
        leave()
        reset(null, { kind: 'customer', customerId })
      },
      add: (typed) => {
        if (get().counter.kind === 'visit') return set({ section: 'counter' })
        leave()
        reset(null, { kind: 'adding', typed })
      },
      register: () => {
        leave()
        reset(null, { kind: 'registering' })
      },
      verify: (customer, contactId, challenge) => {
        const { counter } = get()
        const asked = counter.kind === 'verifying' ? counter.asked + 1 : 0
        set({ counter: { kind: 'verifying', customer, contactId, challenge, asked }, notice: null })
      },
      track: (contactId, challenge) => {
        const { counter } = get()
        if (counter.kind === 'verifying') set({ counter: { ...counter, contactId, challenge } })
      },
      openVisit: (visitId) => reset(null, { kind: 'visit', visitId }),
      back: () => {
        const { section, counter } = get()
        // A key pressed in another section must not end a code that waits at the counter.
        if (section !== 'counter') return
        if (counter.kind === 'verifying') {
          leave()
          return set({ counter: { kind: 'customer', customerId: counter.customer.customerId } })
        }
        if (counter.kind === 'customer') reset(null)
      },
      clear: () => {
        leave()
        reset(null)
      },
      visitFinished: () => {
        const { next } = get()
        reset('visit_finished', next ? { kind: 'customer', customerId: next } : free)
      },
      visitClosed: () => {
        if (get().counter.kind === 'visit') reset('visit_closed')
      },
      stay: () => set({ next: null }),
      dismissNotice: () => set({ notice: null }),
      loadOpenVisits: async () => {
        try {
          const current = await ports.client.session.current()
          set({ openVisits: current.openVisits })
        } catch {
          // The list is a convenience; the counter works without it and asks again when it is next free.
          set({ openVisits: [] })
        }
      },
    }
  })
}

export type DeskStore = ReturnType<typeof createDeskModel>
