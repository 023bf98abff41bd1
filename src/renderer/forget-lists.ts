import type { QueryClient } from '@tanstack/react-query'
import type { AppState, AppStore } from './app-store.ts'

const staffAt = (state: AppState): string | null =>
  state.phase === 'ready' ? (state.session.staff?.staffId ?? null) : null

/** Who leaves the desk takes the lists they saw with them: the next person never sees them, not even for a moment. */
export function forgetListsOfWhoLeft(store: AppStore, queries: Pick<QueryClient, 'clear'>): () => void {
  return store.subscribe((now, before) => {
    const was = staffAt(before)
    if (was !== null && was !== staffAt(now)) queries.clear()
  })
}
