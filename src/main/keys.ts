/**
 * Which keys a window takes. A kiosk with nobody of the staff signed in takes what writes and what moves, and nothing else;
 * a desk takes everything but what would turn its page, print it, look behind it or make it another size.
 */
import type { Input } from 'electron'

export type KeyPress = Pick<Input, 'key' | 'code' | 'shift' | 'control' | 'alt' | 'meta'>

/**
 * `kiosk`: customers alone. `held`: staff at a window that does not close. `desk`: a window like others.
 */
export type KeyRule = 'kiosk' | 'held' | 'desk'

/** What a person without rights needs besides characters. `Process` and `Dead` are input methods and accents at work. */
const moving = new Set([
  'Enter',
  'Tab',
  'Backspace',
  'Delete',
  'Escape',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Shift',
  'CapsLock',
  'AltGraph',
  'Dead',
  'Process',
  'Compose',
])

const writes = (key: string): boolean => [...key].length === 1

function atKiosk({ key, control, alt, meta }: KeyPress): boolean {
  if (meta) return false
  // Windows tells AltGr as Ctrl+Alt: it writes @ and €, and never a plain letter or digit.
  if (control && alt) return writes(key) && !/[a-z0-9 ]/i.test(key)
  if (control || alt) return false
  return writes(key) || moving.has(key)
}

/** With Ctrl, or Command on macOS. By key and by place, so that a Persian layout is no way around. */
const withCommand = new Set([
  ...['r', 'p', 'n', 't', 'j', 'u', 'o', 's', 'w', 'l', 'd', 'g'],
  ...['+', '=', '-', '_', '0', '[', ']', 'f4', 'f5', 'tab', 'pageup', 'pagedown'],
  ...['keyr', 'keyp', 'keyn', 'keyt', 'keyj', 'keyu', 'keyo', 'keys', 'keyw', 'keyl', 'keyd', 'keyg'],
  ...['equal', 'minus', 'digit0', 'numpadadd', 'numpadsubtract', 'numpad0', 'bracketleft', 'bracketright'],
])
/** With Ctrl (Command) and Shift, or Command and Option: the developer tools, their console and inspector, task manager. */
const withCommandAndShift = new Set([
  'i',
  'j',
  'c',
  'm',
  'b',
  'keyi',
  'keyj',
  'keyc',
  'keym',
  'keyb',
  'escape',
  'delete',
])
const withAlt = new Set(['arrowleft', 'arrowright', 'home', 'd', 'keyd'])
const alone = new Set(['f1', 'f3', 'f5', 'f6', 'f7', 'f10', 'f11', 'f12', 'contextmenu', 'printscreen'])
/** Hide, minimise, quit, close, the window's menu, the next program: only where the window must stay. */
const heldWithCommand = new Set(['q', 'm', 'h', 'keyq', 'keym', 'keyh', ' ', 'space', 'tab', 'escape', 'f4'])
const heldWithAlt = new Set(['f4', ' ', 'space', 'tab', 'escape'])
/** Keys that name a program's function: browser back, home, search, mail, zoom. */
const named = /^(browser|launch|zoom|mail|open$|close$|new$|print$|save$)/

function atDesk(press: KeyPress, held: boolean): boolean {
  const names = [press.key.toLowerCase(), press.code.toLowerCase()]
  const isIn = (set: ReadonlySet<string>): boolean => names.some((name) => set.has(name))
  if (names.some((name) => named.test(name))) return false
  if (held && press.alt && isIn(heldWithAlt)) return false
  if (press.control || press.meta) {
    if (isIn(withCommand) || (held && isIn(heldWithCommand))) return false
    if ((press.shift || press.alt) && isIn(withCommandAndShift)) return false
    return true
  }
  if (press.alt) return !isIn(withAlt)
  return !isIn(alone)
}

/** False: the press reaches neither the page nor Chromium. */
export function takesKey(press: KeyPress, rule: KeyRule): boolean {
  return rule === 'kiosk' ? atKiosk(press) : atDesk(press, rule === 'held')
}
