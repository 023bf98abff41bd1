import { describe, expect, it } from 'vitest'
import type { TestStep } from '../../../src/contract/providers.ts'
import { createTestModel } from '../../../src/renderer/screens/messages/providers/test-view-model.ts'

type Test = Parameters<typeof createTestModel>[0]['client']['providers']['test']

/** A provider that answers with these steps, then breaks off where told. */
function dialog(steps: readonly TestStep[], breaksOff = false) {
  const asked: Parameters<Test>[0][] = []
  const test: Test = async (input) => {
    asked.push(input)
    return (async function* () {
      yield* steps
      if (breaksOff) throw new TypeError('the connection was reset')
    })()
  }
  const store = createTestModel(
    { client: { providers: { test } } },
    { providerId: 'twilio', name: 'Twilio', channels: ['sms', 'whatsapp'] },
  )
  return { store, asked }
}

const sent: readonly TestStep[] = [
  { step: 'sending' },
  { step: 'taken', providerMessageId: 'SM1', durationMs: 400 },
  { step: 'delivered', durationMs: 6_000 },
]

describe('a test message', () => {
  it('shows each step, and what was asked is what is on screen', async () => {
    const { store, asked } = dialog(sent)
    store.getState().type(' +919876543210 ')
    store.getState().choose('whatsapp')
    await store.getState().start()
    expect(asked).toEqual([{ providerId: 'twilio', channel: 'whatsapp', to: '+919876543210' }])
    expect(store.getState().state).toEqual({ kind: 'ended', steps: sent })
  })

  it('keeps the steps heard where the office stops telling', async () => {
    const { store } = dialog(sent.slice(0, 2), true)
    store.getState().type('+919876543210')
    await store.getState().start()
    expect(store.getState().state).toMatchObject({
      kind: 'lost',
      steps: sent.slice(0, 2),
      failure: { kind: 'unreachable' },
    })
  })

  it('sends nothing without an address', async () => {
    const { store, asked } = dialog(sent)
    await store.getState().start()
    expect(asked).toEqual([])
    expect(store.getState().state).toEqual({ kind: 'asking' })
  })

  it('forgets the last steps once another address is typed', async () => {
    const { store } = dialog(sent)
    store.getState().type('+919876543210')
    await store.getState().start()
    store.getState().type('+919876543211')
    expect(store.getState().state).toEqual({ kind: 'asking' })
  })
})
