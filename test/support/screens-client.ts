/** The client a screen has, over the real host; the network in between can be told to lose answers. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { type Client, cookieJar, startHost } from './host.ts'
import { passwordOf, type TestOffice, testOffice } from './office.ts'
import { addThreeBills } from './screens-office.ts'

export interface Network {
  /** Loses the answers of the next calls whose path ends so: the host has done its work, the screen never hears of it. */
  loseAnswers(path: string, times: number): void
}

export interface ScreenClient {
  readonly office: TestOffice
  readonly client: Client
  readonly network: Network
  readonly customerId: string
  contactId(kind: 'email' | 'phone'): string
}

/** An office with one customer who owes ₹1,375.50, and a terminal; with `staff`, a clerk is signed in at it. */
export async function screenClient(who: 'staff' | 'kiosk'): Promise<ScreenClient> {
  const office = testOffice()
  const customer = office.addCustomer({ accountNo: 'GV-7001', name: 'Lakshmi Narayanan' })
  addThreeBills(office, 'GV-7001')
  await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
  const { address } = await startHost(office)
  const jar = cookieJar((await fetch(address)).headers)
  const losses = new Map<string, number>()
  const link = new RPCLink({
    url: new URL('/rpc', address).href,
    headers: () => ({ cookie: jar.cookie, origin: new URL(address).origin }),
    fetch: async (request, init) => {
      const answer = jar.keep(await fetch(request, init))
      const path = [...losses.keys()].find((each) => request.url.endsWith(each))
      const left = path === undefined ? 0 : (losses.get(path) ?? 0)
      if (path === undefined || left === 0) return answer
      losses.set(path, left - 1)
      throw new TypeError('the connection was reset')
    },
  })
  const client: Client = createORPCClient(link)
  if (who === 'staff') await client.session.signIn({ name: 'Asha Naidu', password: passwordOf('7391') })
  return {
    office,
    client,
    network: { loseAnswers: (path, times) => losses.set(path, times) },
    ...customer,
  }
}

/** Sends a code by mail and reads it back: an open visit. Staff only. */
export async function openVisit({ office, client, customerId, contactId }: ScreenClient): Promise<string> {
  const sent = await client.verification.start({ customerId, contactId: contactId('email'), channel: 'email' })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  const { challengeId } = sent.challenge
  const verified = await client.verification.verify({ challengeId, code: await office.lastCode() })
  if (verified.outcome !== 'verified') throw new Error(verified.outcome)
  return verified.visitId
}
