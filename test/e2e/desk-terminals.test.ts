import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { selfSignedCertificate } from '../../src/server/self-signed.ts'
import { startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, goTo, signIn } from '../support/screens-desk.ts'
import { kioskWords } from '../support/screens-kiosk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()
const words = kioskWords.en

/** The office over TLS, the administrator's screen at its own machine, and a screen that comes from elsewhere. */
async function twoScreens() {
  const time = flowingTime()
  const office = testOffice({ time })
  await office.addStaff({ name: 'Meera Pillai', role: 'administrator', pin: '4702' })
  const { address, fingerprint } = await startHost(office, { tls: selfSignedCertificate(office.folder) })
  const desk = await openScreen(browser(), { at: address, time })
  await signIn(desk, 'Meera Pillai', '4702')
  await goTo(desk, 'Settings')
  await desk.getByText('Terminals', { exact: true }).click()
  await desk.getByText(fingerprint ?? 'no certificate').waitFor()
  // A relayed call is never taken for one of this machine, so this browser is a stranger. A stranger's calls are refused.
  const tablet = () =>
    openScreen(browser(), { at: address, time, headers: { 'x-forwarded-for': '192.0.2.50' }, mayComplainOf: /40[13]/ })
  return { office, desk, tablet }
}

const codeOn = async (page: Page): Promise<string> =>
  (await page.getByRole('status', { name: 'The code of this screen' }).textContent()) ?? ''

describe('a screen of another machine', () => {
  it('is let in from the list, is the kiosk it was made, lets staff in, and is out when revoked', {
    timeout: 180_000,
  }, async () => {
    const { office, desk, tablet } = await twoScreens()
    await look(desk, 'desk-terminals-none')
    const screen = await tablet()
    await screen.getByRole('heading', { name: 'Pair this screen' }).waitFor()
    const code = await codeOn(screen)
    expect(code).toMatch(/^[CDFHJKMNPRTWXY34679]{4}-[CDFHJKMNPRTWXY34679]{4}$/)
    await look(screen, 'pairing')

    await button(desk, `Let in ${code}`).waitFor()
    await look(desk, 'desk-terminals-waiting')
    await button(desk, `Let in ${code}`).click()
    const dialog = desk.getByRole('dialog', { name: 'Let a screen in' })
    await dialog.getByText(code).waitFor()
    await dialog.getByLabel('Name').fill('Hall kiosk')
    await dialog.getByText('Kiosk', { exact: true }).click()
    await look(desk, 'desk-terminals-let-in')
    await button(dialog, 'Let it in').click()
    await desk.getByText('“Hall kiosk” was let in').waitFor()

    // The address says desk, the administrator said kiosk.
    await button(screen, words.welcome.begin).waitFor()
    expect(new URL(screen.url()).hash).not.toBe('#/kiosk')
    await look(screen, 'kiosk-paired')
    await button(desk, 'Revoke Hall kiosk').waitFor()
    await look(desk, 'desk-terminals')

    await button(screen, words.welcome.staff).click()
    await signIn(screen, 'Meera Pillai', '4702')
    await screen.getByRole('navigation', { name: 'Sections' }).waitFor()
    await button(screen, /Meera Pillai/).click()
    await screen.getByRole('menuitem', { name: 'Sign out' }).click()
    await button(screen, words.welcome.begin).waitFor()

    await button(desk, 'Revoke Hall kiosk').click()
    await look(desk, 'desk-terminals-revoke')
    await button(desk.getByRole('dialog'), 'Revoke').click()
    await desk.getByText('“Hall kiosk” was revoked').waitFor()
    // Nobody touches it; it hears of it by itself.
    await screen.getByRole('heading', { name: 'Pair this screen' }).waitFor({ timeout: 30_000 })
    expect(office.app.registry.list(office.caller()).map(({ name }) => name)).not.toContain('Hall kiosk')
  })

  it('is let in by its typed code, in any spelling; a wrong one is refused in words', {
    timeout: 120_000,
  }, async () => {
    const { desk, tablet } = await twoScreens()
    const screen = await tablet()
    await screen.getByRole('heading', { name: 'Pair this screen' }).waitFor()
    const code = await codeOn(screen)
    await button(desk, 'Type a code').click()
    const dialog = desk.getByRole('dialog', { name: 'Let a screen in' })
    await dialog.getByLabel('Code on the new screen').fill('CCCC CCCC')
    await dialog.getByLabel('Name').fill('Window 2')
    await button(dialog, 'Let it in').click()
    await dialog.getByText(/No waiting screen shows this code/).waitFor()
    await look(desk, 'desk-terminals-wrong-code')
    await dialog.getByLabel('Code on the new screen').fill(` ${code.toLowerCase().replace('-', ' ')}`)
    await dialog.getByLabel('Code on the new screen').press('Enter')
    await desk.getByText('“Window 2” was let in').waitFor()
    await screen.getByRole('heading', { name: 'Test Office' }).waitFor()
    expect(
      (await screen.context().cookies()).map(({ name, secure, httpOnly, sameSite }) => [
        name,
        secure,
        httpOnly,
        sameSite,
      ]),
    ).toEqual([['__Host-counterfoil_terminal', true, true, 'Strict']])
  })
})
