/** A credential that somebody planted, copied or saw before is worth nothing once staff sign in (session fixation, OWASP ASVS 3.2.1). */
import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../src/core/audit/trail.ts'
import { browserClient, clientWith, startHost } from '../support/host.ts'
import { passwordOf, testOffice } from '../support/office.ts'
import { addAuthenticator } from '../support/staff.ts'

const password = passwordOf('7391')
const chief = { name: 'Chief', password }

async function screen() {
  const office = testOffice()
  await office.addStaff({ name: 'Chief', role: 'administrator', pin: '7391' })
  const { address } = await startHost(office)
  const browser = await browserClient(address)
  const planted = browser.cookie
  const origin = new URL(address).origin
  return { office, browser, planted, copy: clientWith(address, { cookie: planted, origin }), address, origin }
}

describe('a terminal’s credential', () => {
  it('known to a stranger before the sign-in makes nobody staff, and ends ten minutes after the new one was shown', async () => {
    const { office, browser, planted, copy } = await screen()
    expect((await copy.session.current()).staff).toBeNull()
    expect((await browser.client.session.signIn(chief)).outcome).toBe('done')
    expect(browser.cookie).not.toBe(planted)
    // The answer with the new one is still on its way, as far as the office knows.
    expect((await copy.session.current()).staff).toBeNull()
    await expect(copy.staff.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await browser.client.session.current()).staff).toMatchObject({ name: 'Chief' })
    expect((await copy.session.current()).staff).toBeNull()
    await expect(copy.staff.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await browser.client.session.current()).staff).toMatchObject({ name: 'Chief' })
    office.time.pass(10 * 60_000)
    await expect(copy.session.current()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it('is the same terminal as before: its label and its receipts go on', async () => {
    const { browser } = await screen()
    const { terminalLabel } = await browser.client.session.current()
    for (let nth = 0; nth < 3; nth += 1) {
      expect((await browser.client.session.signIn(chief)).outcome).toBe('done')
      expect(await browser.client.session.current()).toMatchObject({ terminalLabel, staff: { name: 'Chief' } })
      await browser.client.session.signOut()
    }
  })

  it('survives an answer that was lost: the old one still is the terminal, and signs in again', async () => {
    const { browser, planted, address, origin } = await screen()
    const { terminalLabel } = await browser.client.session.current()
    // This client keeps no cookie that comes: as if the answer had never arrived.
    const deaf = clientWith(address, { cookie: planted, origin })
    expect((await deaf.session.signIn(chief)).outcome).toBe('done')
    expect(await deaf.session.current()).toMatchObject({ terminalLabel, staff: null })
    expect((await browser.client.session.signIn(chief)).outcome).toBe('done')
    expect(await browser.client.session.current()).toMatchObject({ terminalLabel, staff: { name: 'Chief' } })
  })

  it('survives a browser that died before it wrote the new one down: it is the same terminal when it comes back', async () => {
    const { office, browser, planted, address, copy } = await screen()
    const { terminalLabel } = await browser.client.session.current()
    expect((await browser.client.session.signIn(chief)).outcome).toBe('done')
    expect((await browser.client.session.current()).staff).toMatchObject({ name: 'Chief' })
    office.time.pass(9 * 60_000)
    const page = await fetch(address, { headers: { cookie: planted } })
    expect(page.headers.get('set-cookie')).toBeNull()
    expect(await copy.session.current()).toMatchObject({ terminalLabel, staff: null })
    expect((await copy.session.signIn(chief)).outcome).toBe('done')
  })

  it('outlives two sign-ins at once: whichever answer comes last, the browser is still the terminal', async () => {
    const { office, browser, address, origin } = await screen()
    const { terminalLabel } = await browser.client.session.current()
    const [terminal] = office.app.registry.list(office.caller('administrator'))
    const given = [1, 2, 3].map(() => office.app.terminals.renew(terminal?.terminalId ?? ''))
    for (const credential of given) {
      const known = clientWith(address, { cookie: `counterfoil_terminal=${credential}`, origin })
      expect(await known.session.current()).toMatchObject({ terminalLabel, staff: null })
    }
    expect(given.map((each) => office.app.terminals.recognise(each)?.superseded)).toEqual([true, true, undefined])
  })

  it('of before is worth nothing elsewhere, and ends with its terminal', async () => {
    const { office, browser, planted } = await screen()
    await browser.client.session.signIn(chief)
    await browser.client.session.current()
    const { terminals } = office.app
    const credential = planted.split('=')[1] ?? ''
    expect(terminals.recognise(credential)).toMatchObject({ superseded: true })
    expect(terminals.recognise(credential, { address: '192.0.2.7', local: false })).toBeNull()
    office.app.officeData.db.prepare('UPDATE terminal SET revoked_at_ms = 1').run()
    expect(terminals.recognise(credential)).toBeNull()
  })

  it('is renewed by every way in: a second factor, a new password, a PIN, a badge', async () => {
    const { office, browser } = await screen()
    const seen = new Set([browser.cookie])
    const renewed = (): boolean => seen.size < seen.add(browser.cookie).size
    await browser.client.session.signIn(chief)
    expect(renewed()).toBe(true)
    const [me] = office.app.staff.list()
    const staffId = me?.staffId ?? ''
    await browser.client.session.signOut()
    const back = await browser.client.session.switchTo({ staffId, pin: '7391' })
    expect([back.outcome, renewed()]).toEqual(['done', true])
    const codeAt = addAuthenticator(office, staffId)
    office.time.pass(60_000)
    expect((await browser.client.session.signIn(chief)).outcome).toBe('second_factor')
    expect(renewed()).toBe(true)
    const answered = await browser.client.signIn.answer({ kind: 'totp', code: codeAt() })
    expect([answered.outcome, renewed()]).toEqual(['done', true])
    const given = await office.app.staffAccess.changes.reset(staffId, { secondFactor: true, by: bySystem })
    expect((await browser.client.session.signIn({ name: 'Chief', password: given ?? '' })).outcome).toBe('new_password')
    expect(renewed()).toBe(true)
    const chosen = await browser.client.signIn.choosePassword({ password: 'quiet harbour lantern' })
    expect([chosen.outcome, renewed()]).toEqual(['done', true])
    expect((await browser.client.session.current()).staff).toMatchObject({ name: 'Chief' })
    const asha = await office.addStaff({ name: 'Asha', role: 'clerk', pin: '7391' })
    office.app.staffAccess.changes.setBadge(asha.staffId, '0004713301', bySystem)
    await browser.client.session.signIn({ name: 'Asha', password })
    expect(renewed()).toBe(true)
    expect([(await browser.client.session.switchByBadge({ badge: '0004713301' })).outcome, renewed()]).toEqual([
      'done',
      true,
    ])
  })

  it('does not go on with what another began: no second factor, no new password of theirs', async () => {
    const { office, browser, copy } = await screen()
    const [me] = office.app.staff.list()
    const staffId = me?.staffId ?? ''
    const given = (await office.app.staffAccess.changes.reset(staffId, { secondFactor: false, by: bySystem })) ?? ''
    expect((await browser.client.session.signIn({ name: 'Chief', password: given })).outcome).toBe('new_password')
    const mine = { password: 'chosen by a stranger' }
    // The answer with the new credential is still on its way; then it has come back.
    expect((await copy.signIn.choosePassword(mine)).outcome).toBe('over')
    expect((await copy.signIn.sendCode({ channel: 'email', locale: 'en' })).outcome).toBe('over')
    expect((await copy.signIn.answer({ kind: 'totp', code: '000000' })).outcome).toBe('over')
    const chosen = await browser.client.signIn.choosePassword({ password: 'quiet harbour lantern' })
    expect(chosen.outcome).toBe('done')
    expect((await browser.client.session.current()).staff).toMatchObject({ name: 'Chief' })
    expect((await copy.signIn.choosePassword(mine)).outcome).toBe('over')
  })

  it.each([
    ['/rpc/staff/add', { name: 'Stranger', role: 'administrator', email: '', phone: '' }, 403],
    ['/rpc/signIn/choosePassword', { password: 'chosen by a stranger' }, 200],
  ])('held open at %s since before the sign-in runs as nobody', async (path, input, status) => {
    const { office, browser, planted, address, origin } = await screen()
    const [me] = office.app.staff.list()
    const given = await office.app.staffAccess.changes.reset(me?.staffId ?? '', { secondFactor: false, by: bySystem })
    const held = heldRequest(address, path, { cookie: planted, origin }, JSON.stringify({ json: input }))
    await held.arrived
    await browser.client.session.signIn({ name: 'Chief', password: given ?? '' })
    if (path.startsWith('/rpc/staff')) await browser.client.signIn.choosePassword({ password: 'quiet harbour lantern' })
    const answer = await held.finish()
    expect(answer.status).toBe(status)
    if (status === 200) expect(JSON.parse(answer.body)).toMatchObject({ json: { outcome: 'over' } })
    expect(office.app.staff.list().map(({ name }) => name)).toEqual(['Chief'])
  })
})

describe('how good a password is', () => {
  it('is weighed only where a new one is due', async () => {
    const office = testOffice()
    const { address } = await startHost(office)
    const browser = await browserClient(address)
    const weigh = () => browser.client.signIn.passwordStrength({ password: 'quiet harbour lantern' })
    expect((await weigh()).problem).toBeNull()
    const { staffId } = await office.addStaff({ name: 'Chief', role: 'administrator', pin: '7391' })
    await expect(weigh()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const given = await office.app.staffAccess.changes.reset(staffId, { secondFactor: false, by: bySystem })
    await browser.client.session.signIn({ name: 'Chief', password: given ?? '' })
    expect((await weigh()).problem).toBeNull()
    await browser.client.signIn.choosePassword({ password: 'quiet harbour lantern' })
    expect((await weigh()).problem).toBeNull()
    await browser.client.session.signOut()
    await expect(weigh()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

/** Headers first, the body when the test says so. */
function heldRequest(address: string, path: string, headers: Record<string, string>, body: string) {
  const { hostname, port } = new URL(address)
  const length = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const sent = request({ host: hostname, port, method: 'POST', path, headers: { ...headers, ...length } })
  const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', (response) => {
      let text = ''
      response.on('data', (piece: Buffer) => {
        text += piece.toString()
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
  })
  sent.write(body.slice(0, 1))
  return {
    // A whole answer to another call of the same host: what was written before it has been read.
    arrived: fetch(address).then((page) => page.text()),
    finish: () => {
      sent.end(body.slice(1))
      return answered
    },
  }
}
