import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../src/core/audit/trail.ts'
import { clientWith, startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { everythingOn, flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, wrongCode } from '../support/screens-desk.ts'
import { begin, codeInDrawer, identifyByEmail, kioskWords, touchDigits } from '../support/screens-kiosk.ts'
import { look } from '../support/screens-look.ts'
import { addThreeBills } from '../support/screens-office.ts'

const browser = sharedBrowser()
const words = kioskWords.en
const secrets = ['Lakshmi', 'GV-6001', 'lakshmi@', '9876543210', 'Temple Street', '1,375.50']

async function kioskOffice() {
  const time = flowingTime()
  const office = testOffice({ time })
  office.app.settings.change({ kioskIdleSeconds: 15, kioskWarningSeconds: 60 }, bySystem)
  office.addCustomer({
    accountNo: 'GV-6001',
    name: 'Lakshmi Narayanan',
    address: '14 Temple Street',
    emails: ['lakshmi@example.com'],
    phones: ['+919876543210'],
  })
  addThreeBills(office, 'GV-6001')
  await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
  const { address } = await startHost(office)
  const kiosk = async (mayComplainOf?: RegExp): Promise<Page> => {
    const page = await openScreen(browser(), { at: address, face: 'kiosk', time, mayComplainOf })
    await button(page, words.welcome.begin).waitFor()
    return page
  }
  return { time, office, address, kiosk }
}

/** Verified, at the customer's home page. Answers with the visit, which the page itself never shows. */
async function atHome(page: Page): Promise<string> {
  await begin(page, 'en')
  await identifyByEmail(page, 'en', 'lakshmi@example.com')
  const asked = page.waitForRequest('**/rpc/visits/get')
  await touchDigits(page, 'en', await codeInDrawer(page, 'en'))
  await page.getByRole('heading', { name: 'Hello, Lakshmi Narayanan' }).waitFor()
  const { json }: { json: { visitId: string } } = (await asked).postDataJSON()
  return json.visitId
}

/** The same terminal's own client, to ask the host what it knows. */
async function terminalClient(page: Page, address: string) {
  const cookies = await page.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return clientWith(address, { cookie, origin: new URL(address).origin })
}

async function expectForgotten(page: Page): Promise<void> {
  const left = await everythingOn(page)
  for (const secret of secrets) expect(left).not.toContain(secret)
  expect(new URL(page.url()).hash).toBe('#/kiosk')
}

describe('an unknown contact at the kiosk', () => {
  it('sees the same words as a known one, also after a wrong code', { timeout: 90_000 }, async () => {
    const { kiosk, office } = await kioskOffice()
    const seen: string[] = []
    for (const email of ['lakshmi@example.com', 'stranger@example.com']) {
      const page = await kiosk()
      await begin(page, 'en')
      await identifyByEmail(page, 'en', email)
      const plain = async (): Promise<string> =>
        ((await page.locator('#root').textContent()) ?? '')
          .replaceAll(email, 'the contact')
          .replace(/\d+ new/, '')
          .replace(new RegExp(`(${words.verify.reference})[A-Z]\\d`), '$1')
          .replace(/\d\d:\d\d(\d+ seconds? left)?/g, 'a while')
      seen.push(await plain())
      const code = email.startsWith('lakshmi') ? wrongCode(await office.lastCode()) : '123456'
      await touchDigits(page, 'en', code)
      await page.getByText(words.verify.wrong).waitFor()
      seen.push(await plain())
      if (email.startsWith('stranger')) await look(page, 'kiosk-verify-wrong')
    }
    expect(seen[0]).toContain(words.verify.neutral)
    expect(seen[2]).toBe(seen[0])
    expect(seen[3]).toBe(seen[1])
  })
})

describe('a kiosk that is left alone', () => {
  it('warns, goes on when told to, then wipes the screen and ends the visit', { timeout: 90_000 }, async () => {
    const { address, kiosk } = await kioskOffice()
    const page = await kiosk()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const visitId = await atHome(page)
    await page.evaluate(() => navigator.clipboard.writeText('GV-6001'))
    const client = await terminalClient(page, address)
    expect((await client.visits.get({ visitId })).accountNo).toBe('GV-6001')
    expect(await everythingOn(page)).toContain('Lakshmi')
    await button(page, words.home.pay).tap()
    await page.getByRole('checkbox').first().waitFor()

    await page.clock.fastForward(15_000)
    await page.getByText(words.idle.title).waitFor()
    await look(page, 'kiosk-idle')
    await button(page, words.idle.extend).tap()
    await page.getByText(words.idle.title).waitFor({ state: 'detached' })
    expect(await page.getByRole('checkbox').count()).toBe(3)

    await page.clock.fastForward(15_000)
    await page.getByText(words.idle.title).waitFor()
    await page.clock.fastForward(60_000)
    await button(page, words.welcome.begin).waitFor()
    await expectForgotten(page)
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('')
    await expect.poll(() => client.visits.get({ visitId }).catch((error: Error) => error.message)).toBe('VISIT_CLOSED')

    await page.goBack()
    for (const secret of secrets) expect(await page.content()).not.toContain(secret)
    await page.goForward()
    await button(page, words.welcome.begin).waitFor()
    await expectForgotten(page)
  })

  it('does not warn while a payment is awaited', { timeout: 90_000 }, async () => {
    const { kiosk } = await kioskOffice()
    const page = await kiosk()
    await atHome(page)
    await button(page, words.home.pay).tap()
    await button(page, /^Pay /).tap()
    await page.getByRole('img', { name: words.pay.qr }).waitFor()
    await page.clock.fastForward(60_000)
    await page.getByText(words.pay.waiting).waitFor()
    expect(await page.getByText(words.idle.title).count()).toBe(0)
    await button(page, words.pay.cancel).tap()
    await page.getByRole('heading', { name: 'Hello, Lakshmi Narayanan' }).waitFor()
  })

  it('is wiped too when the host has ended the visit', { timeout: 90_000 }, async () => {
    const { address, kiosk } = await kioskOffice()
    // 409 is how the host says VISIT_CLOSED.
    const page = await kiosk(/409 \(Conflict\)/)
    const visitId = await atHome(page)
    const client = await terminalClient(page, address)
    await client.visits.finish({ visitId, how: 'finished' })
    await button(page, new RegExp(`^${words.home.bills}`)).tap()
    await page.getByRole('checkbox').first().waitFor()
    await button(page, words.common.action.back).tap()
    await button(page, words.welcome.begin).waitFor()
    await expectForgotten(page)
  })
})
