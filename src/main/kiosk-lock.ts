/** Holds a kiosk's window in front, whole and unscaled, and keeps from it and from a desk the keys that lead elsewhere. */
import type { Rectangle } from 'electron'
import type { Timers } from '../core/kernel/timers.ts'
import { type KeyRule, takesKey } from './keys.ts'
import type { ProductWindow } from './window-options.ts'

/** A window that lost the focus takes it back after this long: time for the other to be there to be covered. */
const backAfterMs = 150
/** Some systems take the focus away without a word. */
const lookEveryMs = 2_000

/** Keys, for any window of the product. `rule` is asked at each press: who is signed in decides. */
export function guardKeys(window: ProductWindow, rule: () => KeyRule): void {
  window.webContents.on('before-input-event', (event, press) => {
    if (!takesKey(press, rule())) event.preventDefault()
  })
}

/** What a page may not do in front of strangers: grow or shrink, or show a menu of the browser or the system. */
export function guardSight(window: ProductWindow): void {
  const contents = window.webContents
  const unscaled = (): void => {
    contents.setZoomFactor(1)
    contents.setVisualZoomLevelLimits(1, 1).catch(() => undefined)
  }
  contents.setIgnoreMenuShortcuts(true)
  contents.on('did-finish-load', unscaled)
  contents.on('zoom-changed', unscaled)
  contents.on('context-menu', (event) => event.preventDefault())
  window.on('system-context-menu', (event) => event.preventDefault())
}

export interface HoldParts {
  readonly window: ProductWindow
  readonly timers: Timers
  readonly isEnding: () => boolean
  /** Where it belongs, now: displays come and go. Null leaves it where it is. */
  readonly place: () => Rectangle | null
}

/** A kiosk's window does not close, and is in front again whatever came before it. Returns what puts it there at once. */
export function holdInFront({ window, timers, isEnding, place }: HoldParts): () => void {
  let cancelBack = (): void => {}
  let cancelLook = (): void => {}
  const isOver = (): boolean => isEnding() || window.isDestroyed()

  function front(): void {
    cancelBack()
    if (isOver()) return
    if (window.isMinimized()) window.restore()
    if (!window.isVisible()) window.show()
    const bounds = place()
    if (bounds !== null && !isSame(bounds, window.getBounds())) window.setBounds(bounds)
    if (!window.isKiosk()) window.setKiosk(true)
    window.setAlwaysOnTop(true, 'screen-saver')
    window.moveTop()
    window.focus()
  }
  function soon(): void {
    cancelBack()
    if (!isOver()) cancelBack = timers.after(backAfterMs, front)
  }
  function look(): void {
    if (isOver()) return
    if (window.isMinimized() || !window.isVisible() || !window.isKiosk() || !window.isFocused()) front()
    cancelLook = timers.after(lookEveryMs, look)
  }

  window.on('close', (event) => {
    if (!isEnding()) event.preventDefault()
  })
  window.on('blur', soon)
  window.on('minimize', soon)
  window.on('hide', soon)
  window.on('leave-full-screen', soon)
  window.on('closed', () => {
    cancelBack()
    cancelLook()
  })
  // Not before it was shown for the first time: an empty window in front is no kiosk either.
  window.once('show', () => {
    front()
    cancelLook = timers.after(lookEveryMs, look)
  })
  return soon
}

const isSame = (one: Rectangle, other: Rectangle): boolean =>
  one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height
