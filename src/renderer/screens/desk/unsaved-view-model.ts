/** Something typed in a section that is not saved yet: whoever would lead away from it is held back and asked first. */
import { createStore } from 'zustand/vanilla'

interface UnsavedModel {
  readonly unsaved: boolean
  /** Where the person was going when they were held back; null while nobody is asked. */
  readonly goingTo: (() => void) | null
  mark(unsaved: boolean): void
  /** Goes at once where nothing would be lost. */
  leave(go: () => void): void
  throwAway(): void
  stay(): void
}

export function createUnsavedModel() {
  return createStore<UnsavedModel>()((set, get) => ({
    unsaved: false,
    goingTo: null,
    mark: (unsaved) => set({ unsaved }),
    leave: (go) => {
      if (get().unsaved) set({ goingTo: go })
      else go()
    },
    throwAway: () => {
      const { goingTo } = get()
      set({ unsaved: false, goingTo: null })
      goingTo?.()
    },
    stay: () => set({ goingTo: null }),
  }))
}

export type UnsavedStore = ReturnType<typeof createUnsavedModel>
