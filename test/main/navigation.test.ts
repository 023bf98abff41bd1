import { EventEmitter } from 'node:events'
import type { WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { guardNavigation, mayNavigate } from '../../src/main/navigation.ts'

describe('where a page may go', () => {
  it.each(['app://counterfoil/index.html', 'app://counterfoil/index.html#/kiosk', 'app://counterfoil/'])(
    'to itself: %s',
    (url) => expect(mayNavigate(url, true)).toBe(true),
  )

  it.each([
    'https://example.com/',
    'http://127.0.0.1:4280/',
    'file:///etc/passwd',
    'app://counterfoil/assets/index.js',
    'app://counterfoil.evil/index.html',
    'app://counterfoil@evil/index.html',
    'app://other/index.html',
    'javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'blob:app://counterfoil/0b9e',
    'about:blank',
    '',
  ])('and nowhere else: %s', (url) => expect(mayNavigate(url, true)).toBe(false))

  it('shows in a frame only what the page made itself', () => {
    expect(mayNavigate('blob:app://counterfoil/0b9e', false)).toBe(true)
    expect(mayNavigate('blob:https://example.com/0b9e', false)).toBe(false)
    expect(mayNavigate('app://counterfoil/index.html', false)).toBe(false)
    expect(mayNavigate('https://example.com/', false)).toBe(false)
  })
})

describe('the guard of a page', () => {
  function guarded() {
    const contents = new EventEmitter() as EventEmitter & { openWindow: () => unknown; webRtc: string }
    Object.assign(contents, {
      setWindowOpenHandler(handler: () => unknown) {
        contents.openWindow = handler
      },
      setWebRTCIPHandlingPolicy(policy: string) {
        contents.webRtc = policy
      },
    })
    guardNavigation(contents as unknown as WebContents)
    const isPrevented = (name: string, fields: object = {}): boolean => {
      let prevented = false
      contents.emit(name, { ...fields, preventDefault: () => (prevented = true) }, [], () => undefined)
      return prevented
    }
    return { contents, isPrevented }
  }

  it('sends nothing by WebRTC’s UDP', () => expect(guarded().contents.webRtc).toBe('disable_non_proxied_udp'))

  it('opens no window', () => expect(guarded().contents.openWindow()).toEqual({ action: 'deny' }))

  it('stops foreign navigation, every redirect, every webview and the choice of a device', () => {
    const { isPrevented } = guarded()
    expect(isPrevented('will-frame-navigate', { url: 'https://example.com/', isMainFrame: true })).toBe(true)
    expect(isPrevented('will-frame-navigate', { url: 'app://counterfoil/', isMainFrame: true })).toBe(false)
    expect(isPrevented('will-redirect')).toBe(true)
    expect(isPrevented('will-attach-webview')).toBe(true)
    expect(isPrevented('select-bluetooth-device')).toBe(true)
  })
})
