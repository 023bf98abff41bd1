import { useEffect, useRef } from 'react'

/** A dialog or a menu has the keyboard to itself while it is open. */
export const dialogIsOpen = () => document.querySelector('[role="dialog"], [role="menu"]') !== null

/**
 * Runs `run` for keys that `matches` says are its own, wherever the focus is. Matching by `event.code` keeps a
 * shortcut on its key also while a Persian or Hindi layout is on.
 */
export function useShortcut(matches: (event: KeyboardEvent) => boolean, run: () => void, enabled = true): void {
  const latest = useRef({ matches, run })
  latest.current = { matches, run }
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || dialogIsOpen() || !latest.current.matches(event)) return
      event.preventDefault()
      latest.current.run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [enabled])
}
