import { X509Certificate } from 'node:crypto'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { connect as tlsConnect } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { renewDays, selfSignedCertificate, validDays } from '../../src/server/self-signed.ts'
import { ownCertificate } from '../../src/server/tls-identity.ts'
import { startHost } from '../support/host.ts'
import { temporaryFolder, testOffice } from '../support/office.ts'
import { startTlsHost, tlsBrowser, tlsRequest } from '../support/tls-host.ts'

const dayMs = 24 * 60 * 60_000
const nowMs = Date.UTC(2026, 9, 21)
const names = ['127.0.0.1', 'localhost', '::1', 'office.local', '192.0.2.2']

async function identityIn(folder: string, atMs = nowMs, asked: readonly string[] = names) {
  const found = await selfSignedCertificate(folder)(asked, atMs)
  if (!found.ok) throw new Error(found.failure)
  return found.value
}

describe('the self-signed certificate', () => {
  it('is P-256, for every name, 397 days at most, its key for its owner alone', async () => {
    const folder = temporaryFolder()
    const made = await identityIn(folder)
    const parsed = new X509Certificate(made.cert)
    expect(parsed.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect([...made.names].sort()).toEqual([...names].sort())
    expect(Date.parse(parsed.validTo) - Date.parse(parsed.validFrom)).toBeLessThanOrEqual(validDays * dayMs)
    expect(parsed.ca).toBe(false)
    if (process.platform !== 'win32') expect(statSync(join(folder, 'tls-key.pem')).mode & 0o777).toBe(0o600)
  })

  it('stays the same until shortly before its end, a new name, or a damaged key', async () => {
    const folder = temporaryFolder()
    const first = await identityIn(folder)
    expect((await identityIn(folder, nowMs + dayMs)).fingerprint).toBe(first.fingerprint)
    expect((await identityIn(folder, nowMs + dayMs, names.slice(1))).fingerprint).toBe(first.fingerprint)
    const renewed = await identityIn(folder, first.validUntilMs - renewDays * dayMs + 1)
    expect(renewed.fingerprint).not.toBe(first.fingerprint)
    const moved = await identityIn(folder, nowMs + 400 * dayMs, [...names, '192.0.2.3'])
    expect(moved.fingerprint).not.toBe(renewed.fingerprint)
    writeFileSync(join(folder, 'tls-key.pem'), 'gone')
    expect((await identityIn(folder, nowMs + 400 * dayMs)).fingerprint).not.toBe(moved.fingerprint)
  })
})

describe('certificate files of the office', () => {
  async function files(atMs = nowMs) {
    const folder = temporaryFolder()
    await identityIn(folder, atMs)
    return { cert: join(folder, 'tls-certificate.pem'), key: join(folder, 'tls-key.pem') }
  }

  it.each([
    ['a key of another certificate', 'not the one of the certificate'],
    ['an expired certificate', 'expired on'],
    ['one that is not valid yet', 'valid from'],
    ['a text that is no certificate', 'not PEM'],
    ['a text that is no key', 'not an unencrypted PEM key'],
    ['a file that is not there', 'cannot be read (ENOENT)'],
  ])('with %s are refused in words', async (what, words) => {
    const mine = await files()
    const other = await files()
    const nonsense = join(temporaryFolder(), 'x.pem')
    writeFileSync(nonsense, 'hello')
    const cases: Record<string, [string, string, number]> = {
      'a key of another certificate': [mine.cert, other.key, nowMs],
      'an expired certificate': [mine.cert, mine.key, nowMs + 400 * dayMs],
      'one that is not valid yet': [mine.cert, mine.key, nowMs - dayMs],
      'a text that is no certificate': [nonsense, mine.key, nowMs],
      'a text that is no key': [mine.cert, nonsense, nowMs],
      'a file that is not there': [`${mine.cert}.no`, mine.key, nowMs],
    }
    const [cert, key, atMs] = cases[what] ?? ['', '', 0]
    const found = await ownCertificate(cert, key, () => {})(names, atMs)
    expect(found).toMatchObject({ ok: false, failure: expect.stringContaining(words) })
  })

  it.skipIf(process.platform === 'win32')('warn once of a key that others can read, and serve', async () => {
    const mine = await files()
    const warnings: string[] = []
    const source = ownCertificate(mine.cert, mine.key, (line) => warnings.push(line))
    expect((await source(names, nowMs)).ok).toBe(true)
    expect(warnings).toEqual([])
    chmodSync(mine.key, 0o644)
    await source(names, nowMs)
    expect(await source(names, nowMs)).toMatchObject({ ok: true, value: { selfSigned: false } })
    expect(warnings).toHaveLength(1)
  })
})

describe('the host over TLS', () => {
  it('shows the certificate that it printed the fingerprint of, and speaks TLS 1.2 or newer only', async () => {
    const { address, fingerprint, office } = await startTlsHost(testOffice())
    const { port } = new URL(address)
    const shakeHands = (options: object) =>
      new Promise<string>((resolve) => {
        const socket = tlsConnect({ host: '127.0.0.1', port: Number(port), ...options }, () => {
          resolve(`${socket.getProtocol()} ${socket.getPeerX509Certificate()?.fingerprint256}`)
          socket.destroy()
        })
        socket.on('error', (error) => resolve(`refused ${'code' in error ? String(error.code) : ''}`))
      })
    const ca = readFileSync(join(office.folder, 'tls-certificate.pem'))
    expect(await shakeHands({ ca, servername: 'localhost' })).toBe(`TLSv1.3 ${fingerprint}`)
    expect(await shakeHands({ ca, maxVersion: 'TLSv1.2' })).toBe(`TLSv1.2 ${fingerprint}`)
    const old = { ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }
    expect(await shakeHands(old)).toMatch(/^refused/)
  })

  it('says nothing to plain HTTP on its port', async () => {
    const { address } = await startTlsHost(testOffice())
    const { port, host } = new URL(address)
    const heard = await new Promise<string>((resolve) => {
      let said = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`))
      socket.on('data', (data) => {
        said += data.toString('latin1')
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(said))
    })
    expect(heard).not.toMatch(/HTTP\/1|html|Set-Cookie/i)
  })

  it('never listens for other machines without it', async () => {
    const { app } = testOffice()
    const { startHttpHost } = await import('../../src/server/http-host.ts')
    const parts = { app, transfers: null as never, storageFault: () => null, screens: '', port: 0 }
    await expect(startHttpHost({ ...parts, host: '0.0.0.0' })).rejects.toThrow('over TLS only')
  })

  it('promises HTTPS for as long as the certificate lives, but not for the loopback names other programs share', async () => {
    const office = testOffice()
    const named = selfSignedCertificate(office.folder)
    const host = await startHost(office, { tls: (asked, atMs) => named([...asked, 'office.example'], atMs) })
    const { port } = new URL(host.address)
    const answer = await tlsRequest(host.address, { headers: { host: `office.example:${port}` } })
    const seconds = Number(/^max-age=(\d+)$/.exec(String(answer.headers['strict-transport-security']))?.[1])
    expect([answer.status, seconds > 300 * 24 * 3600, seconds <= 365 * 24 * 3600]).toEqual([200, true, true])
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^__Host-counterfoil_terminal=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=\d+; Secure$/,
    )
    expect((await tlsRequest(host.address)).headers['strict-transport-security']).toBeUndefined()
  })

  it.each([
    ['a foreign Origin', { origin: 'https://evil.example' }, 403],
    ['its own origin over plain HTTP', { origin: 'http://SELF' }, 403],
    ['a null Origin', { origin: 'null' }, 403],
    ['no Origin', {}, 403],
    ['another port', { origin: 'https://127.0.0.1:1' }, 403],
    ['a Host of another name', { origin: 'https://SELF', host: 'evil.example' }, 421],
    ['a Host without its port', { origin: 'https://SELF', host: '127.0.0.1' }, 421],
    ['a cross-site fetch', { origin: 'https://SELF', 'sec-fetch-site': 'cross-site' }, 403],
    ['a form', { origin: 'https://SELF', 'content-type': 'application/x-www-form-urlencoded' }, 403],
  ])('refuses a call with %s', async (_name, headers, status) => {
    const { address } = await startTlsHost(testOffice())
    const { cookie } = await tlsBrowser(address)
    const { host } = new URL(address)
    const own = Object.fromEntries(
      Object.entries<string>(headers).map(([name, value]) => [name, value.replace('SELF', host)]),
    )
    const sent = { 'content-type': 'application/json', cookie, ...own }
    const answer = await tlsRequest(`${address}rpc/session/current`, { method: 'POST', headers: sent }, '{}')
    expect(answer.status).toBe(status)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})
