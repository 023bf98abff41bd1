import { QueryClient } from '@tanstack/react-query'

/** Lists are re-read when asked for: the host is on this machine, and a cached list at a counter is a wrong list. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // `always`: the host is local, so the browser's idea of being offline means nothing here.
      queries: { networkMode: 'always', retry: 1, refetchOnWindowFocus: false, staleTime: 0 },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
