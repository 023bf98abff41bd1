import { describe, expect, it } from 'vitest'
import {
  canvasWindow,
  counterPartition,
  counterWindow,
  customerWindow,
  heldWindow,
  stillWindow,
} from '../../src/main/window-options.ts'

const setup = { preload: '/app/preload/index.cjs', icon: '/app/icon.png', kiosk: false, packaged: true, bounds: null }

/** Every window has exactly these, and beyond them what its row in the table says. */
const locked = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
  devTools: false,
}
const { preload } = setup
const bounds = { x: 0, y: 0, width: 800, height: 600 }
const still = { javascript: false, partition: 'print' }

describe('the windows', () => {
  it.each([
    ['the desk', counterWindow(setup), { preload, partition: 'persist:desk', backgroundThrottling: false }],
    [
      'the kiosk',
      counterWindow({ ...setup, kiosk: true }),
      { preload, partition: 'kiosk', backgroundThrottling: false },
    ],
    [
      'the customer’s side',
      customerWindow({ ...setup, bounds }),
      { preload, partition: 'customer', backgroundThrottling: false },
    ],
    ['a page to print', stillWindow(false), still],
    ['a page that says why', stillWindow(true), still],
    ['a page drawn for a printer', canvasWindow(), { ...still, offscreen: true }],
    ['a kiosk without its office', heldWindow(bounds), still],
  ])('locks %s in, with nothing beyond what it needs', (_name, { webPreferences }, more) => {
    expect(webPreferences).toEqual({ ...locked, ...more })
  })

  it('holds a kiosk, also without its office, and the customer’s side in place', () => {
    const filling = {
      kiosk: true,
      frame: false,
      closable: false,
      minimizable: false,
      resizable: false,
      alwaysOnTop: true,
    }
    for (const options of [
      counterWindow({ ...setup, kiosk: true }),
      customerWindow({ ...setup, bounds }),
      heldWindow(bounds),
    ])
      expect(options).toMatchObject(filling)
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
