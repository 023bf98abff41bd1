import { describe, expect, it } from 'vitest'
import type { PrintJob } from '../../../src/contract/printers.ts'
import type { Client } from '../../../src/renderer/client/client.ts'
import { createReceiptModel } from '../../../src/renderer/screens/desk-pay/receipt-view-model.ts'
import { createReceiptStore } from '../../../src/renderer/screens/kiosk-receipt/receipt-view-model.ts'

const which = { visitId: 'v', receiptId: 'r' }
const after = (_ms: number, then: () => void) => {
  queueMicrotask(then)
  return () => {}
}

/** An office whose host prints, and that answers each look with the next of `states`. */
function officeThatPrints(states: readonly (PrintJob | null | Error)[]) {
  const left = [...states]
  const ways: (string | undefined)[] = []
  const receipts = {
    print: async ({ way }: { way?: string }) => {
      ways.push(way)
      return way === 'dialog'
        ? { by: 'screen', html: '<p>', receiptNo: 'T1-1', duplicate: false }
        : { by: 'host', jobId: 'j', receiptNo: 'T1-1' }
    },
    printState: async () => {
      const next = left.shift()
      if (next instanceof Error) throw next
      return next ?? null
    },
  }
  return { client: { receipts } as unknown as Client, ways }
}

const desk = (states: readonly (PrintJob | null | Error)[]) => {
  const { client, ways } = officeThatPrints(states)
  const printed: string[] = []
  const paper = {
    print: async (html: string) => {
      printed.push(html)
      return true
    },
    save: () => {},
  }
  const store = createReceiptModel({ client, after, onVisitClosed: () => {} }, paper, which)
  return { store, ways, printed }
}

describe('a receipt that the host prints, at the desk', () => {
  it('is printing until it is on paper, through looks that fail', async () => {
    const { store } = desk([
      { status: 'printing' },
      new Error('no connection'),
      { status: 'printed', duplicate: true, confirmed: true },
    ])
    const seen: string[] = []
    store.subscribe(({ state }) => seen.push(state.kind))
    await store.getState().print()
    expect(seen).toEqual(['busy', 'printing', 'on_paper'])
    expect(store.getState().state).toEqual({ kind: 'on_paper', duplicate: true, confirmed: true })
  })

  it('says why not, and goes past the printer when asked to', async () => {
    const { store, ways, printed } = desk([{ status: 'failed', failure: 'paper_out', words: null }])
    await store.getState().print()
    expect(store.getState().state).toEqual({ kind: 'not_printed', failure: 'paper_out', words: null, mayBeOut: false })
    await store.getState().print('dialog')
    expect(store.getState().state).toEqual({ kind: 'printed', duplicate: false })
    expect([ways, printed]).toEqual([['usual', 'dialog'], ['<p>']])
  })

  it('promises nothing where the office was restarted meanwhile, and never waits for ever', async () => {
    const { store } = desk([null])
    await store.getState().print()
    expect(store.getState().state).toMatchObject({ kind: 'on_paper', confirmed: false })
    const hung = desk(Array.from({ length: 100 }, () => ({ status: 'printing' }) as const))
    await hung.store.getState().print()
    expect(hung.store.getState().state).toMatchObject({ kind: 'not_printed', failure: 'timed_out', mayBeOut: true })
  })
})

describe('a receipt at a locked kiosk', () => {
  const locked = (paper: () => Promise<{ prints: boolean }>) => {
    const receipts = { paper, print: async () => ({ by: 'nowhere', receiptNo: 'T1-1' }) }
    return { receipts } as unknown as Client
  }

  it('has no button to print it where there is no printer; where nobody can say, the press itself says so', async () => {
    const opened: string[] = []
    const printPage = async (html: string) => opened.push(html) > 0
    const client = locked(async () => ({ prints: false }))
    const store = createReceiptStore({ client, ...which, printPage, after })
    expect(store.getState().prints).toBeNull()
    await store.getState().load()
    expect(store.getState().prints).toBe(false)
    const unknown = locked(async () => Promise.reject(new Error('no connection')))
    const other = createReceiptStore({ client: unknown, ...which, printPage, after })
    await other.getState().load()
    expect(other.getState().prints).toBe(true)
    await other.getState().print()
    expect(other.getState().state).toEqual({ step: 'not_printed', failure: null, mayBeOut: false })
    expect(opened).toEqual([])
  })

  it('tells staff who work there that a printer must be chosen', async () => {
    const paper = { print: async () => true, save: () => {} }
    const client = locked(async () => ({ prints: false }))
    const store = createReceiptModel({ client, after, onVisitClosed: () => {} }, paper, which)
    await store.getState().print()
    expect(store.getState().state).toEqual({ kind: 'refused', reason: 'no_printer' })
  })
})

describe('a receipt that the host prints, at the kiosk', () => {
  it('is on paper, or says what the customer can see, and can be tried again', async () => {
    const { client } = officeThatPrints([
      { status: 'failed', failure: 'cover_open', words: null },
      { status: 'printed', duplicate: false, confirmed: true },
    ])
    const store = createReceiptStore({ client, ...which, printPage: async () => true, after })
    await store.getState().print()
    expect(store.getState().state).toEqual({ step: 'not_printed', failure: 'cover_open', mayBeOut: false })
    await store.getState().print()
    expect(store.getState().state).toEqual({ step: 'on_paper', confirmed: true })
  })
})
