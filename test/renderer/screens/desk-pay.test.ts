import { describe, expect, it } from 'vitest'
import type { Payment } from '../../../src/contract/payments.ts'
import { createPayModel } from '../../../src/renderer/screens/desk-pay/pay-view-model.ts'
import { openVisit, type ScreenClient, screenClient } from '../../support/screens-client.ts'
import { paymentsOnDisk } from '../../support/screens-office.ts'

/** Pauses between two questions are shorter than this, the deadline of an answer is longer. */
const longestPauseMs = 5_000

/** About to pay all three bills in cash. Waiting is over at once; deadlines never come. */
async function counter(screen: ScreenClient) {
  const { client } = screen
  const visitId = await openVisit(screen)
  const { bills } = await client.billing.bills({ visitId })
  const allocations = bills.map(({ billId, balanceMinor }) => ({ billId, amountMinor: balanceMinor }))
  const seen = { payments: [] as Payment[], keys: 0, closed: 0 }
  const pay = createPayModel(
    {
      client,
      newKey: () => {
        seen.keys += 1
        return `a-key-of-this-test-${seen.keys}`
      },
      after: (ms, then) => {
        if (ms < longestPauseMs) queueMicrotask(then)
        return () => {}
      },
      onVisitClosed: () => {
        seen.closed += 1
      },
    },
    { visitId, allocations },
    (payment) => seen.payments.push(payment),
  )
  pay.getState().tender(140_000)
  return { visitId, pay, seen }
}

describe('paying at the desk', () => {
  it('is one payment however often it is pressed', async () => {
    const screen = await screenClient('staff')
    const { pay, seen } = await counter(screen)
    await Promise.all([pay.getState().pay(), pay.getState().pay(), pay.getState().pay()])
    expect(pay.getState().state).toMatchObject({ kind: 'paid', payment: { amountMinor: 137_550, changeMinor: 2_450 } })
    expect(seen.payments).toHaveLength(1)
    expect(paymentsOnDisk(screen.office)).toBe(1)
  })

  it('finds the payment whose answer was lost, also where the next questions get lost too', async () => {
    const screen = await screenClient('staff')
    const { pay, seen } = await counter(screen)
    screen.network.loseAnswers('/payments/pay', 1)
    screen.network.loseAnswers('/payments/find', 3)
    await pay.getState().pay()
    expect(pay.getState().state.kind).toBe('paid')
    expect(seen.payments).toHaveLength(1)
    expect(paymentsOnDisk(screen.office)).toBe(1)
  })

  it('says in the office’s word why nothing was taken, and makes the next try a new intention', async () => {
    const screen = await screenClient('staff')
    const { pay, seen } = await counter(screen)
    pay.getState().tender(100)
    await pay.getState().pay()
    expect(pay.getState().state).toMatchObject({ kind: 'filling', refusal: { reason: 'tendered_too_little' } })
    pay.getState().tender(137_550)
    await pay.getState().pay()
    expect(pay.getState().state.kind).toBe('paid')
    expect(seen.keys).toBe(2)
    expect(paymentsOnDisk(screen.office)).toBe(1)
  })

  it('does nothing without a sum that can be read', async () => {
    const screen = await screenClient('staff')
    const { pay } = await counter(screen)
    pay.getState().tender(null)
    await pay.getState().pay()
    expect(pay.getState().state).toMatchObject({ kind: 'filling', refusal: null, notPaid: false })
    expect(paymentsOnDisk(screen.office)).toBe(0)
  })

  it('leaves a visit that has ended meanwhile, with nothing taken', async () => {
    const screen = await screenClient('staff')
    const { visitId, pay, seen } = await counter(screen)
    await screen.client.visits.finish({ visitId, how: 'finished' })
    await pay.getState().pay()
    expect(seen.closed).toBe(1)
    expect(paymentsOnDisk(screen.office)).toBe(0)
  })
})
