/** The keys that must do nothing, named as accelerators, and those that a screen needs. One table for the rule and for the page. */
import type { Modifier } from '../support/electron/launch.ts'

export interface Combination {
  readonly keyCode: string
  readonly held: readonly Modifier[]
}

const read = (text: string): Combination => {
  const parts = text.split('+')
  const names = { Ctrl: 'control', Shift: 'shift', Alt: 'alt', Meta: 'meta' } as const
  const held = parts.slice(0, -1).map((part) => names[part as keyof typeof names])
  return { keyCode: parts.at(-1) ?? '', held }
}

const all = (text: string): readonly Combination[] => text.split(/\s+/).filter(Boolean).map(read)

/** At the desk, too: reload, print, new window, history, developer tools, source, save, open, zoom, browser help. */
export const nowhere = all(`
  Ctrl+R Ctrl+Shift+R Ctrl+P Ctrl+N Ctrl+Shift+N Ctrl+T Ctrl+Shift+T Ctrl+W Ctrl+Shift+W Ctrl+J Ctrl+U Ctrl+O Ctrl+S
  Ctrl+L Ctrl+D Ctrl+G Ctrl+Shift+I Ctrl+Shift+J Ctrl+Shift+C Ctrl+Shift+M Ctrl+Shift+B Ctrl+Shift+Delete
  Ctrl+0 Ctrl+Plus Ctrl+= Ctrl+- Ctrl+F4 Ctrl+F5 Ctrl+Tab Ctrl+Shift+Tab Ctrl+PageUp Ctrl+PageDown
  Meta+R Meta+P Meta+N Meta+T Meta+O Meta+S Meta+0 Meta+Plus Meta+- Meta+Alt+I Meta+Alt+J Meta+Alt+C
  F1 F3 F5 F6 F7 F10 F11 F12 Shift+F5 Shift+F10 Alt+Left Alt+Right Alt+Home Alt+D ContextMenu PrintScreen
  BrowserBack BrowserForward BrowserRefresh BrowserHome BrowserSearch LaunchMail LaunchApplication1 ZoomIn ZoomOut
`)

/** And, where the window must stay: what closes, hides or leaves it. */
export const notWhereHeld = all(`
  Alt+F4 Alt+Space Alt+Tab Alt+Esc Ctrl+Q Meta+Q Meta+H Meta+M Meta+W Meta+Tab Meta+Space Ctrl+Esc
`)

/** And, with nobody of the staff signed in: everything that is not writing or moving. */
export const notAtKiosk = all(`
  Ctrl+A Ctrl+C Ctrl+V Ctrl+X Ctrl+Z Ctrl+F Ctrl+H Ctrl+K Ctrl+Enter Ctrl+Alt+T Ctrl+Alt+1 Alt+A Alt+Enter
  Meta+D Meta+E Meta+L Meta+X Meta+C F2 F4 F8 F9 F13 F24 Control Alt Meta Insert MediaPlayPause AudioVolumeUp
`)

/** What a desk needs: the clipboard, its own shortcuts, moving about. */
export const atDesk = all(
  'Ctrl+A Ctrl+C Ctrl+V Ctrl+X Ctrl+Z Ctrl+Shift+Z Ctrl+K Ctrl+Enter Meta+C Meta+V F2 F8 Esc / a A 7',
)

/** What a person alone needs. */
export const everywhere = all('a Z 7 @ Space Enter Tab Shift+Tab Backspace Delete Esc Left Right Up Down Home End')

export const wordsOf = ({ keyCode, held }: Combination): string => [...held, keyCode].join('+')
