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

type Check = Parameters<Session['setPermissionCheckHandler']>[0]
type Request_ = Parameters<Session['setPermissionRequestHandler']>[0]

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
      | 'setBluetoothPairingHandler'
      | 'setProxy'
    >
{
  readonly protocol = new StandInProtocol()
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => {
      this.#beforeRequest = listener
    },
  } satisfies Record<'onBeforeRequest' & keyof WebRequest, unknown>
  #beforeRequest: BeforeRequest | null = null

  #check: Check = null
  #request: Request_ = null
  /** As Electron has it: without a handler every device is allowed to who asked before. */
  refusesDevices = false
  refusesDisplayMedia = false

  setPermissionCheckHandler(handler: Check): void {
    this.#check = handler
  }

  setPermissionRequestHandler(handler: Request_): void {
    this.#request = handler
  }

  setDevicePermissionHandler(handler: Parameters<Session['setDevicePermissionHandler']>[0]): void {
    this.refusesDevices = handler?.({ deviceType: 'usb', origin: '', device: {} as never }) === false
  }

  setDisplayMediaRequestHandler(handler: Parameters<Session['setDisplayMediaRequestHandler']>[0]): void {
    handler?.({} as Parameters<typeof handler>[0], (streams) => {
      this.refusesDisplayMedia = streams === null
    })
  }

  /** Its pages have no network here but what `webRequest` and the scheme's handler answer. */
  proxyRules = ''

  async setProxy({ proxyRules = '' }: Parameters<Session['setProxy']>[0]): Promise<void> {
    this.proxyRules = proxyRules
  }

  setSpellCheckerEnabled(): void {}
  setBluetoothPairingHandler(): void {}

  /** Whether a page may use it: both of the product's handlers say so, or there is none. */
  grants(contents: unknown, permission: string, origin: string): boolean {
    const asked = [contents, permission] as unknown as Parameters<NonNullable<Request_>>
    let isGranted = true
    this.#request?.(asked[0], asked[1], (granted) => (isGranted = granted), asked[3])
    const checked = [contents, permission, origin] as unknown as Parameters<NonNullable<Check>>
    return isGranted && (this.#check === null || this.#check(checked[0], checked[1], checked[2], checked[3]))
  }

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
