/** Whether this machine has a network at all. That the internet lies behind it only an attempt can tell. */
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'

/** True where any interface but the loopback has an address that reaches further than its own cable. */
export function machineNetworkUp(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(
      ({ internal, address }) => !internal && !address.startsWith('fe80:') && !address.startsWith('169.254.'),
    ),
  )
}

const knockMs = 3_000

/** Whether anything listens there: a TCP connection that is opened and closed, and says nothing. Never rejects. */
export function somethingListens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: knockMs })
    const end = (answers: boolean): void => {
      socket.destroy()
      resolve(answers)
    }
    socket.once('connect', () => end(true))
    socket.once('timeout', () => end(false))
    socket.once('error', () => end(false))
  })
}
