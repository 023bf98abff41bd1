import { type RefObject, useEffect } from 'react'

/** A digit of any script. */
export const digitKey = /^\p{Nd}$/u

const takesKeys = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

/**
 * Leads keys to the one field of the screen when it has lost the focus: a touch beside it must not make a keyboard or a
 * scanner type into nothing. Focusing during `keydown` lets the character land in the field.
 */
export function useTypeAnywhere(field: RefObject<HTMLInputElement | null>, keys: RegExp, active = true): void {
  useEffect(() => {
    if (!active) return
    const lead = (event: KeyboardEvent) => {
      if (takesKeys(event.target) || event.altKey) return
      const pasting = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v'
      const typing = !event.ctrlKey && !event.metaKey && keys.test(event.key)
      if (pasting || typing) field.current?.focus()
    }
    window.addEventListener('keydown', lead, { capture: true })
    return () => window.removeEventListener('keydown', lead, { capture: true })
  }, [field, keys, active])
}
