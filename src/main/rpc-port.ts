/** Binds the product to one MessagePort. Knows nothing of Electron, so that any two ends of a channel can be tried. */
import { RPCHandler } from '@orpc/server/message-port'
import { recoveryRouter } from '../api/recovery-router.ts'
import { faultInterceptor, router, type StorageFault } from '../api/router.ts'
import type { Session } from '../api/sessions.ts'
import type { App } from '../app.ts'
import type { ClosedOffice } from '../closed-office.ts'
import type { Logger } from '../core/kernel/logger.ts'
import type { Machine } from '../core/terminals/machine.ts'
import type { TransferJobs } from '../core/transfers/port.ts'
import { readFrame } from './rpc-frame.ts'

/** What is used of Electron's `MessagePortMain`. */
export interface RpcPort {
  postMessage(message: string): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
}

export interface PortParts {
  readonly app: App
  readonly transfers: TransferJobs
  readonly storageFault: StorageFault
}

/** Whose port it is. */
export interface PortOwner {
  readonly session: Session | null
  /** The window around it; null where closing that is not its page's to ask. */
  readonly machine: Machine | null
}

/** Serves every port with one handler; each call runs with what was given for its port. */
export function portBinder(parts: PortParts): (port: RpcPort, owner: PortOwner) => void {
  const { logger, newId, db } = parts.app.officeData
  const { storageFault } = parts
  const rpc = new RPCHandler(router, {
    interceptors: [faultInterceptor({ logger, newId, storageFault, isOpen: () => db.open })],
  })
  return (port, { session, machine }) => {
    rpc.upgrade(guarded(port, logger), { context: { app: parts.app, transfers: parts.transfers, session, machine } })
    port.start()
  }
}

/** The same for an office that could not be opened: the small contract of recovery, for this window alone. */
export function recoveryBinder(closed: ClosedOffice): (port: RpcPort) => void {
  const rpc = new RPCHandler(recoveryRouter)
  return (port) => {
    rpc.upgrade(guarded(port, closed.logger), { context: { closed } })
    port.start()
  }
}

/** Looks at each message before oRPC does. */
function guarded(port: RpcPort, logger: Logger) {
  const answer = (message: string): void => {
    try {
      port.postMessage(message)
    } catch (error) {
      // The screen is gone: nobody waits for this answer any more.
      logger.warn('an answer found its port closed', { errorName: error instanceof Error ? error.name : 'unknown' })
    }
  }
  return {
    postMessage: answer,
    on(event: string, hear: (event?: { data: unknown }) => void) {
      if (event === 'close') port.on('close', () => hear())
      if (event !== 'message') return
      port.on('message', ({ data }) => {
        const frame = readFrame(data)
        if (frame.kind !== 'refused') hear({ data: frame.message })
        else {
          logger.warn('a malformed message was refused')
          if (frame.answer !== null) answer(frame.answer)
        }
      })
    },
  }
}
