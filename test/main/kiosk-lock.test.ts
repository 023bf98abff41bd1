import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { describe, expect, it } from 'vitest'
import { guardSight, holdInFront } from '../../src/main/kiosk-lock.ts'
import { handTimers } from './hand-timers.ts'

const place = { x: 1280, y: 0, width: 1024, height: 768 }

function kioskWindow() {
  const state = { minimized: false, visible: false, kiosk: true, focused: true, focuses: 0, bounds: { ...place } }
  const window = Object.assign(new EventEmitter(), {
    state,
    isDestroyed: () => false,
    isMinimized: () => state.minimized,
    restore: () => (state.minimized = false),
    isVisible: () => state.visible,
    show() {
      state.visible = true
      window.emit('show')
    },
    isKiosk: () => state.kiosk,
    setKiosk: (flag: boolean) => (state.kiosk = flag),
    isFocused: () => state.focused,
    focus() {
      state.focused = true
      state.focuses += 1
    },
    getBounds: () => state.bounds,
    setBounds: (bounds: typeof place) => (state.bounds = bounds),
    setAlwaysOnTop() {},
    moveTop() {},
  })
  return window
}

function held() {
  const window = kioskWindow()
  const timers = handTimers()
  let isEnding = false
  const soon = holdInFront({
    window: window as unknown as BrowserWindow,
    timers,
    isEnding: () => isEnding,
    place: () => place,
  })
  window.show()
  return { window, timers, soon, state: window.state, end: () => (isEnding = true) }
}

describe('a kiosk’s window', () => {
  it.each([
    ['lost the focus', 'blur', { focused: false }],
    ['was minimised', 'minimize', { minimized: true, focused: false }],
    ['was hidden', 'hide', { visible: false, focused: false }],
    ['left the full screen', 'leave-full-screen', { kiosk: false }],
  ])('is back in front at once when it %s', (_what, event, change) => {
    const { window, timers, state } = held()
    Object.assign(state, change)
    window.emit(event)
    timers.pass(200)
    expect(state).toMatchObject({ focused: true, minimized: false, visible: true, kiosk: true })
  })

  it('comes back also where the system said nothing', () => {
    const { timers, state } = held()
    state.focused = false
    timers.pass(2_000)
    expect(state.focused).toBe(true)
  })

  it('returns to its display when that comes back', () => {
    const { soon, timers, state } = held()
    state.bounds = { x: 0, y: 0, width: 1280, height: 832 }
    soon()
    timers.pass(200)
    expect(state.bounds).toEqual(place)
  })

  it('is not fought for once the program ends', () => {
    const { window, timers, state, end } = held()
    end()
    state.focused = false
    window.emit('blur')
    timers.pass(10_000)
    expect(state.focused).toBe(false)
  })

  it('closes only with the program', () => {
    const { window, end } = held()
    const isPrevented = (): boolean => {
      let prevented = false
      window.emit('close', { preventDefault: () => (prevented = true) })
      return prevented
    }
    expect(isPrevented()).toBe(true)
    end()
    expect(isPrevented()).toBe(false)
  })
})

describe('the sight of a page', () => {
  it('keeps its size, and has no menu of the browser or the system', async () => {
    const contents = Object.assign(new EventEmitter(), {
      factor: 3,
      pinch: 5,
      ignoresMenu: false,
      setZoomFactor: (factor: number) => (contents.factor = factor),
      setVisualZoomLevelLimits: async (_least: number, most: number) => {
        contents.pinch = most
      },
      setIgnoreMenuShortcuts: (flag: boolean) => (contents.ignoresMenu = flag),
    })
    const window = Object.assign(new EventEmitter(), { webContents: contents })
    guardSight(window as unknown as BrowserWindow)
    contents.emit('did-finish-load')
    expect(contents).toMatchObject({ factor: 1, pinch: 1, ignoresMenu: true })
    contents.factor = 2
    contents.emit('zoom-changed', {}, 'in')
    expect(contents.factor).toBe(1)
    const prevented: string[] = []
    contents.emit('context-menu', { preventDefault: () => prevented.push('page') })
    window.emit('system-context-menu', { preventDefault: () => prevented.push('system') })
    expect(prevented).toEqual(['page', 'system'])
  })
})
