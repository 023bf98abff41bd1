import { isContractProcedure } from '@orpc/contract'
import { describe, expect, it } from 'vitest'
import { contract } from '../../src/contract/contract.ts'
import { passwordOf, testOffice } from '../support/office.ts'
import {
  chiefHere,
  cookieIn,
  pairedScreen,
  startTlsHost,
  tlsBrowser,
  tlsClient,
  tlsRequest,
} from '../support/tls-host.ts'

const paths = Object.entries(contract).flatMap(([capability, members]) =>
  Object.entries(members).flatMap(([name, procedure]) =>
    isContractProcedure(procedure) ? [`/rpc/${capability}/${name}`] : [],
  ),
)

const call = (address: string, path: string, headers: Record<string, string>) =>
  tlsRequest(
    new URL(path, address).href,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(address).origin, ...headers },
    },
    '{}',
  )

describe('a screen of another machine that nobody let in', () => {
  it('may call pairing and nothing else, whatever it asks for', async () => {
    const host = await startTlsHost(testOffice())
    host.from('away')
    const { cookie } = await tlsBrowser(host.address)
    for (const path of paths) {
      const answer = await call(host.address, path, { cookie })
      if (path === '/rpc/pairing/ask') expect([path, answer.status]).toEqual([path, 200])
      else expect([path, answer.status, answer.body]).toEqual([path, 403, expect.stringContaining('"UNPAIRED"')])
      const without = await call(host.address, path, {})
      expect([path, without.status]).toEqual([path, 401])
    }
    expect(host.office.app.registry.list(host.office.caller())).toHaveLength(1)
  })

  it('cannot set an empty office up, nor come in as a screen of this machine by what it says of itself', async () => {
    const host = await startTlsHost(testOffice())
    host.from('away')
    const claims = { 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1', 'x-real-ip': '127.0.0.1' }
    const cookie = cookieIn(await tlsRequest(host.address, { headers: claims }))
    const answer = await call(host.address, '/rpc/office/loadDemo', { cookie, ...claims })
    expect(answer.body).toContain('"UNPAIRED"')
    host.from('here')
    // Behind a proxy on this machine everyone would be this machine: who is relayed must be let in.
    const relayed = cookieIn(await tlsRequest(host.address, { headers: { 'x-forwarded-for': '198.51.100.7' } }))
    expect(
      (await call(host.address, '/rpc/office/state', { cookie: relayed, 'x-forwarded-for': '198.51.100.7' })).status,
    ).toBe(403)
  })

  it('guesses no code, from however many sockets: only an administrator can type one', async () => {
    const host = await startTlsHost(testOffice())
    const chief = await chiefHere(host)
    host.from('away')
    const waiting = await tlsBrowser(host.address)
    const state = await waiting.client.pairing.ask()
    if (state.state !== 'waiting') throw new Error(state.state)
    const guess = tlsClient(host.address, waiting.cookie)
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, () => guess.terminals.letIn({ code: state.code, name: 'Mine', face: 'desk' })),
    )
    expect(answers.every((each) => each.status === 'rejected' && each.reason.code === 'UNPAIRED')).toBe(true)
    host.from('here')
    expect(await chief.terminals.letIn({ code: state.code, name: 'Theirs', face: 'desk' })).toMatchObject({
      outcome: 'done',
    })
  })

  it('fills no queue: new cookies from one place get five codes, and make no terminals', async () => {
    const host = await startTlsHost(testOffice())
    host.from('away')
    const states: string[] = []
    for (let nth = 0; nth < 12; nth += 1) {
      const { client } = await tlsBrowser(host.address)
      states.push((await client.pairing.ask()).state)
    }
    expect(states.filter((state) => state === 'waiting')).toHaveLength(5)
    expect(states.filter((state) => state === 'full')).toHaveLength(7)
    expect(host.office.app.registry.list(host.office.caller())).toHaveLength(1)
  })
})

describe('a screen that was let in', () => {
  it('holds a credential of its own, over a Secure, HttpOnly, host-only cookie, and works', async () => {
    const host = await startTlsHost(testOffice())
    const chief = await chiefHere(host)
    const screen = await pairedScreen(host, chief, 'Window 2', 'kiosk')
    expect(screen.cookie).toMatch(/^__Host-counterfoil_terminal=/)
    expect(screen.cookie).not.toBe(screen.waitingCookie)
    expect(await screen.client.session.current()).toMatchObject({ terminalLabel: screen.label, face: 'kiosk' })
    host.from('here')
    const { terminals, served } = await chief.terminals.list()
    expect(terminals[0]).toMatchObject({ name: 'Window 2', origin: 'paired', pairedByName: 'Chief', here: false })
    expect(served).toMatchObject({ fingerprint: host.fingerprint, selfSigned: true })
  })

  it('is out at once when revoked: its calls, its open stream, its sign-in', async () => {
    const host = await startTlsHost(testOffice())
    const chief = await chiefHere(host)
    const screen = await pairedScreen(host, chief, 'Window 2')
    await screen.client.session.signIn({ name: 'Chief', password: passwordOf('2580') })
    const customer = host.office.addCustomer()
    const sent = await screen.client.verification.start({
      customerId: customer.customerId,
      contactId: customer.contactId('email'),
      channel: 'email',
    })
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const stream = await screen.client.verification.watch({ challengeId: sent.challenge.challengeId })
    await stream.next()
    const over = (async () => {
      for await (const _ of stream);
    })()
    host.from('here')
    expect(await chief.terminals.revoke({ terminalId: screen.terminalId })).toEqual({ outcome: 'done' })
    await over.catch(() => undefined)
    host.from('away')
    await expect(screen.client.session.current()).rejects.toMatchObject({ code: 'UNPAIRED' })
    const again = tlsClient(host.address, screen.waitingCookie)
    await expect(again.session.current()).rejects.toMatchObject({ code: 'UNPAIRED' })
  })

  it('lends its cookie to nobody elsewhere: a screen of this machine is none away from it', async () => {
    const host = await startTlsHost(testOffice())
    await chiefHere(host)
    const own = await tlsBrowser(host.address)
    expect((await own.client.session.current()).terminalLabel).toMatch(/^T\d+$/)
    host.from('away')
    await expect(own.client.session.current()).rejects.toMatchObject({ code: 'UNPAIRED' })
  })
})
