/** A press as `sendInputEvent` takes it, as `before-input-event` tells it, and as Chromium is sent it. */
import type { Input, KeyboardInputEvent } from 'electron'
import type { CDPSession } from 'playwright-core'

type Named = readonly [key: string, code: string]

/** The accelerators' names that are not the key's own. */
const named: Readonly<Record<string, Named>> = {
  Left: ['ArrowLeft', 'ArrowLeft'],
  Right: ['ArrowRight', 'ArrowRight'],
  Up: ['ArrowUp', 'ArrowUp'],
  Down: ['ArrowDown', 'ArrowDown'],
  Plus: ['+', 'Equal'],
  '=': ['=', 'Equal'],
  '-': ['-', 'Minus'],
  Space: [' ', 'Space'],
  Esc: ['Escape', 'Escape'],
}

function nameOf(keyCode: string, shift: boolean): Named {
  const known = named[keyCode]
  if (known !== undefined) return known
  if (/^[a-z]$/i.test(keyCode)) {
    return [shift ? keyCode.toUpperCase() : keyCode.toLowerCase(), `Key${keyCode.toUpperCase()}`]
  }
  return /^\d$/.test(keyCode) ? [keyCode, `Digit${keyCode}`] : [keyCode, keyCode]
}

export function inputOf({ type, keyCode, modifiers = [] }: KeyboardInputEvent): Input {
  const has = (...names: string[]): boolean => modifiers.some((each) => names.includes(each))
  const shift = has('shift')
  const [key, code] = nameOf(keyCode, shift)
  return {
    type: type === 'keyUp' ? 'keyUp' : 'keyDown',
    key,
    code,
    shift,
    control: has('control', 'ctrl'),
    alt: has('alt'),
    meta: has('meta', 'command', 'cmd'),
    isAutoRepeat: false,
    isComposing: false,
    location: 0,
    modifiers: [...modifiers],
  }
}

/** Gives the page a press that nobody prevented. */
export async function pressInPage(session: CDPSession, input: Input): Promise<void> {
  const modifiers = (input.alt ? 1 : 0) + (input.control ? 2 : 0) + (input.meta ? 4 : 0) + (input.shift ? 8 : 0)
  const writes = input.key.length === 1 && !input.control && !input.alt && !input.meta
  const { key, code } = input
  const pressed = { key, code, modifiers, ...(writes ? { text: key } : {}) }
  if (input.type === 'keyUp') await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, modifiers })
  else await session.send('Input.dispatchKeyEvent', { type: writes ? 'keyDown' : 'rawKeyDown', ...pressed })
}
