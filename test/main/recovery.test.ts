import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { keepPage, pauseMs } from '../../src/main/recovery.ts'
import { quietLog } from '../support/office.ts'
import { handTimers } from './hand-timers.ts'

function keptPage() {
  let givenUp = 0
  const timers = handTimers()
  const contents = Object.assign(new EventEmitter(), {
    ended: 0,
    reloads: 0,
    url: 'app://counterfoil/#/desk/bills',
    getURL: () => contents.url,
    reload: () => contents.reloads++,
    forcefullyCrashRenderer: () => contents.ended++,
  })
  const window = Object.assign(new EventEmitter(), {
    loads: 0,
    still: 0,
    isDestroyed: () => false,
    webContents: contents,
    async loadURL(url: string) {
      if (url.startsWith('data:')) window.still += 1
      else window.loads += 1
    },
  })
  const kept = keepPage({
    window: window as unknown as BrowserWindow,
    address: 'app://counterfoil/',
    timers,
    logger: quietLog,
    giveUp: () => {
      givenUp += 1
    },
  })
  const die = (reason = 'crashed') => contents.emit('render-process-gone', {}, { reason })
  return { timers, contents, window, die, kept, givenUp: () => givenUp }
}

describe('a page that dies', () => {
  it('is loaded anew after a pause that doubles up to half a minute', () => {
    expect([1, 2, 3, 7, 20].map(pauseMs)).toEqual([500, 1_000, 2_000, 30_000, 30_000])
    const { timers, window, die } = keptPage()
    die()
    timers.pass(499)
    expect(window.loads).toBe(1)
    timers.pass(1)
    expect(window.loads).toBe(2)
    die('oom')
    timers.pass(999)
    expect(window.loads).toBe(2)
    timers.pass(1)
    expect(window.loads).toBe(3)
  })

  it('starts from the shortest pause again once it lived a minute', () => {
    const { timers, window, die } = keptPage()
    die()
    timers.pass(500)
    die()
    timers.pass(1_000)
    timers.pass(60_000)
    die()
    timers.pass(500)
    expect(window.loads).toBe(4)
  })

  it('is loaded once where it both fails to load and dies', () => {
    const { timers, contents, window, die } = keptPage()
    contents.emit('did-fail-load', {}, -2, 'failed', 'app://counterfoil/', true)
    die()
    timers.pass(1_000)
    expect(window.loads).toBe(2)
  })

  it('is left alone where it ended as it should, or only a frame failed', () => {
    const { timers, contents, window, die } = keptPage()
    die('clean-exit')
    contents.emit('did-fail-load', {}, -2, 'failed', 'blob:x', false)
    contents.emit('did-fail-load', {}, -3, 'aborted', 'app://counterfoil/', true)
    timers.pass(60_000)
    expect(window.loads).toBe(1)
  })
})

describe('a page that keeps dying', () => {
  it('gives way to a still page that says so, while it is tried again', () => {
    const { timers, window, die } = keptPage()
    for (const pause of [500, 1_000, 2_000]) {
      die()
      timers.pass(pause)
    }
    expect(window.still).toBe(0)
    die()
    expect(window.still).toBe(1)
    timers.pass(4_000)
    expect(window.loads).toBe(5)
  })

  it('is given up after ten times, once', () => {
    const { timers, window, die, givenUp } = keptPage()
    for (let time = 1; time < 10; time += 1) {
      die()
      timers.pass(pauseMs(time))
    }
    expect(givenUp()).toBe(0)
    die()
    timers.pass(60_000)
    expect([givenUp(), window.loads]).toEqual([1, 10])
  })

  it('is not counted for the still page’s own failure', () => {
    const { timers, contents, window } = keptPage()
    contents.emit('did-fail-load', {}, -2, 'failed', 'data:text/html,', true)
    timers.pass(60_000)
    expect(window.loads).toBe(1)
  })

  it('is loaded afresh where the machine sleeps, whether it is there or not', async () => {
    const { kept, window, contents } = keptPage()
    kept.afresh()
    expect(window.loads).toBe(2)
    await vi.waitFor(() => expect(contents.reloads).toBe(1))
    contents.url = 'data:text/html,wait'
    kept.afresh()
    await Promise.resolve()
    expect([window.loads, contents.reloads]).toEqual([3, 1])
  })
})

describe('a page that hangs', () => {
  it('is ended after ten seconds, unless it comes back', () => {
    const { timers, contents, window } = keptPage()
    window.emit('unresponsive')
    timers.pass(9_999)
    window.emit('responsive')
    timers.pass(60_000)
    expect(contents.ended).toBe(0)
    window.emit('unresponsive')
    timers.pass(10_000)
    expect(contents.ended).toBe(1)
  })

  it('is forgotten with its window', () => {
    const { timers, window, die } = keptPage()
    die()
    window.emit('closed')
    timers.pass(60_000)
    expect(window.loads).toBe(1)
  })
})
