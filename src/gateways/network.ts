/** Whether this machine has a network at all. That the internet lies behind it only an attempt can tell. */
import { networkInterfaces } from 'node:os'

/** True where any interface but the loopback has an address that reaches further than its own cable. */
export function machineNetworkUp(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(
      ({ internal, address }) => !internal && !address.startsWith('fe80:') && !address.startsWith('169.254.'),
    ),
  )
}
