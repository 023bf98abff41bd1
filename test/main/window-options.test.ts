import { describe, expect, it } from 'vitest'
import { counterPartition, counterWindow, stillWindow } from '../../src/main/window-options.ts'

const setup = { preload: '/app/preload/index.cjs', icon: '/app/icon.png', kiosk: false, packaged: true, bounds: null }

describe('the windows', () => {
  it.each([
    ['the desk', counterWindow(setup)],
    ['the kiosk', counterWindow({ ...setup, kiosk: true })],
    ['a page to print', stillWindow(false)],
  ])('locks %s in: sandboxed, isolated, no Node, no webview', (_name, { webPreferences }) => {
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    })
    expect(webPreferences?.devTools).toBe(false)
  })

  it('opens the developer tools to developers only', () => {
    expect(counterWindow({ ...setup, packaged: false }).webPreferences?.devTools).toBe(true)
  })

  it('gives the bridge to the counter alone, and script to nothing else', () => {
    expect(counterWindow(setup).webPreferences?.preload).toBe(setup.preload)
    expect(stillWindow(true).webPreferences).toMatchObject({ javascript: false })
    expect(stillWindow(true).webPreferences).not.toHaveProperty('preload')
  })

  it('fills the screen at a kiosk, and keeps nothing of it on disk', () => {
    expect(counterWindow({ ...setup, kiosk: true })).toMatchObject({ kiosk: true, frame: false, closable: false })
    expect(counterWindow(setup)).not.toHaveProperty('kiosk')
    expect(counterPartition(true)).not.toMatch(/^persist:/)
  })
})
