/** Which frame may be given the product: the top frame of our own page, with exactly one port. */
import type { IpcMainEvent, MessagePortMain } from 'electron'
import { appOrigin } from './app-origin.ts'

type Sender = {
  readonly senderFrame: Pick<NonNullable<IpcMainEvent['senderFrame']>, 'origin' | 'parent' | 'detached'> | null
  readonly ports: readonly MessagePortMain[]
}

/** The port to bind, or null. The frame is null where it navigated or died while its message was on the way. */
export function trustedPort(event: Sender): MessagePortMain | null {
  const frame = event.senderFrame
  if (frame === null || frame.detached || frame.parent !== null || frame.origin !== appOrigin) return null
  const [port, ...others] = event.ports
  return port === undefined || others.length > 0 ? null : port
}
