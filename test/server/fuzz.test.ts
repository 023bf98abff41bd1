import { isContractProcedure } from '@orpc/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contract } from '../../src/contract/contract.ts'
import { browserClient, rawRequest, startHost } from '../support/host.ts'
import { passwordOf, testOffice } from '../support/office.ts'

const paths = Object.entries(contract).flatMap(([capability, members]) =>
  Object.entries(members).flatMap(([name, procedure]) =>
    isContractProcedure(procedure) ? [`/rpc/${capability}/${name}`] : [],
  ),
)
/** Streams stay open by design; a call to one with a good id would wait for its end. */
const answering = paths.filter((path) => !path.endsWith('/watch'))

describe('fuzzed calls', () => {
  it('get an answer each, never a stack, and the host goes on', async () => {
    const office = testOffice()
    await office.addStaff({ name: 'Chief', role: 'administrator', pin: '2580' })
    const { address } = await startHost(office)
    const { client, cookie } = await browserClient(address)
    await client.session.signIn({ name: 'Chief', password: passwordOf('2580') })
    const headers = { 'content-type': 'application/json', cookie, origin: new URL(address).origin }
    const keys = fc.constantFrom(
      'visitId',
      'customerId',
      'contactId',
      'challengeId',
      'code',
      'query',
      'limit',
      'key',
      'allocations',
      'kind',
      'name',
      'status',
      'identifier',
      'locale',
    )
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uuid({ version: 7 }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.anything(), { maxLength: 3 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...answering),
        fc.oneof(
          fc.dictionary(keys, value),
          fc.json().map((text) => JSON.parse(text)),
        ),
        async (path, input) => {
          if (path.endsWith('signOut') || path.endsWith('saveSettings')) return
          const body = JSON.stringify({ json: input })
          const answer = await rawRequest(address, { path, headers, body })
          expect([path, answer.status < 500 || answer.body.includes('"VISIT_CLOSED"')]).toEqual([path, true])
          expect(answer.body).not.toMatch(/\bat \w+.*\(|\.ts:\d|node_modules/)
        },
      ),
      { numRuns: 600 },
    )
    expect((await client.session.current()).staff?.name).toBe('Chief')
  })
})
