/** A picture of a page as wide as a printer's paper, through the DevTools of whichever Chromium the host has. */

/** Calls a DevTools method of one page. */
export type CallPage = (
  method: string,
  params: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>>>

export type PictureOutcome =
  | { readonly outcome: 'done'; readonly png: Uint8Array }
  | { readonly outcome: 'refused'; readonly reason: 'no_browser' | 'picture_failed' }

/** Draws a page. A port of the thermal printer: each host has its own Chromium, or none. */
export interface PagePictures {
  available(): Promise<boolean>
  draw(html: string, widthDots: number, signal: AbortSignal): Promise<PictureOutcome>
}

/** A thermal printer's dots, and CSS pixels, to an inch. */
const dotsPerInch = 203
const pixelsPerInch = 96
/** About 1.5 m of paper: Chromium draws no more in one piece. */
const mostHeight = 6_000

const heightOf = (size: unknown): number =>
  typeof size === 'object' && size !== null && 'height' in size ? Math.ceil(Number(size.height)) : 0

/** Rejects where the page is taller than can be drawn: a receipt without its foot is none. `load` brings the page's words and letters in, once its width stands. */
export async function drawPage(call: CallPage, widthDots: number, load: () => Promise<void>): Promise<Uint8Array> {
  const width = Math.round((widthDots / dotsPerInch) * pixelsPerInch)
  const deviceScaleFactor = widthDots / width
  await call('Emulation.setDeviceMetricsOverride', { width, height: 10, deviceScaleFactor, mobile: false })
  await load()
  const { cssContentSize } = await call('Page.getLayoutMetrics', {})
  const height = Math.max(1, heightOf(cssContentSize))
  if (height > mostHeight) throw new Error(`the page is ${height} px tall; ${mostHeight} can be drawn`)
  await call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false })
  const clip = { x: 0, y: 0, width, height, scale: 1 }
  const { data } = await call('Page.captureScreenshot', { format: 'png', clip, captureBeyondViewport: true })
  return Buffer.from(String(data), 'base64')
}
