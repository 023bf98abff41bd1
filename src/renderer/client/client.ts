/**
 * The only way out of a screen: one typed client of the contract, over whichever transport the host offers.
 * Screens never learn which one it is.
 */
import { createORPCClient, ORPCError, onError } from '@orpc/client'
import { RPCLink as FetchLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../contract/contract.ts'
import type { recoveryContract } from '../../contract/recovery.ts'
import { tellForbidden } from './forbidden.ts'
import { reloadOnce } from './reload-once.ts'
import { tellVisitClosed } from './visit-closed.ts'

export type Client = ContractRouterClient<typeof contract>
/** What an office answers that could not be opened. */
export type RecoveryClient = ContractRouterClient<typeof recoveryContract>

interface Clients {
  readonly client: Client
  readonly recovery: RecoveryClient
}

/** What Electron's preload puts on the page: `connect` makes it wait for the one port that the page then posts. */
interface Bridge {
  readonly connect: () => void
}

declare global {
  interface Window {
    readonly counterfoil?: Bridge
  }
}

/** The word by which the preload knows the message that carries the port. */
const connectMessage = 'counterfoil:connect'

interface Call<T> {
  readonly path: readonly string[]
  readonly input: unknown
  readonly next: () => Promise<T>
}

/** What a screen asks or tells without anyone's doing: its refusal must not take away what a person is reading. */
const byItself: ReadonlySet<string> = new Set([
  'delivery.status',
  'backups.state',
  'headquarters.summary',
  'headquarters.networkBack',
  'customerDisplay.show',
  'machine.about',
])
const asksByItself = (path: readonly string[]): boolean => byItself.has(path.join('.'))

/** Passes on the refusals that concern more than the screen which asked. */
async function watchRefusals<T>({ path, input, next }: Call<T>): Promise<T> {
  try {
    return await next()
  } catch (error) {
    if (error instanceof ORPCError && error.code === 'VISIT_CLOSED') tellVisitClosed(input)
    if (error instanceof ORPCError && error.code === 'FORBIDDEN' && !asksByItself(path)) tellForbidden()
    if (error instanceof ORPCError && (error.code === 'UNPAIRED' || error.code === 'RECOVERY')) tellForbidden()
    throw error
  }
}

function portClient(bridge: Bridge): Clients {
  const { port1: ours, port2: theirs } = new MessageChannel()
  bridge.connect()
  window.postMessage(connectMessage, location.origin, [theirs])
  ours.start()
  const link = new PortLink({ port: ours, interceptors: [watchRefusals] })
  return { client: createORPCClient(link), recovery: createORPCClient(link) }
}

function httpClient(): Clients {
  const link = new FetchLink({
    url: `${location.origin}/rpc`,
    fetch: (request, init) => fetch(request, { ...init, credentials: 'same-origin' }),
    interceptors: [
      watchRefusals,
      onError((error) => {
        // The terminal's cookie is gone (cleared, or the host was set up anew); only loading the page gives a new one.
        if (error instanceof ORPCError && error.code === 'UNAUTHORIZED') reloadOnce()
      }),
    ],
  })
  return { client: createORPCClient(link), recovery: createORPCClient(link) }
}

export function createClients(): Clients {
  const bridge = window.counterfoil
  return bridge?.connect ? portClient(bridge) : httpClient()
}
