import type { QueryClient } from '@tanstack/react-query'
import { showFace } from '../../route.ts'

/** Leaves nothing of the last person on this screen. Their stores die with their screens; this is the rest. */
export function forgetPerson(queryClient: QueryClient): void {
  queryClient.clear()
  window.getSelection()?.removeAllRanges()
  // Best effort: a browser may refuse without a touch, and then there was no way to copy either.
  void navigator.clipboard?.writeText('').catch(() => undefined)
  showFace('kiosk')
}
