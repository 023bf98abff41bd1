/** What a page may ask of the machine: to empty the clipboard, and to save a file it made. Everything else is refused. */
import type { Session } from 'electron'
import { appOrigin } from './app-origin.ts'

/**
 * The kiosk empties the clipboard when a customer leaves. Chromium lets a page write plain text there, never read, by this
 * permission.
 */
export function mayUse(permission: string, origin: string): boolean {
  return permission === 'clipboard-sanitized-write' && (origin === appOrigin || origin === `${appOrigin}/`)
}

/** A request by its address: only the screens and what they made themselves. No page of ours has business on a network. */
export function mayRequest(url: string): boolean {
  return url.startsWith(`${appOrigin}/`) || url.startsWith(`blob:${appOrigin}/`) || url.startsWith('data:')
}

/** Nobody listens there: port 9 is the one to throw things away at (RFC 863). */
const deadProxy = 'socks5://127.0.0.1:9'

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).href.split('/', 3).join('/') : '')

export function guardSession(
  session: Session,
  options: { readonly downloads: boolean; readonly devTools: boolean },
): void {
  session.setPermissionCheckHandler((_contents, permission, origin) => mayUse(permission, origin))
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(mayUse(permission, originOf(contents.getURL())))
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  session.setSpellCheckerEnabled(false)
  // What gets past the rules below, as WebRTC over TCP does, has nowhere to go either; this machine is no exception.
  session.setProxy({ proxyRules: deadProxy, proxyBypassRules: '<-loopback>' }).catch(() => undefined)
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault()
    choose()
  })
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault()
    choose()
  })
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault()
    choose('')
  })
  session.webRequest.onBeforeRequest((details, answer) => {
    const isOurs = mayRequest(details.url) || (options.devTools && details.url.startsWith('devtools://'))
    answer({ cancel: !isOurs })
  })
  session.on('will-download', (event, item) => {
    if (!options.downloads || !item.getURL().startsWith(`blob:${appOrigin}/`)) event.preventDefault()
  })
}
