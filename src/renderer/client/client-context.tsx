import { createContext, type ReactNode, useContext } from 'react'
import type { Client, RecoveryClient } from './client.ts'

const ClientContext = createContext<Client | null>(null)
const RecoveryContext = createContext<RecoveryClient | null>(null)

interface ClientProviderProps {
  readonly client: Client
  readonly recovery: RecoveryClient
  readonly children: ReactNode
}

export function ClientProvider({ client, recovery, children }: ClientProviderProps) {
  return (
    <ClientContext value={client}>
      <RecoveryContext value={recovery}>{children}</RecoveryContext>
    </ClientContext>
  )
}

/** The client of the contract. Event-iterator procedures answer with async iterators. */
export function useClient(): Client {
  const client = useContext(ClientContext)
  if (client === null) throw new Error('useClient needs a ClientProvider above it')
  return client
}

/** The client of an office that could not be opened. */
export function useRecoveryClient(): RecoveryClient {
  const client = useContext(RecoveryContext)
  if (client === null) throw new Error('useRecoveryClient needs a ClientProvider above it')
  return client
}
