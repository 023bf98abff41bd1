/** Sessions and their protocols: what decides about a page's requests is asked, the rest is recorded. */
import { EventEmitter } from 'node:events'
import type { CustomScheme, OnBeforeRequestListenerDetails, Protocol, Session, WebRequest } from 'electron'
import { knowScheme } from './addresses.ts'

type Handler = Parameters<Protocol['handle']>[1]

class StandInProtocol implements Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'> {
  readonly handlers = new Map<string, Handler>()

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    for (const { scheme } of schemes) knowScheme(scheme)
  }

  handle(scheme: string, handler: Handler): void {
    if (this.handlers.has(scheme)) throw new Error(`${scheme} is handled already`)
    this.handlers.set(scheme, handler)
  }
}

type BeforeRequest = (
  details: OnBeforeRequestListenerDetails,
  answer: (response: { cancel?: boolean; redirectURL?: string }) => void,
) => void

export class StandInSession
  extends EventEmitter
  implements
    Pick<
      Session,
      | 'setPermissionCheckHandler'
      | 'setPermissionRequestHandler'
      | 'setDevicePermissionHandler'
      | 'setDisplayMediaRequestHandler'
      | 'setSpellCheckerEnabled'
    >
{
  readonly protocol = new StandInProtocol()
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => {
      this.#beforeRequest = listener
    },
  } satisfies Record<'onBeforeRequest' & keyof WebRequest, unknown>
  #beforeRequest: BeforeRequest | null = null

  setPermissionCheckHandler(): void {}
  setPermissionRequestHandler(): void {}
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setSpellCheckerEnabled(): void {}

  /** What `webRequest` says of an address, then the scheme's handler; null refuses the request. */
  async answer(url: string, method: string): Promise<Response | null> {
    const isRefused = await new Promise<boolean>((resolve) => {
      if (this.#beforeRequest === null) resolve(false)
      // Only the address and the method are filled in: nothing here decides by more.
      else
        this.#beforeRequest({ url, method } as OnBeforeRequestListenerDetails, ({ cancel }) => resolve(cancel === true))
    })
    const handler = this.protocol.handlers.get(url.split(':', 1)[0] ?? '')
    return isRefused || handler === undefined ? null : handler(new Request(url, { method }))
  }
}

const sessions = new Map<string, StandInSession>()

export function fromPartition(partition: string): StandInSession {
  const known = sessions.get(partition)
  if (known !== undefined) return known
  const session = new StandInSession()
  sessions.set(partition, session)
  return session
}
