import { useEffect } from 'react'
import { dialogIsOpen, useShortcut } from '../../ui/use-shortcut.ts'
import type { SearchStore } from '../desk-search/search-view-model.ts'
import type { DeskStore } from './desk-view-model.ts'

/** The search box carries this id, so that shortcuts reach it from anywhere on the desk. */
export const searchInputId = 'desk-search'

/** Puts the cursor into the search box and marks what stands in it, ready to be typed over. */
export function focusSearch(): void {
  const input = document.getElementById(searchInputId)
  if (!(input instanceof HTMLInputElement)) return
  input.focus()
  input.select()
}

const isField = (target: EventTarget | null) =>
  (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio') ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement

const plain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey

/** A letter or digit typed while no field has the focus is meant for the search, as is everything a card scanner types. */
function useTypingSearches(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const writes = event.key.length === 1 && event.key !== ' ' && plain(event)
      if (!writes || event.defaultPrevented || isField(event.target) || dialogIsOpen()) return
      // The focus moves before the character arrives, so the search box gets it.
      focusSearch()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** The desk's own keys. Keys of one screen (send, pay, finish) belong to that screen. */
export function useDeskShortcuts(desk: DeskStore, search: SearchStore): void {
  useTypingSearches()
  useShortcut(
    (event) =>
      ((event.ctrlKey || event.metaKey) && event.code === 'KeyK') ||
      (plain(event) && (event.key === '/' || event.code === 'Slash') && !event.shiftKey && !isField(event.target)),
    focusSearch,
  )
  useShortcut(
    (event) => plain(event) && event.key === 'Escape',
    () => {
      if (search.getState().query !== '') search.getState().clear()
      else desk.getState().back()
      focusSearch()
    },
  )
}
