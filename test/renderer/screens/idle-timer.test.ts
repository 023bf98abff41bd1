import { describe, expect, it } from 'vitest'
import { createIdleTimer } from '../../../src/renderer/screens/kiosk/idle-timer.ts'

/** 60 s without a touch, then 20 s of warning; time passes by hand. */
function kiosk() {
  let now = 1_000
  const timer = createIdleTimer({ nowMs: () => now, idleMs: 60_000, warningMs: 20_000 })
  return {
    timer,
    passed: (seconds: number) => {
      now += seconds * 1000
      return timer.tick()
    },
  }
}

const watching = { kind: 'watching' }
const warning = (secondsLeft: number) => ({ kind: 'warning', secondsLeft })

describe('the kiosk’s idle timer', () => {
  it('watches, then warns and counts down, then ends', () => {
    const { passed } = kiosk()
    expect(passed(59.9)).toEqual(watching)
    expect(passed(0.1)).toEqual(warning(20))
    expect(passed(19.5)).toEqual(warning(1))
    expect(passed(0.5)).toEqual({ kind: 'expired' })
  })

  it('starts anew with every touch before the warning', () => {
    const { timer, passed } = kiosk()
    passed(59)
    timer.activity()
    expect(passed(59)).toEqual(watching)
    expect(passed(1)).toEqual(warning(20))
  })

  it('takes no stray touch for an answer during the warning, but does take the answer', () => {
    const { timer, passed } = kiosk()
    passed(60)
    timer.activity()
    expect(passed(10)).toEqual(warning(10))
    timer.extend()
    expect(passed(59)).toEqual(watching)
  })

  it('warns first even where the machine slept through both times', () => {
    const { passed } = kiosk()
    expect(passed(3_600)).toEqual(warning(20))
  })

  it('never fires inside a payment, and gives the whole time again after it', () => {
    const { timer, passed } = kiosk()
    const releaseOne = timer.hold()
    const releaseOther = timer.hold()
    expect(passed(600)).toEqual(watching)
    releaseOne()
    releaseOne()
    expect(passed(600)).toEqual(watching)
    releaseOther()
    expect(passed(59)).toEqual(watching)
    expect(passed(1)).toEqual(warning(20))
  })
})
