import { describe, expect, it } from 'vitest'
import { selfSignedCertificate } from '../../../src/server/self-signed.ts'
import { testOffice } from '../../support/office.ts'
import { startRest } from '../../support/rest.ts'
import { tlsRequest } from '../../support/tls-host.ts'

describe('REST under an address of its network', () => {
  it('answers programs of other machines over TLS, which pair nowhere and get no screen’s calls', async () => {
    const office = testOffice()
    const rest = await startRest(office, { tls: selfSignedCertificate(office.folder), isLocal: () => false })
    const post = (path: string, body: unknown, headers = {}) => {
      const options = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
      return tlsRequest(new URL(path, rest.address).href, options, JSON.stringify(body))
    }
    const contact = { email: 'asha@example.com' }
    expect(rest.address).toMatch(/^https:/)
    expect(await post('/api/v1/usr/otp', contact)).toMatchObject({ status: 200 })
    const verified = await post('/api/v1/usr/otp/verify', { ...contact, code: await office.lastCode() })
    expect(verified.status).toBe(200)
    const cookies = [verified.headers['set-cookie'] ?? []].flat()
    expect(cookies.map((cookie) => cookie.includes('; Secure'))).toEqual([true, true])
    const called = await post('/rpc/office/state', {}, { origin: new URL(rest.address).origin })
    expect(called.status).toBe(401)
  })
})
