/** The machine around the stand-in, as a test has it: Electron's own displays cannot be plugged in by a program. */
import type { Terminal } from './electron/launch.ts'

/** Plugs a second display in, beside the first, or out again. */
export const displays = (terminal: Terminal, count: 1 | 2): Promise<void> =>
  terminal.main(({ screen }, wanted) => {
    const [first] = screen.getAllDisplays()
    if (first === undefined) throw new Error('no display')
    const second = { ...first, id: first.id + 1, bounds: { ...first.bounds, x: first.bounds.width } }
    screen.getAllDisplays = () => (wanted === 2 ? [first, second] : [first])
    const events = screen as unknown as NodeJS.EventEmitter
    events.emit(wanted === 2 ? 'display-added' : 'display-removed', {}, second)
  }, count)

export const windows = (terminal: Terminal): Promise<number> =>
  terminal.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)
