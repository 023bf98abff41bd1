import { describe, expect, it } from 'vitest'
import { createIdleTimer } from '../../../src/renderer/screens/kiosk/idle-timer.ts'

/** 60 s without a touch, then 20 s of warning; time passes by hand. */
function kiosk() {
  let now = 1_000
  const timer = createIdleTimer({ nowMs: () => now, idleMs: 60_000, warningMs: 20_000 })
  return {
    timer,
    after: (seconds: number) => {
      now += seconds * 1000
      return timer.tick()
    },
  }
}

const watching = { kind: 'watching' }
const warning = (secondsLeft: number) => ({ kind: 'warning', secondsLeft })

describe('the kiosk’s idle timer', () => {
  it('watches, then warns and counts down, then ends', () => {
    const { after } = kiosk()
    expect(after(59.9)).toEqual(watching)
    expect(after(0.1)).toEqual(warning(20))
    expect(after(19.5)).toEqual(warning(1))
    expect(after(0.5)).toEqual({ kind: 'expired' })
  })

  it('starts anew with every touch before the warning', () => {
    const { timer, after } = kiosk()
    after(59)
    timer.activity()
    expect(after(59)).toEqual(watching)
    expect(after(1)).toEqual(warning(20))
  })

  it('takes no stray touch for an answer during the warning, but does take the answer', () => {
    const { timer, after } = kiosk()
    after(60)
    timer.activity()
    expect(after(10)).toEqual(warning(10))
    timer.extend()
    expect(after(59)).toEqual(watching)
  })

  it('warns first even where the machine slept through both times', () => {
    const { after } = kiosk()
    expect(after(3_600)).toEqual(warning(20))
  })

  it('never fires inside a payment, and gives the whole time again after it', () => {
    const { timer, after } = kiosk()
    const releaseOne = timer.hold()
    const releaseOther = timer.hold()
    expect(after(600)).toEqual(watching)
    releaseOne()
    releaseOne()
    expect(after(600)).toEqual(watching)
    releaseOther()
    expect(after(59)).toEqual(watching)
    expect(after(1)).toEqual(warning(20))
  })
})
