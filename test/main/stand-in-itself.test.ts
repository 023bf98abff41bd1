import type * as Electron from 'electron'
import { describe, expect, it } from 'vitest'
import * as standIn from '../support/electron/index.ts'
import { inputOf } from '../support/electron/keyboard.ts'

/** Does not compile where the stand-in has a name that Electron has not. */
const names: { readonly [Name in keyof typeof standIn]: Name extends keyof typeof Electron ? unknown : never } = standIn

describe('the stand-in for Electron', () => {
  it('has what a main process asks for, and no name that Electron has not', () => {
    const asked = [
      'app',
      'BrowserWindow',
      'ipcMain',
      'MessageChannelMain',
      'protocol',
      'session',
      'safeStorage',
      'Menu',
    ]
    const updater = ['net', 'autoUpdater']
    const machine = ['dialog', 'globalShortcut', 'powerMonitor', 'powerSaveBlocker', 'screen', 'crashReporter']
    expect(Object.keys(names).sort()).toEqual([...asked, ...updater, ...machine].sort())
  })

  it('carries messages between two ports once they are started, and closes both', async () => {
    const { port1, port2 } = new standIn.MessageChannelMain()
    const heard: unknown[] = []
    const closed = Promise.withResolvers<void>()
    port2.on('message', ({ data }) => heard.push(data))
    port2.on('close', () => closed.resolve())
    port1.postMessage({ call: 1 })
    await Promise.resolve()
    expect(heard).toEqual([])
    port2.start()
    port1.postMessage('second')
    await Promise.resolve()
    expect(heard).toEqual([{ call: 1 }, 'second'])
    port1.close()
    await closed.promise
  })

  it('starts and stops blockers, and holds shortcuts once', () => {
    const id = standIn.powerSaveBlocker.start('prevent-display-sleep')
    expect(standIn.powerSaveBlocker.isStarted(id)).toBe(true)
    standIn.powerSaveBlocker.stop(id)
    expect(standIn.powerSaveBlocker.isStarted(id)).toBe(false)
    expect([1, 2].map(() => standIn.globalShortcut.register('Alt+F4', () => undefined))).toEqual([true, false])
  })

  it('grants everything that no handler refuses, as Electron does', () => {
    const own = standIn.session.fromPartition('of this test')
    expect(own.grants(null, 'geolocation', 'app://counterfoil')).toBe(true)
    own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
    expect(own.grants(null, 'geolocation', 'app://counterfoil')).toBe(false)
  })

  it('names keys as a page does', () => {
    const press = (keyCode: string, modifiers: ('control' | 'shift')[]) =>
      inputOf({ type: 'keyDown', keyCode, modifiers })
    expect(press('R', ['control'])).toMatchObject({ key: 'r', code: 'KeyR', control: true, shift: false })
    expect(press('r', ['shift'])).toMatchObject({ key: 'R', code: 'KeyR' })
    expect(press('Plus', [])).toMatchObject({ key: '+', code: 'Equal' })
    expect(press('Left', [])).toMatchObject({ key: 'ArrowLeft' })
  })
})
