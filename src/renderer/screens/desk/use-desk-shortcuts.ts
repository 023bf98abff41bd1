import { useShortcut } from '../../ui/use-shortcut.ts'
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
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

const plain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey

/** The desk's own keys. Keys of one screen (send, pay, finish) belong to that screen. */
export function useDeskShortcuts(desk: DeskStore, search: SearchStore): void {
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
