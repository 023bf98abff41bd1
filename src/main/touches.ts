/** When a person last touched a window of this program. A kiosk's customer may read for a while before anything is asked. */
import type { WebContents } from 'electron'

/** A mouse that lies there reports moves of its own; these need a hand. */
const byHand = new Set(['mouseDown', 'mouseWheel', 'rawKeyDown', 'keyDown', 'touchStart', 'gestureTap', 'pointerDown'])

export interface Touches {
  watch(contents: Pick<WebContents, 'on'>): void
  /** In ms; null: not since the start. */
  agoMs(): number | null
}

export function touches(monotonicMs: () => number): Touches {
  let lastMs: number | null = null
  return {
    watch(contents) {
      contents.on('input-event', (_event, { type }) => {
        if (byHand.has(type)) lastMs = monotonicMs()
      })
    },
    agoMs: () => (lastMs === null ? null : monotonicMs() - lastMs),
  }
}
