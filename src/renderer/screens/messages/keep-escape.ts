import type { KeyboardEvent } from 'react'

/** In a list that is open Escape means "close the list"; the desk's own Escape, back to the search, must not hear it. */
export function keepEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') event.stopPropagation()
}
