/** Where a page may go, and what may go out from it: nowhere but to itself. Applied to every web contents of the product, whoever made it. */
import type { WebContents } from 'electron'
import { appOrigin } from './app-origin.ts'

/** The counter's page may load itself anew; its frames may show what it made itself (the receipt to print). */
export function mayNavigate(url: string, isMainFrame: boolean): boolean {
  if (!isMainFrame) return url.startsWith(`blob:${appOrigin}/`)
  const [page = ''] = url.split('#', 1)
  return page === `${appOrigin}/index.html` || page === `${appOrigin}/`
}

/** No rule for requests sees WebRTC's UDP: a page could tell a server of its own anything. So there is none. */
export const webRtcPolicy = 'disable_non_proxied_udp'

export function guardNavigation(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.setWebRTCIPHandlingPolicy(webRtcPolicy)
  contents.on('will-frame-navigate', (event) => {
    if (!mayNavigate(event.url, event.isMainFrame)) event.preventDefault()
  })
  // The screens are never redirected; the protocol's answers do not redirect.
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault()
    choose('')
  })
}
