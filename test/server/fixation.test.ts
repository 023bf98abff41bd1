/** A credential that somebody planted, copied or saw before is worth nothing once staff sign in (session fixation, OWASP ASVS 3.2.1). */
import { describe, expect, it } from 'vitest'
import { browserClient, clientWith, startHost } from '../support/host.ts'
import { passwordOf, testOffice } from '../support/office.ts'

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

  it('is renewed by every way in: a second factor, a new password, a PIN', async () => {
    const { office, browser } = await screen()
    await browser.client.session.signIn(chief)
    const [me] = office.app.staff.list()
    await browser.client.session.signOut()
    const before = browser.cookie
    const back = await browser.client.session.switchTo({ staffId: me?.staffId ?? '', pin: '7391' })
    expect(back.outcome).toBe('done')
    expect(browser.cookie).not.toBe(before)
    expect((await browser.client.session.current()).staff).toMatchObject({ name: 'Chief' })
  })
})
