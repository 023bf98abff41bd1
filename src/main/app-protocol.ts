/** Answers `app://counterfoil/…`: the built screens from their fixed list, with the same headers as over HTTP, and nothing else. */
import { isPagePath, type ScreenAnswer, type Screens } from '../api/screens.ts'
import { appHost, appScheme } from './app-origin.ts'

const refusal = (status: 403 | 405): Response =>
  new Response(null, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' } })

const toResponse = ({ status, headers, body }: ScreenAnswer, isHead: boolean): Response =>
  new Response(isHead ? null : typeof body === 'string' ? body : new Uint8Array(body), { status, headers })

/** A path is looked up as it stands: one that was encoded, or that climbs, names no built file. */
export function answerScreens(screens: Screens): (request: Pick<Request, 'url' | 'method'>) => Response {
  return ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return refusal(405)
    const address = URL.canParse(url) ? new URL(url) : null
    if (address?.protocol !== `${appScheme}:` || address.host !== appHost) return refusal(403)
    if (address.username !== '' || address.password !== '') return refusal(403)
    const path = address.pathname
    return toResponse(isPagePath(path) ? screens.page() : screens.file(path), method === 'HEAD')
  }
}
