import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { rawRequest, startHost } from '../../support/host.ts'
import { testOffice } from '../../support/office.ts'
import { startRest } from '../../support/rest.ts'

const otp = '/api/v1/usr/otp'
const json = { 'content-type': 'application/json' }

/** Writes raw bytes and reads until the other side closes; `pieces` goes on as long as the socket takes them. */
function converse(
  address: string,
  head: string,
  pieces?: () => Buffer | null,
): Promise<{ said: string; sentBytes: number }> {
  const url = new URL(address)
  return new Promise((resolve) => {
    let said = ''
    let sentBytes = 0
    const socket = connect(Number(url.port), url.hostname)
    const pump = (): void => {
      for (
        let piece = pieces?.() ?? null;
        piece !== null && !socket.destroyed && said === '';
        piece = pieces?.() ?? null
      ) {
        sentBytes += piece.length
        if (!socket.write(piece)) return
      }
    }
    socket.on('drain', pump)
    socket.on('data', (data: Buffer) => {
      said += data.toString()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve({ said, sentBytes }))
    socket.write(head)
    pump()
  })
}

describe('the REST interface', () => {
  it('is not there unless it was asked for', async () => {
    const { address } = await startHost(testOffice())
    for (const path of ['/api/v1/openapi.json', '/api/v1/docs', '/.well-known/jwks.json', '/api/v1/usr/me'])
      expect((await fetch(new URL(path, address))).status).toBe(404)
    expect((await fetch(new URL(otp, address), { method: 'POST', headers: json, body: '{}' })).status).toBe(405)
  })

  it('answers unknown paths and methods with a problem, the latter with Allow, and grants no other origin anything', async () => {
    const { address } = await startRest(testOffice())
    const ask = (method: string, path: string) =>
      rawRequest(address, { method, path, headers: { origin: 'https://evil.example' } })
    for (const path of ['/api', '/api/', '/api/v2/usr/otp', `${otp}/`, '/api/v1/usr/__proto__', '/api/v1/%2e%2e/x']) {
      const answer = await ask('GET', path)
      expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 404, 'application/problem+json'])
      expect(JSON.parse(answer.body)).toMatchObject({
        status: 404,
        code: 'not_found',
        type: 'urn:counterfoil:problem:not_found',
      })
    }
    const wrong = [
      ['GET', otp, 'POST'],
      ['PUT', otp, 'POST'],
      ['OPTIONS', otp, 'POST'],
      ['POST', '/api/v1/usr/me', 'GET'],
      ['POST', '/api/v1/docs', 'GET, HEAD'],
    ] as const
    for (const [method, path, allow] of wrong) {
      const answer = await ask(method, path)
      expect([answer.status, answer.headers.allow]).toEqual([405, allow])
      const granted = Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))
      expect(granted).toEqual([])
    }
  })

  it('answers to its own name only', async () => {
    const { address } = await startRest(testOffice())
    const answer = await rawRequest(address, {
      method: 'GET',
      path: '/api/v1/usr/me',
      headers: { host: 'evil.example' },
    })
    expect(answer.status).toBe(421)
  })

  it('says what is wrong with a body, in a problem without a trace of its insides', async () => {
    const { address } = await startRest(testOffice())
    const send = (body: string, headers: Record<string, string> = json) =>
      rawRequest(address, { path: otp, headers, body })
    const answers = await Promise.all([
      send('{"phone_number":'),
      send('\u0000'),
      send('[]'),
      send('null'),
      send('{}'),
      send('{"phone_number":7}'),
      send('{"phone_number":"+919812345678","email":"a@example.org"}'),
      send(`{"phone_number":"${'9'.repeat(41)}"}`),
      send('{"__proto__":{"email":"a@example.org"}}'),
      send(`${'['.repeat(8_000)}${']'.repeat(8_000)}`),
      send(`{"email":"${'x'.repeat(16_500)}"}`),
      send('{"email":"a@example.org"}', { 'content-type': 'application/json; charset=utf-16' }),
      send('email=a@example.org', { 'content-type': 'application/x-www-form-urlencoded' }),
      send('{}', { ...json, 'content-encoding': 'gzip' }),
    ])
    expect(answers.map(({ status, body }) => [status, JSON.parse(body).code])).toEqual([
      [400, 'malformed_json'],
      [400, 'malformed_json'],
      ...Array.from({ length: 8 }, () => [422, 'invalid_request']),
      [413, 'too_large'],
      ...Array.from({ length: 3 }, () => [415, 'unsupported_media_type']),
    ])
    for (const { headers, body } of answers) {
      expect(headers['content-type']).toBe('application/problem+json')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['content-security-policy']).toContain(`default-src 'none'`)
      expect(body).not.toMatch(/\.ts|node_modules|zod|at .*\(/)
    }
  })

  it('cuts off a body of 1 GB early, announced or not, and one that never ends', async () => {
    const { address } = await startRest(testOffice(), { bodyTimeoutMs: 300 })
    const head = `POST ${otp} HTTP/1.1\r\nHost: ${new URL(address).host}\r\nContent-Type: application/json\r\n`
    const gigabyte = 1024 ** 3
    const piece = Buffer.alloc(64 * 1024, 0x20)
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')])
    const counted = (each: Buffer) => {
      let left = gigabyte
      return () => {
        left -= each.length
        return left > 0 ? each : null
      }
    }
    const announced = await converse(address, `${head}Content-Length: ${gigabyte}\r\n\r\n`, counted(piece))
    const chunked = await converse(address, `${head}Transfer-Encoding: chunked\r\n\r\n`, counted(chunk))
    for (const { said, sentBytes } of [announced, chunked]) {
      expect(said === '' || said.startsWith('HTTP/1.1 413')).toBe(true)
      expect(sentBytes).toBeLessThan(64 * 1024 * 1024)
    }
    const slow = await converse(address, `${head}Content-Length: 30\r\n\r\n{"email"`)
    expect(slow.said).toMatch(/^HTTP\/1\.1 408[\s\S]*"code":"timed_out"/)
  })

  it('goes on serving while others never finish their headers, and refuses headers of 100 KB', async () => {
    const rest = await startRest(testOffice())
    const url = new URL(rest.address)
    const slow = Array.from({ length: 100 }, () => {
      const socket = connect(Number(url.port), url.hostname)
      socket.on('error', () => {})
      socket.write(`POST ${otp} HTTP/1.1\r\nHost: `)
      return socket
    })
    expect((await rest.post(otp, { email: 'a@example.org' })).status).toBe(200)
    for (const socket of slow) socket.destroy()
    const fat = await converse(
      rest.address,
      `GET /api/v1/usr/me HTTP/1.1\r\nHost: ${url.host}\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    )
    expect(fat.said).toMatch(/^HTTP\/1\.1 431/)
  })

  it('answers whatever is thrown at it, and never with a defect', async () => {
    const office = testOffice()
    const limits = { ...office.app.settings.get().limits, terminalPerMinute: 1_000, officePerMinute: 6_000 }
    office.app.settings.change({ limits }, bySystem)
    const { address } = await startRest(office)
    const paths = fc.constantFrom(otp, `${otp}/verify`, '/api/v1/usr/refresh', '/api/v1/usr/logout')
    const key = fc.constantFrom('phone_number', 'email', 'code', 'refresh_token')
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress(), fc.integer(), fc.constant(null))
    const body = fc.oneof(
      fc.dictionary(key, value).map((each) => JSON.stringify(each)),
      fc.json(),
      fc.string(),
    )
    await fc.assert(
      fc.asyncProperty(paths, body, async (path, text) => {
        const answer = await rawRequest(address, { path, headers: json, body: text })
        expect([answer.status < 500, answer.body.length > 0]).toEqual([true, true])
      }),
      { numRuns: 300 },
    )
  })

  it('says so where the data cannot be written, does nothing by half, and lives on', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    const { db } = office.app.officeData
    db.pragma('query_only = 1')
    const refused = await rest.post(otp, { email: 'a@example.org' })
    expect([refused.status, refused.body.code]).toEqual([507, 'storage'])
    db.pragma('query_only = 0')
    expect((await rest.post(otp, { email: 'a@example.org' })).status).toBe(200)
  })

  it('writes messages in the language that was asked for', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    await rest.post(otp, { email: 'a@example.org' }, { 'accept-language': 'de, fa-IR;q=0.9, en;q=0.8' })
    await office.lastCode()
    expect(office.inbox.messages()[0]?.text).toMatch(/[\u0600-\u06FF]/)
  })
})
