import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { InboxMessage } from '../../../contract/inbox.ts'
import { useClient } from '../../client/client-context.tsx'

const inboxQueryKey = ['inbox'] as const

/** The messages, read each second while `active`, and how many came since they were last looked at. */
export function useInbox(active: boolean, open: boolean) {
  const client = useClient()
  const { data } = useQuery({
    queryKey: inboxQueryKey,
    queryFn: () => client.inbox.messages(),
    enabled: active,
    refetchInterval: 1000,
    gcTime: 0,
  })
  // What was read earlier belongs to someone who may be gone.
  const messages: readonly InboxMessage[] = (active ? data : undefined) ?? []
  const newest = messages[0]?.messageId ?? null
  const [seen, setSeen] = useState<string | null>(null)
  if (open && newest !== null && newest !== seen) setSeen(newest)
  const seenAt = messages.findIndex((message) => message.messageId === seen)
  return { messages, fresh: open ? 0 : seenAt === -1 ? messages.length : seenAt }
}
