/** The contract over HTTP: the real Node host, called with a browser's cookie and origin. */
import { browserClient, clientWith, startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import type { ParityOffice } from './parity-office.ts'

export async function httpOffice(): Promise<ParityOffice> {
  const { address } = await startHost(testOffice())
  const { client } = await browserClient(address)
  return { client, stranger: clientWith(address, { origin: new URL(address).origin }) }
}
