/** The contract over a MessagePort, bound as the main process binds it, with the other end in the test's hand. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { onTestFinished } from 'vitest'
import { type Session, sessionsInMemory } from '../../src/api/sessions.ts'
import { portBinder, type RpcPort } from '../../src/main/rpc-port.ts'
import { storageFault } from '../../src/storage/database.ts'
import { transferJobs } from '../../src/storage/transfers/jobs.ts'
import { type Client, workerUrl } from '../support/host.ts'
import { migrationsFolder, testOffice } from '../support/office.ts'
import type { ParityOffice } from './parity-office.ts'

/** Node's port, heard the way Electron's `MessagePortMain` is. */
function asMainPort(port: MessagePort): RpcPort {
  return {
    postMessage: (message) => port.postMessage(message),
    on(event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) {
      port.addEventListener(event, (heard) => listener({ data: 'data' in heard ? heard.data : undefined }))
    },
    start: () => port.start(),
  }
}

export async function portOffice(): Promise<ParityOffice> {
  const { app } = testOffice()
  const transfers = transferJobs({ ...app.officeData, workerUrl, migrationsFolder })
  onTestFinished(() => transfers.close())
  const bind = portBinder({ app, transfers, storageFault })
  const connect = (session: Session | null): Client => {
    const { port1: ours, port2: theirs } = new MessageChannel()
    bind(asMainPort(theirs), { session, machine: null })
    const client: Client = createORPCClient(new RPCLink({ port: ours }))
    ours.start()
    onTestFinished(() => ours.close())
    return client
  }
  return { client: connect(sessionsInMemory().at(app.terminals.enrol().terminal)), stranger: connect(null) }
}
