import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import type { PairingState } from '../../../src/contract/terminals.ts'
import { createPairingModel } from '../../../src/renderer/screens/pairing/pairing-view-model.ts'

type Answer = PairingState | Error

/** A model whose host gives these answers, one a round; rounds are turned by hand. */
function modelOf(answers: readonly Answer[]) {
  const left = [...answers]
  const heard: string[] = []
  let next: (() => void) | null = null
  const store = createPairingModel({
    client: {
      pairing: {
        ask: async () => {
          const answer = left.shift()
          if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often')
          return answer
        },
      },
    },
    nowMs: () => 1_000_000,
    after: (_ms, then) => {
      next = then
      return () => {
        next = null
      }
    },
    reload: () => heard.push('reload'),
    goOn: () => heard.push('goOn'),
  })
  const turn = async (): Promise<void> => {
    const go = next
    next = null
    go?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { store, heard, turn, waits: () => next !== null }
}

const waiting: PairingState = { state: 'waiting', code: 'CDFHJKMN', expiresAtMs: 5_600, nowMs: 5_000 }

describe('a waiting screen', () => {
  it('counts down by its own clock, survives a lost answer, and loads anew once it was let in', async () => {
    const { store, heard, turn, waits } = modelOf([waiting, new TypeError('lost'), waiting, { state: 'let_in' }])
    store.getState().start()
    await turn()
    expect(store.getState().state).toEqual({ kind: 'waiting', code: 'CDFHJKMN', endsAtMs: 1_000_600 })
    await turn()
    expect(store.getState().state).toMatchObject({ kind: 'failed', failure: { kind: 'unreachable' } })
    await turn()
    expect(store.getState().state.kind).toBe('waiting')
    await turn()
    expect([heard, waits()]).toEqual([['reload'], false])
  })

  it('goes on where it turns out to be a terminal already, and stops with its page', async () => {
    const known = modelOf([new ORPCError('FORBIDDEN')])
    known.store.getState().start()
    await known.turn()
    expect([known.heard, known.waits()]).toEqual([['goOn'], false])

    const left = modelOf([{ state: 'full', retryAtMs: 9_000, nowMs: 5_000 }])
    const stop = left.store.getState().start()
    await left.turn()
    expect(left.store.getState().state).toEqual({ kind: 'full', retryAtMs: 1_004_000 })
    stop()
    expect(left.waits()).toBe(false)
  })
})
