import { EventEmitter } from 'node:events'
import type { App, PowerMonitor } from 'electron'
import { describe, expect, it } from 'vitest'
import { notices } from '../../src/core/kernel/notices.ts'
import { mindPower, stayAwakeInVisits } from '../../src/main/power.ts'
import { quietLog } from '../support/office.ts'
import { handTimers } from './hand-timers.ts'

describe('a machine that sleeps', () => {
  function minded() {
    const powerMonitor = new EventEmitter()
    const done: string[] = []
    mindPower({
      powerMonitor: powerMonitor as unknown as PowerMonitor,
      app: { quit: () => done.push('quit') } as unknown as App,
      logger: quietLog,
      putAway: () => done.push('put away'),
      lookAgain: () => done.push('looked again'),
    })
    return { done, say: (...events: string[]) => events.forEach((event) => void powerMonitor.emit(event)) }
  }

  it('puts what is on screen away before it sleeps, and looks at deliveries after', () => {
    const { done, say } = minded()
    say('suspend', 'resume')
    expect(done).toEqual(['put away', 'looked again'])
  })

  it('does so once where the screen is locked first', () => {
    const { done, say } = minded()
    say('lock-screen', 'suspend', 'resume', 'unlock-screen')
    expect(done).toEqual(['put away', 'looked again'])
  })

  it('puts it away on waking where the sleep came without a word', () => {
    const { done, say } = minded()
    say('resume')
    expect(done).toEqual(['put away', 'looked again'])
    say('suspend')
    expect(done).toHaveLength(3)
  })

  it('closes the office where the machine shuts down, and works on where only its power fails', () => {
    const { done, say } = minded()
    say('on-battery', 'on-ac')
    expect(done).toEqual([])
    say('shutdown')
    expect(done).toEqual(['quit'])
  })
})

describe('the display', () => {
  function awake() {
    const timers = handTimers()
    const atTerminal = notices<string>()
    const held = new Set<number>()
    const state = { visits: 0, starts: 0 }
    const stop = stayAwakeInVisits({
      blocker: {
        start() {
          state.starts += 1
          held.add(state.starts)
          return state.starts
        },
        stop: (id) => held.delete(id),
        isStarted: (id) => held.has(id),
      },
      atTerminal,
      terminalId: 't1',
      timers,
      openVisits: () => state.visits,
    })
    const become = (visits: number): void => {
      state.visits = visits
      atTerminal.publish('t1')
      timers.pass(0)
    }
    return { become, held, state, stop, timers }
  }

  it('stays awake as long as a visit is open, and no longer', () => {
    const { become, held, state } = awake()
    expect(held.size).toBe(0)
    become(1)
    become(2)
    expect([held.size, state.starts]).toEqual([1, 1])
    become(0)
    expect(held.size).toBe(0)
  })

  it('may sleep again after a visit that nobody touched ended by itself', () => {
    const { become, held, state, timers } = awake()
    become(1)
    state.visits = 0
    timers.pass(60_000)
    expect(held.size).toBe(0)
  })

  it('is let go of with the program', () => {
    const { become, held, stop } = awake()
    become(1)
    stop()
    expect(held.size).toBe(0)
  })
})
