/** The contract over TLS: the host as other machines reach it, called by a browser of its own. */
import { testOffice } from '../support/office.ts'
import { startTlsHost, tlsBrowser, tlsClient } from '../support/tls-host.ts'
import type { ParityOffice } from './parity-office.ts'

export async function tlsOffice(): Promise<ParityOffice> {
  const { address } = await startTlsHost(testOffice())
  const { client } = await tlsBrowser(address)
  return { client, stranger: tlsClient(address, '') }
}
