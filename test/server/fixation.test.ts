/** A credential that somebody planted, copied or saw before is worth nothing once staff sign in (session fixation, OWASP ASVS 3.2.1). */
import { describe, expect, it } from 'vitest'
import { browserClient, clientWith, startHost } from '../support/host.ts'
import { passwordOf, testOffice } from '../support/office.ts'

const password = passwordOf('7391')
const chief = { name: 'Chief', password }

async function screen() {
  const office = testOffice()
  await office.app.staff.add({ name: 'Chief', role: 'administrator', pin: '7391' }, 'system')
  const { address } = await startHost(office)
  const browser = await browserClient(address)
  const planted = browser.cookie
  const origin = new URL(address).origin
  return { office, browser, planted, copy: clientWith(address, { cookie: planted, origin }), address, origin }
}

describe('a terminal’s credential', () => {
  it('known to a stranger before the sign-in makes nobody staff, and ends once the new one is shown', async () => {
    const { browser, planted, copy } = await screen()
    expect((await copy.session.current()).staff).toBeNull()
    expect((await browser.client.session.signIn(chief)).outcome).toBe('done')
    expect(browser.cookie).not.toBe(planted)
    // The answer with the new one is still on its way, as far as the office knows.
    expect((await copy.session.current()).staff).toBeNull()
    await expect(copy.staff.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await browser.client.session.current()).staff).toMatchObject({ name: 'Chief' })
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
