import { EventEmitter } from 'node:events'
import type { App, AutoUpdater } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { endCleanly, surviveDefects } from '../../src/main/ending.ts'
import { quietLog } from '../support/office.ts'
import { handTimers } from './hand-timers.ts'

function fakeApp() {
  const app = Object.assign(new EventEmitter(), {
    codes: [] as number[],
    relaunches: 0,
    codeWanted: 0,
    exit: (code: number) => app.codes.push(code),
    quits: 0,
    quit: () => app.quits++,
    askToQuit() {
      let prevented = false
      app.emit('before-quit', { preventDefault: () => (prevented = true) })
      return prevented
    },
  })
  return app
}

function ending(close: () => Promise<void>, handedOver: () => Promise<void> = async () => {}) {
  const app = fakeApp()
  const timers = handTimers()
  const updater = new EventEmitter()
  const isEnding = endCleanly({
    ...{ app: app as unknown as App, updater: updater as unknown as AutoUpdater, timers, close, handedOver },
    logger: quietLog,
    exitCode: () => app.codeWanted,
  })
  return { app, updater, timers, isEnding }
}

describe('the end of the terminal', () => {
  it('closes the office first, once, however often it is asked', async () => {
    let closes = 0
    const { app, isEnding } = ending(async () => {
      closes += 1
    })
    expect(isEnding()).toBe(false)
    expect([app.askToQuit(), app.askToQuit()]).toEqual([true, true])
    expect(isEnding()).toBe(true)
    await Promise.resolve()
    expect(closes).toBe(1)
    expect(app.codes).toEqual([0])
  })

  it('says with its code that it has to be started again', async () => {
    const { app } = ending(async () => {})
    app.codeWanted = 1
    app.askToQuit()
    await Promise.resolve()
    expect(app.codes).toEqual([1])
  })

  it('says so where the office could not be closed', async () => {
    const { app } = ending(() => Promise.reject(new Error('busy')))
    app.askToQuit()
    await new Promise((resolve) => setImmediate(resolve))
    expect(app.codes).toEqual([1])
  })

  it('comes with the last window', () => {
    const { app } = ending(async () => {})
    app.emit('window-all-closed')
    expect(app.quits).toBe(1)
  })

  it('has begun where an update is about to close the windows, and waits until that asks for it', async () => {
    const { app, updater, isEnding } = ending(async () => {})
    updater.emit('before-quit-for-update')
    expect(isEnding()).toBe(true)
    app.emit('window-all-closed')
    expect(app.quits).toBe(0)
    app.askToQuit()
    await vi.waitFor(() => expect(app.codes).toEqual([0]))
  })

  it('waits for what a person answers to Windows’ own question, as long as that takes', async () => {
    const answer = Promise.withResolvers<void>()
    const { app, updater, timers } = ending(
      async () => {},
      () => answer.promise,
    )
    updater.emit('before-quit-for-update')
    app.askToQuit()
    await vi.waitFor(() => expect(timers.waiting()).toBe(0))
    timers.pass(300_000)
    expect(app.codes).toEqual([])
    answer.resolve()
    await vi.waitFor(() => expect(app.codes).toEqual([0]))
  })

  it('does not wait for ever', () => {
    const { app, timers } = ending(() => new Promise(() => undefined))
    app.askToQuit()
    timers.pass(9_999)
    expect(app.codes).toEqual([])
    timers.pass(1)
    expect(app.codes).toEqual([1])
  })
})

describe('a defect that nobody caught', () => {
  function defective(livedS: number) {
    const app = fakeApp()
    const process = Object.assign(new EventEmitter(), { uptime: () => livedS })
    surviveDefects({
      ...{ app: app as unknown as App, logger: quietLog, process: process as unknown as NodeJS.Process },
      startAgain: () => void app.relaunches++,
    })
    return { app, process }
  }

  it('starts a terminal anew that had lived, and ends one that had not', () => {
    const old = defective(3_600)
    old.process.emit('uncaughtException', new Error('a bug'))
    expect([old.app.relaunches, old.app.codes]).toEqual([1, [1]])
    const young = defective(2)
    young.process.emit('uncaughtException', new Error('a bug'))
    expect([young.app.relaunches, young.app.codes]).toEqual([0, [1]])
  })

  it('does not end it for a promise', () => {
    const { app, process } = defective(2)
    process.emit('unhandledRejection', new Error('a bug'))
    expect(app.codes).toEqual([])
  })
})
