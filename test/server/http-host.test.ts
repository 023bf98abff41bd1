import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { browserClient, clientWith, rawRequest, startHost } from '../support/host.ts'
import { passwordOf, testOffice } from '../support/office.ts'

const jsonCall = { 'content-type': 'application/json' }

describe('the Node host', () => {
  it('gives the page a strict policy, a fresh nonce and an HttpOnly, SameSite=Strict cookie', async () => {
    const { address } = await startHost(testOffice())
    const [first, second] = [await fetch(address), await fetch(address)]
    const policy = first.headers.get('content-security-policy') ?? ''
    expect(policy).toContain(`default-src 'none'`)
    expect(policy).not.toMatch(/unsafe|\*|http:|https:/)
    expect(policy).not.toBe(second.headers.get('content-security-policy'))
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    expect(await first.text()).toContain(nonce)
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict; Path=\//)
    expect(first.headers.get('access-control-allow-origin')).toBeNull()
  })

  it.each([
    ['a foreign Origin', { origin: 'https://evil.example' }, 403],
    ['no Origin', {}, 403],
    ['a null Origin', { origin: 'null' }, 403],
    ['the same host at another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['a Host of another name (DNS rebinding)', { host: 'evil.example' }, 421],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 403],
    ['plain text', { 'content-type': 'text/plain' }, 403],
  ])('refuses a call with %s', async (name, headers, status) => {
    const { address } = await startHost(testOffice())
    const { cookie } = await browserClient(address)
    const origin = ['no Origin', 'a foreign Origin', 'a null Origin', 'the same host at another port'].includes(name)
      ? {}
      : { origin: new URL(address).origin }
    const answer = await rawRequest(address, { headers: { ...jsonCall, cookie, ...origin, ...headers }, body: '{}' })
    expect(answer.status).toBe(status)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('refuses calls by %s', async (method) => {
    const { address } = await startHost(testOffice())
    const answer = await rawRequest(address, { method, headers: { origin: new URL(address).origin } })
    expect([403, 405]).toContain(answer.status)
  })

  it('answers nothing without a terminal, nor with a made-up credential', async () => {
    const { address } = await startHost(testOffice())
    const origin = new URL(address).origin
    await expect(clientWith(address, { origin }).session.current()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    const forged = `counterfoil_terminal=${'a'.repeat(43)}`
    await expect(clientWith(address, { origin, cookie: forged }).session.current()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    })
  })

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/assets/../../../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/.git/config',
    '//etc/passwd',
    '/\\..\\x',
  ])('serves nothing for %s', async (path) => {
    const { address } = await startHost(testOffice())
    const answer = await rawRequest(address, { method: 'GET', path })
    expect([400, 404]).toContain(answer.status)
  })

  it('refuses a body that is too large, malformed or of the wrong shape, without a trace of its insides', async () => {
    const { address } = await startHost(testOffice())
    const { cookie } = await browserClient(address)
    const headers = { ...jsonCall, cookie, origin: new URL(address).origin }
    const call = (body: string, path = '/rpc/session/signIn') =>
      rawRequest(address, { path, headers, body }).catch(() => ({ status: 413, body: '' }))
    const answers = [
      await call('x'.repeat(5 * 1024 * 1024)),
      await call('{"json":'),
      await call('[]'),
      await call('{"json":{"staffId":1,"pin":{}}}'),
      await call(`{"json":${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
      await call('{"json":{"__proto__":{"x":1}},"meta":[[0,"__proto__","constructor"]]}'),
      await call('{}', '/rpc/nothing/here'),
      await call('{}', '/rpc/__proto__/constructor'),
    ]
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.body).not.toMatch(/\.ts|node_modules|at .*\(/)
    }
    await expect((await browserClient(address)).client.office.state()).resolves.toMatchObject({ name: 'Test Office' })
  })

  it('cuts off a client that never finishes its headers, and goes on serving the others', async () => {
    const { address } = await startHost(testOffice())
    const url = new URL(address)
    const slow = Array.from({ length: 50 }, () => {
      const socket = connect(Number(url.port), url.hostname)
      socket.on('error', () => {})
      socket.write('POST /rpc/office/state HTTP/1.1\r\nHost: ')
      return socket
    })
    await expect((await browserClient(address)).client.office.state()).resolves.toBeTruthy()
    for (const socket of slow) socket.destroy()
  })

  it('keeps one sign-in per terminal: a second browser is a stranger', async () => {
    const office = testOffice()
    await office.addStaff({ name: 'Chief', role: 'administrator', pin: '2580' })
    const { address } = await startHost(office)
    const one = (await browserClient(address)).client
    const other = (await browserClient(address)).client
    expect(await one.session.signIn({ name: 'Chief', password: passwordOf('2580') })).toMatchObject({ outcome: 'done' })
    expect((await one.session.current()).staff?.name).toBe('Chief')
    expect((await other.session.current()).staff).toBeNull()
    await expect(other.customers.search({ query: 'ab' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('shows a full disk as STORAGE, writes nothing by half, and takes the payment once there is room', async () => {
    const office = testOffice()
    await office.addStaff({ name: 'Chief', role: 'administrator', pin: '2580' })
    const { address } = await startHost(office)
    const { client } = await browserClient(address)
    await client.session.signIn({ name: 'Chief', password: passwordOf('2580') })
    const { db } = office.app.officeData
    const pages = db.pragma('page_count', { simple: true })
    db.pragma(`max_page_count = ${pages}`)
    const add = (nth: number) =>
      client.customers.add({
        accountNo: `FULL-${nth}`,
        name: 'x'.repeat(150),
        address: 'y'.repeat(300),
        ward: '',
        locale: null,
        preferredChannel: null,
        emails: [],
        phones: [],
      })
    let written = 0
    let refused: unknown = null
    for (let nth = 0; nth < 500 && refused === null; nth += 1) {
      try {
        await add(nth)
        written += 1
      } catch (error) {
        refused = error
      }
    }
    expect(refused).toMatchObject({ code: 'STORAGE', data: { kind: 'full' } })
    const rows = db
      .prepare(
        `SELECT (SELECT count(*) FROM customer) AS customers, (SELECT count(*) FROM change_log WHERE entity = 'customer') AS changes`,
      )
      .get()
    expect(rows).toEqual({ customers: written, changes: written })
    db.pragma('max_page_count = 1073741823')
    expect(await add(999)).toMatchObject({ outcome: 'done' })
  })

  it('answers a new screen in words while the data cannot be written, and lives on', async () => {
    const office = testOffice()
    const { address } = await startHost(office)
    office.app.officeData.db.pragma('query_only = 1')
    const refused = await fetch(address)
    expect([refused.status, (await refused.text()).trim()]).toEqual([503, 'the data cannot be read or written now'])
    office.app.officeData.db.pragma('query_only = 0')
    expect((await fetch(address)).status).toBe(200)
  })

  it('enrols no more than thirty new screens a minute, and knows the old ones all the while', async () => {
    const office = testOffice()
    const { address } = await startHost(office)
    const { client } = await browserClient(address)
    const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(address).then((answer) => answer.status)))
    expect(answers.filter((status) => status === 200)).toHaveLength(29)
    expect(await client.office.state()).toMatchObject({ name: 'Test Office' })
    office.time.pass(61_000)
    expect((await fetch(address)).status).toBe(200)
  })
})
