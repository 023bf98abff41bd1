import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { MeetingSummary } from '../../../contract/headquarters.ts'
import { useDesk } from '../desk/desk-context.tsx'
import { meetingSummaryKey } from './headquarters-keys.ts'

const everyMs = { meeting: 1_000, quiet: 5_000 } as const

/** How this office stands with headquarters; undefined until it is known. */
export function useMeetingSummary(): MeetingSummary | undefined {
  const { ports } = useDesk()
  const { data } = useQuery({
    queryKey: meetingSummaryKey,
    queryFn: () => ports.client.headquarters.summary(),
    refetchInterval: ({ state }) => (state.data?.meeting === true ? everyMs.meeting : everyMs.quiet),
  })
  return data
}

/** The browser is the first to hear that the network is back; the office is told, and meets soon. */
export function useNetworkBack(): void {
  const { ports } = useDesk()
  const queries = useQueryClient()
  useEffect(() => {
    const tell = (): void => {
      ports.client.headquarters.networkBack().then(
        () => queries.invalidateQueries({ queryKey: meetingSummaryKey }),
        // Where the office itself does not answer, nothing is lost: it looks by itself too.
        () => undefined,
      )
    }
    window.addEventListener('online', tell)
    return () => window.removeEventListener('online', tell)
  }, [ports, queries])
}
