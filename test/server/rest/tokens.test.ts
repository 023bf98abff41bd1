import { generateKeyPairSync } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { verifyTrail } from '../../../src/core/audit/trail.ts'
import { tokenCookies } from '../../../src/server/rest/cookies.ts'
import { backupTo } from '../../../src/storage/backup/plain-backup.ts'
import { restoreFrom } from '../../../src/storage/backup/restore.ts'
import { readMigrations } from '../../../src/storage/migrate.ts'
import { restKey } from '../../../src/storage/rest-key.ts'
import { migrationsFolder, type TestOffice, temporaryFolder, testOffice } from '../../support/office.ts'
import { bearer, cookiesOf, startRest } from '../../support/rest.ts'

const mail = { email: 'someone@example.org' }
const me = '/api/v1/usr/me'
const refresh = '/api/v1/usr/refresh'
const logout = '/api/v1/usr/logout'

async function signedIn(office: TestOffice = testOffice()) {
  const rest = await startRest(office)
  const answer = await rest.signIn(mail)
  expect(answer.status).toBe(200)
  const renew = (token: unknown) => rest.post(refresh, { refresh_token: token })
  return { office, rest, answer, renew, access: String(answer.body.access_token), first: answer.body.refresh_token }
}

describe('access tokens', () => {
  it('are signed with EdDSA, provable by the public keys, and name issuer, audience, user and an id of their own', async () => {
    const { rest, access, answer, office } = await signedIn()
    const keys = (await rest.get('/.well-known/jwks.json')).body
    expect(JSON.stringify(keys)).not.toContain('"d"')
    const proven = await jwtVerify(access, createLocalJWKSet(keys as never), {
      issuer: 'urn:counterfoil:office',
      audience: 'urn:counterfoil:rest',
      currentDate: new Date(office.time.wallMs()),
    })
    expect(proven.protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.any(String) })
    expect(proven.payload).toMatchObject({ sub: (answer.body.user as { id: string }).id, jti: expect.any(String) })
    expect((proven.payload.exp ?? 0) - (proven.payload.iat ?? 0)).toBe(15 * 60)
  })

  it('are refused where they are expired, unsigned, changed, of another key, audience, issuer or kind, or no token at all', async () => {
    const { rest, access, office } = await signedIn()
    const own = restKey(office.folder, office.app.officeData.chance)
    const stranger = generateKeyPairSync('ed25519').privateKey
    const claims = decodeJwt(access)
    const header = { ...decodeProtectedHeader(access), alg: 'EdDSA' }
    const sign = (changes: JWTPayload, key = own, changed = {}) =>
      new SignJWT({ ...claims, ...changes }).setProtectedHeader({ ...header, ...changed }).sign(key)
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const [head = '', body = '', signature = ''] = access.split('.')
    const publicBytes = Buffer.from(String(rest.services.tokens.keySet().keys[0]?.x), 'base64url')
    const byHmac = await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(publicBytes)
    const forged = [
      `${part({ ...header, alg: 'none' })}.${body}.`,
      `${part({ ...header, alg: 'None' })}.${body}.${signature}`,
      `${head}.${part({ ...claims, sub: '00000000-0000-7000-8000-000000000000' })}.${signature}`,
      byHmac,
      await sign({}, stranger),
      await sign({}, stranger, { jwk: { kty: 'OKP', crv: 'Ed25519', x: 'x' } }),
      await sign({ aud: 'urn:another:audience' }),
      await sign({ iss: 'urn:another:issuer' }),
      await sign({ exp: Math.floor(office.time.wallMs() / 1_000) - 1 }),
      await sign({ nbf: Math.floor(office.time.wallMs() / 1_000) + 60 }),
      await sign({}, own, { typ: 'JWT' }),
      await sign({}, own, { kid: 'another' }),
      await sign({ sid: 'no-such-session' }),
      await sign({ sid: 7 }),
      'a.b.c',
      'x'.repeat(2_000),
    ]
    for (const token of forged) {
      const answer = await rest.get(me, { authorization: `Bearer ${token}` })
      expect([answer.status, answer.body.code]).toEqual([401, 'not_signed_in'])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
    expect((await rest.get(me)).status).toBe(401)
    expect((await rest.get(me, { authorization: `Bearer ${await sign({})}` })).status).toBe(200)
    office.time.pass(15 * 60_000 + 1)
    expect((await rest.get(me, { authorization: `Bearer ${access}` })).status).toBe(401)
  })

  it('are signed with a key of mode 0600 beside the database, which stays the same over a restart', async () => {
    const { office } = await signedIn()
    const file = join(office.folder, 'rest.key')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const again = restKey(office.folder, { bytes: () => new Uint8Array(32) })
    const before = restKey(office.folder, office.app.officeData.chance)
    expect(again.equals(before)).toBe(true)
  })
})

describe('refresh tokens', () => {
  it('are good once; the next one goes on', async () => {
    const { rest, renew, first } = await signedIn()
    const second = await renew(first)
    expect([second.status, Object.keys(second.body)]).toEqual([200, ['access_token', 'refresh_token']])
    expect(second.body.refresh_token).not.toBe(first)
    expect((await rest.get(me, bearer(second))).status).toBe(200)
    expect((await renew(second.body.refresh_token)).status).toBe(200)
  })

  it('shown twice end their whole family, the newest tokens and the access tokens included, and it is on record', async () => {
    const { rest, renew, first, office } = await signedIn()
    const elsewhere = await rest.signIn({ email: 'other@example.org' })
    const second = await renew(first)
    const third = await renew(second.body.refresh_token)
    const replayed = await renew(first)
    expect([replayed.status, replayed.body.code]).toEqual([401, 'invalid_refresh_token'])
    expect((await renew(third.body.refresh_token)).status).toBe(401)
    expect((await rest.get(me, bearer(third))).status).toBe(401)
    expect((await rest.get(me, bearer(elsewhere))).status).toBe(200)
    const { db, keys } = office.app.officeData
    const actions = db.prepare('SELECT action FROM audit').pluck().all()
    expect(actions.filter((action) => action === 'user.token_reused')).toHaveLength(1)
    expect(verifyTrail(db, keys.code).outcome).toBe('intact')
  })

  it('sent 50 times at once give no two sign-ins', async () => {
    const { renew, first } = await signedIn()
    const answers = await Promise.all(Array.from({ length: 50 }, () => renew(first)))
    const good = answers.filter(({ status }) => status === 200)
    expect(good).toHaveLength(1)
    expect((await renew(good[0]?.body.refresh_token)).status).toBe(401)
  })

  it('die after 30 days, each counted from its own making, across a restart', async () => {
    const { office, renew, first } = await signedIn()
    office.time.pass(29 * 86_400_000)
    const second = await renew(first)
    expect(second.status).toBe(200)
    await office.close()
    const rest = await startRest(testOffice({ folder: office.folder, time: office.time, seed: 2 }))
    office.time.pass(29 * 86_400_000)
    const third = await rest.post(refresh, { refresh_token: second.body.refresh_token })
    expect(third.status).toBe(200)
    office.time.pass(30 * 86_400_000 + 1)
    expect((await rest.post(refresh, { refresh_token: third.body.refresh_token })).body.code).toBe(
      'invalid_refresh_token',
    )
  })

  it('are in the database as hashes only, and codes nowhere', async () => {
    const { office, first } = await signedIn()
    const { db } = office.app.officeData
    const rows = ['refresh_token', 'app_session', 'app_user', 'audit', 'rest_request', 'challenge'].map((table) =>
      JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all()),
    )
    expect(rows.join()).not.toContain(String(first))
    expect(rows.join()).not.toContain('127.0.0.1')
  })

  it('do not come alive again with a backup', async () => {
    const { office, first } = await signedIn()
    const { clock, keys } = office.app.officeData
    const copied = await backupTo(office.folder, join(office.folder, 'backups'), clock)
    if (!copied.ok) throw new Error(copied.failure.message)
    await office.close()
    const folder = temporaryFolder()
    const place = { dataFolder: folder, migrations: readMigrations(migrationsFolder), clock, actor: 'system' }
    const restored = await restoreFrom(copied.value.file, null, { ...place, key: () => keys.code })
    expect(restored.ok).toBe(true)
    const rest = await startRest(testOffice({ folder, time: office.time, seed: 2 }))
    expect((await rest.post(refresh, { refresh_token: first })).status).toBe(401)
    office.time.pass(61_000)
    expect((await rest.post('/api/v1/usr/otp', mail)).status).toBe(200)
  })

  it('made up, malformed or missing are refused in the same words', async () => {
    const { rest, renew } = await signedIn()
    const bodies = await Promise.all([
      renew('x'.repeat(43)),
      renew('no'),
      rest.post(refresh, {}),
      rest.post(refresh, {}, { cookie: 'counterfoil_refresh=x' }),
    ])
    expect(new Set(bodies.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(bodies[0]?.status).toBe(401)
  })
})

describe('signing out', () => {
  it.each(['refresh token', 'access token', 'cookies'])('by %s ends refresh and access alike', async (by) => {
    const { rest, answer, renew, first } = await signedIn()
    const body = by === 'refresh token' ? { refresh_token: first } : {}
    const headers = by === 'access token' ? bearer(answer) : by === 'cookies' ? { cookie: cookiesOf(answer) } : {}
    const out = await rest.post(logout, body, headers)
    expect([out.status, out.body]).toEqual([200, { message: 'Signed out.' }])
    expect(out.headers.getSetCookie().every((line) => line.includes('Max-Age=0'))).toBe(true)
    expect((await rest.get(me, bearer(answer))).status).toBe(401)
    expect((await renew(first)).status).toBe(401)
    expect((await rest.post(logout, {})).body.code).toBe('not_signed_in')
  })
})

describe('cookies', () => {
  it('carry both tokens, HttpOnly and SameSite=Strict, for the REST paths only', async () => {
    const { answer } = await signedIn()
    expect(answer.headers.getSetCookie()).toEqual([
      `counterfoil_access=${answer.body.access_token}; HttpOnly; SameSite=Strict; Path=/api/v1/usr; Max-Age=900`,
      `counterfoil_refresh=${answer.body.refresh_token}; HttpOnly; SameSite=Strict; Path=/api/v1/usr; Max-Age=2592000`,
    ])
  })

  it('are Secure under TLS', () => {
    const lines = tokenCookies({ access: 'a', refresh: 'r' }, true)
    expect(lines.map((line) => line.endsWith('; Secure'))).toEqual([true, true])
  })

  it('do for me and for refresh from this origin’s page', async () => {
    const { rest, answer } = await signedIn()
    const cookie = cookiesOf(answer)
    const page = { cookie, origin: new URL(rest.address).origin, 'sec-fetch-site': 'same-origin' }
    expect((await rest.get(me, { cookie })).status).toBe(200)
    const renewed = await rest.post(refresh, {}, page)
    expect(renewed.status).toBe(200)
    expect((await rest.get(me, { cookie: cookiesOf(renewed) })).status).toBe(200)
  })

  it('do nothing for another origin, a form, or a request without JSON', async () => {
    const { rest, answer } = await signedIn()
    const cookie = cookiesOf(answer)
    expect((await rest.post(logout, {}, { cookie, origin: 'https://evil.example' })).body.code).toBe('foreign_origin')
    expect((await rest.post(logout, {}, { cookie, origin: 'null' })).body.code).toBe('foreign_origin')
    expect((await rest.post(logout, {}, { cookie, 'sec-fetch-site': 'same-site' })).body.code).toBe('foreign_origin')
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect((await rest.post(logout, {}, { cookie, 'content-type': type })).status).toBe(415)
    const bare = await fetch(new URL(logout, rest.address), { method: 'POST', headers: { cookie } })
    expect(bare.status).toBe(401)
    expect((await rest.get(me, { cookie })).status).toBe(200)
  })

  it('planted twice under one name are none', async () => {
    const { rest, answer } = await signedIn()
    const cookie = `${cookiesOf(answer)}; counterfoil_access=planted`
    expect((await rest.get(me, { cookie })).status).toBe(401)
  })

  it('of before do not stay after sign-in: the sign-in is always a new one', async () => {
    const { rest, answer } = await signedIn()
    const code = await rest.codeFor({ email: 'victim@example.org' })
    const headers = { cookie: cookiesOf(answer) }
    const fresh = await rest.post('/api/v1/usr/otp/verify', { email: 'victim@example.org', code }, headers)
    expect(decodeJwt(String(fresh.body.access_token)).sid).not.toBe(decodeJwt(String(answer.body.access_token)).sid)
  })
})
