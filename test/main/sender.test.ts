import { EventEmitter } from 'node:events'
import type { IpcMain, MessagePortMain } from 'electron'
import { describe, expect, it } from 'vitest'
import { acceptConnections, connectChannel } from '../../src/main/connections.ts'
import { trustedPort } from '../../src/main/sender.ts'
import { quietLog } from '../support/office.ts'

class FakePort extends EventEmitter {
  isClosed = false
  close(): void {
    this.isClosed = true
  }
}

const fakePort = () => new FakePort() as FakePort & MessagePortMain
const page = { origin: 'app://counterfoil', parent: null, detached: false }

describe('who gets the product', () => {
  it('is the top frame of our own page, with one port', () => {
    const port = fakePort()
    expect(trustedPort({ senderFrame: page, ports: [port] })).toBe(port)
  })

  it.each([
    ['a frame that navigated or died', null],
    ['a foreign origin', { ...page, origin: 'https://example.com' }],
    ['a look-alike origin', { ...page, origin: 'app://counterfoil.evil' }],
    ['an opaque origin', { ...page, origin: 'null' }],
    ['a frame on its way out', { ...page, detached: true }],
    ['a sub-frame of our own origin', { ...page, parent: page as never }],
  ])('is not %s', (_who, senderFrame) => {
    expect(trustedPort({ senderFrame, ports: [fakePort()] })).toBeNull()
  })

  it('is nobody who brings no port, or two', () => {
    expect(trustedPort({ senderFrame: page, ports: [] })).toBeNull()
    expect(trustedPort({ senderFrame: page, ports: [fakePort(), fakePort()] })).toBeNull()
  })
})

describe('the connections', () => {
  function accepting() {
    const ipcMain = new EventEmitter()
    const bound: MessagePortMain[] = []
    acceptConnections({
      ipcMain: ipcMain as unknown as IpcMain,
      logger: quietLog,
      bind: (port) => bound.push(port),
    })
    const sender = new EventEmitter()
    const connect = (senderFrame: object | null) => {
      const port = fakePort()
      ipcMain.emit(connectChannel, { sender, senderFrame, ports: [port] }, null)
      return port
    }
    return { bound, sender, connect }
  }

  it('closes the ports of a stranger, and binds none', () => {
    const { bound, connect } = accepting()
    expect(connect({ ...page, origin: 'https://example.com' }).isClosed).toBe(true)
    expect(connect(null).isClosed).toBe(true)
    expect(bound).toEqual([])
  })

  it('keeps one port for each page: a new one takes the place of the old', () => {
    const { bound, connect } = accepting()
    const first = connect(page)
    const second = connect(page)
    expect(bound).toEqual([first, second])
    expect([first.isClosed, second.isClosed]).toEqual([true, false])
  })

  it.each(['did-navigate', 'render-process-gone'])('closes the port at %s, again after every load', (end) => {
    const { sender, connect } = accepting()
    for (let load = 0; load < 2; load += 1) {
      const port = connect(page)
      expect(port.isClosed).toBe(false)
      sender.emit(end)
      expect(port.isClosed).toBe(true)
    }
    expect(sender.listenerCount(end)).toBe(0)
  })
})
