import { describe, expect, it } from 'vitest'
import type { AbuseLimits } from '../../../src/contract/delivery.ts'
import { draftOf, limitsOf } from '../../../src/renderer/screens/messages/limits/limits-draft.ts'
import { createLimitsModel } from '../../../src/renderer/screens/messages/limits/limits-view-model.ts'

const limits: AbuseLimits = {
  contactPer2Minutes: 3,
  contactPerDay: 10,
  terminalPerMinute: 10,
  officePerMinute: 60,
  numberBlockPer10Minutes: 20,
  smsCountries: ['IN'],
  dailySms: null,
  dailyCostMicros: 5_250_000,
  costCurrency: 'USD',
  segmentPriceMicros: 7_500,
}

async function limitsModel(answers = true) {
  const asked: AbuseLimits[] = []
  const store = createLimitsModel({
    client: {
      delivery: {
        limits: async () => limits,
        saveLimits: async (input) => {
          asked.push(input)
          if (!answers) throw new TypeError('the connection was reset')
          return { outcome: 'done' }
        },
      },
    },
  })
  await store.getState().load()
  return { store, asked }
}

describe('the limits as typed', () => {
  it('are the same where nothing was typed', () => {
    expect(limitsOf(draftOf(limits))).toEqual(limits)
  })

  it('take digits of every script, and no fraction of a code', () => {
    const draft = draftOf(limits)
    const counts = (contactPerDay: string) => limitsOf({ ...draft, counts: { ...draft.counts, contactPerDay } })
    expect(counts('۱۲')?.contactPerDay).toBe(12)
    expect(['', '0', '1001', '2.5', '-3'].map(counts)).toEqual([null, null, null, null, null])
  })

  it('switch a cap off whatever stands in it', () => {
    const draft = { ...draftOf(limits), dailyCostOn: false, dailyCost: 'nonsense' }
    expect(limitsOf(draft)?.dailyCostMicros).toBeNull()
    expect(limitsOf({ ...draft, dailyCostOn: true })).toBeNull()
    expect(limitsOf({ ...draft, dailyCostOn: true, dailyCost: '0' })).toBeNull()
    expect(limitsOf({ ...draft, dailyCostOn: true, dailyCost: '0.1' })?.dailyCostMicros).toBe(100_000)
  })

  it('offer a number where a cap is switched on for the first time', () => {
    expect(limitsOf({ ...draftOf(limits), dailySmsOn: true })?.dailySms).toBe(500)
  })
})

describe('saving limits', () => {
  it('sends what is typed, then has nothing unsaved', async () => {
    const { store, asked } = await limitsModel()
    store.getState().change({ segmentPrice: '0.01', smsCountries: ['IN', 'NP'] })
    await store.getState().save()
    expect(asked).toEqual([{ ...limits, segmentPriceMicros: 10_000, smsCountries: ['IN', 'NP'] }])
    const { state } = store.getState()
    expect(state).toMatchObject({ kind: 'shown', step: { kind: 'saved' } })
    expect(state.kind === 'shown' && state.draft === state.saved).toBe(true)
  })

  it('keeps what was typed where no answer came, and undoes it on request', async () => {
    const { store } = await limitsModel(false)
    store.getState().change({ segmentPrice: '0.01' })
    await store.getState().save()
    expect(store.getState().state).toMatchObject({ step: { kind: 'failed' }, draft: { segmentPrice: '0.01' } })
    store.getState().undo()
    expect(store.getState().state).toMatchObject({ step: { kind: 'editing' }, draft: { segmentPrice: '0.0075' } })
  })
})
