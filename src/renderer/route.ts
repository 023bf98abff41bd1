/** The one thing the address says: which face this screen shows. Nothing of a customer ever stands in it. */
import { useSyncExternalStore } from 'react'

/** `customer`: the screen beside a desk that its customer looks at. */
export type Face = 'desk' | 'kiosk' | 'customer'

function faceOf(hash: string): Face {
  if (hash.startsWith('#/customer')) return 'customer'
  return hash.startsWith('#/kiosk') ? 'kiosk' : 'desk'
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

export const useFace = (): Face => useSyncExternalStore(subscribe, () => faceOf(location.hash))

/** Changes the face without leaving the old one in the history. */
export function showFace(face: Face): void {
  location.replace(`#/${face}`)
}
