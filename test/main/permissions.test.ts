import { EventEmitter } from 'node:events'
import type { Session } from 'electron'
import { describe, expect, it } from 'vitest'
import { guardSession, mayRequest, mayUse } from '../../src/main/permissions.ts'

interface Given {
  readonly check: (contents: null, permission: string, origin: string) => boolean
  readonly request: (contents: { getURL(): string }, permission: string, answer: (granted: boolean) => void) => void
  readonly device: () => boolean
  readonly display: (request: null, answer: (streams: null) => void) => void
  readonly proxy: { proxyRules: string; proxyBypassRules: string }
  readonly before: (details: { url: string }, answer: (response: { cancel: boolean }) => void) => void
}

/** A session that keeps what it was given. */
function guarded(options = { downloads: true, devTools: false }) {
  const given: Partial<Record<keyof Given, unknown>> = {}
  const keep = (name: keyof Given) => (handler: unknown) => {
    given[name] = handler
  }
  const session = Object.assign(new EventEmitter(), {
    setPermissionCheckHandler: keep('check'),
    setPermissionRequestHandler: keep('request'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    setBluetoothPairingHandler() {},
    setSpellCheckerEnabled() {},
    setProxy: async (config: unknown) => keep('proxy')(config),
    webRequest: { onBeforeRequest: keep('before') },
  })
  guardSession(session as unknown as Session, options)
  return { session, given: given as unknown as Given }
}

describe('what a page may ask of the machine', () => {
  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'usb', 'hid', 'serial', 'fullscreen', 'midi'])(
    'not %s',
    (permission) => {
      const { given } = guarded()
      expect(given.check(null, permission, 'app://counterfoil')).toBe(false)
      let isGranted: boolean | null = null
      given.request({ getURL: () => 'app://counterfoil/index.html' }, permission, (granted) => {
        isGranted = granted
      })
      expect(isGranted).toBe(false)
    },
  )

  it('to empty the clipboard, from our own page alone', () => {
    expect(mayUse('clipboard-sanitized-write', 'app://counterfoil')).toBe(true)
    expect(mayUse('clipboard-sanitized-write', 'app://counterfoil/')).toBe(true)
    expect(mayUse('clipboard-sanitized-write', 'https://example.com')).toBe(false)
    expect(mayUse('clipboard-sanitized-write', 'app://counterfoil.evil')).toBe(false)
  })

  it('no device and no picture of the screen', () => {
    const { given } = guarded()
    expect(given.device()).toBe(false)
    let streams: unknown = 'none asked'
    given.display(null, (answer) => {
      streams = answer
    })
    expect(streams).toBeNull()
  })

  it('no way out past the rules for requests: the proxy is a place where nobody listens', () => {
    expect(guarded().given.proxy).toEqual({ proxyRules: 'socks5://127.0.0.1:9', proxyBypassRules: '<-loopback>' })
  })

  it.each([
    'https://example.com/x.js',
    'http://127.0.0.1:4280/',
    'file:///etc/passwd',
    'ws://127.0.0.1/',
    'devtools://x',
  ])('no request to %s', (url) => {
    let isCancelled = false
    guarded().given.before({ url }, ({ cancel }) => {
      isCancelled = cancel
    })
    expect(isCancelled).toBe(true)
  })

  it('its own files and what it made of them', () => {
    expect(mayRequest('app://counterfoil/assets/a.js')).toBe(true)
    expect(mayRequest('blob:app://counterfoil/1')).toBe(true)
    expect(mayRequest('app://counterfoil.evil/a.js')).toBe(false)
  })

  it('saves its own files at a desk, and none at a kiosk', () => {
    const isStopped = (session: EventEmitter, url: string): boolean => {
      let stopped = false
      session.emit('will-download', { preventDefault: () => (stopped = true) }, { getURL: () => url })
      return stopped
    }
    const desk = guarded().session
    expect(isStopped(desk, 'blob:app://counterfoil/1')).toBe(false)
    expect(isStopped(desk, 'https://example.com/a.exe')).toBe(true)
    const kiosk = guarded({ downloads: false, devTools: false }).session
    expect(isStopped(kiosk, 'blob:app://counterfoil/1')).toBe(true)
  })
})
