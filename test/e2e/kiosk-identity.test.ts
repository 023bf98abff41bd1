import { describe, expect, it } from 'vitest'
import enIdentity from '../../resources/locales/en/identity.json' with { type: 'json' }
import { appWith } from '../support/authenticator.ts'
import { startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { everythingOn, flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button } from '../support/screens-desk.ts'
import { begin, codeInDrawer, identifyByEmail, kioskWords, touchDigits } from '../support/screens-kiosk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()
const words = kioskWords.en
const { register, app, authenticator, recovery, contacts } = enIdentity

describe('a newcomer at the kiosk', () => {
  it('registers, sets up an authenticator app, changes a contact, and comes back by the app alone', {
    timeout: 180_000,
  }, async () => {
    const time = flowingTime()
    const office = testOffice({ time })
    office.addCustomer()
    await office.app.staff.add({ name: 'Asha Naidu', role: 'clerk', pin: '7391' }, 'system')
    const { address } = await startHost(office)
    const page = await openScreen(browser(), { at: address, face: 'kiosk', time })
    const next = () => button(page, words.common.action.continue).tap()

    await begin(page, 'en')
    await button(page, register.new).tap()
    await page.getByRole('heading', { name: register.ask.name }).waitFor()
    await page.keyboard.type('Meera Rao')
    await look(page, 'kiosk-register-name')
    await next()
    await page.getByRole('heading', { name: register.ask.address }).waitFor()
    await page.keyboard.type('9 Temple Street')
    await next()
    await page.getByRole('heading', { name: register.ask.ward }).waitFor()
    await next()
    await page.getByRole('heading', { name: register.ask.by_what }).waitFor()
    await look(page, 'kiosk-register-by-what')
    await button(page, words.identify.by.email).tap()
    await page.keyboard.type('meera@example.com')
    await look(page, 'kiosk-register-contact')
    await button(page, register.send).tap()
    await page.getByText(register.sent).waitFor()
    await look(page, 'kiosk-register-verify')
    expect(office.app.customerStore.byAccount('N-1-0001')).toBeUndefined()
    await touchDigits(page, 'en', await codeInDrawer(page, 'en'))
    await page.getByRole('heading', { name: /Meera Rao/ }).waitFor()

    await button(page, new RegExp(`^${words.home.details}`)).tap()
    await look(page, 'kiosk-details-identity')
    await button(page, authenticator.title).tap()
    await page.getByText(authenticator.none).waitFor()
    await look(page, 'kiosk-authenticator-none')
    await button(page, authenticator.setUp).tap()
    await page.getByRole('img', { name: authenticator.qr }).waitFor()
    await look(page, 'kiosk-authenticator-key')
    const key = (await page.getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? ''
    const phone = appWith(key)
    const codeNow = () => phone(office.app.officeData.clock.now())
    await touchDigits(page, 'en', '000000')
    await page.getByText(authenticator.wrong).waitFor()
    await look(page, 'kiosk-authenticator-wrong')
    const first = codeNow()
    await touchDigits(page, 'en', first)
    await page.getByText(recovery.ready).waitFor()
    const codes = await page.getByRole('region', { name: recovery.title }).getByRole('listitem').allTextContents()
    expect(codes).toHaveLength(10)
    await look(page, 'kiosk-recovery-codes')
    await button(page, recovery.kept).tap()
    await page.getByText(/10 recovery codes left/).waitFor()
    await look(page, 'kiosk-authenticator-standing')

    await button(page, words.common.action.back).tap()
    await button(page, contacts.title).tap()
    await look(page, 'kiosk-contacts')
    await button(page, contacts.add).tap()
    await page.keyboard.type('meera.second@example.com')
    await look(page, 'kiosk-contacts-new')
    await next()
    await page.getByText(contacts.sent.new).waitFor()
    await look(page, 'kiosk-contacts-code')
    await touchDigits(page, 'en', await codeInDrawer(page, 'en'))
    await page.getByText(contacts.changed).waitFor()
    await page.getByText('meera.second@example.com').waitFor()
    await button(page, words.common.action.back).tap()
    await button(page, words.common.action.done).tap()
    await button(page, words.home.finish).tap()
    await button(page, words.goodbye.done).tap()
    await button(page, words.welcome.begin).waitFor()
    const left = await everythingOn(page)
    for (const secretText of ['Meera', 'Temple', 'meera@', key, ...codes]) expect(left).not.toContain(secretText)

    time.pass(90_000)
    await begin(page, 'en')
    await identifyByEmail(page, 'en', 'meera@example.com')
    await button(page, app.use).tap()
    await page.getByRole('heading', { name: app.title }).waitFor()
    await page.keyboard.type('111111')
    await button(page, words.verify.check).tap()
    await page.getByText(app.refused.wrong).waitFor()
    await look(page, 'kiosk-verify-app-wrong')
    await page.keyboard.type(codes[0] ?? '')
    await button(page, words.verify.check).tap()
    await page.getByRole('heading', { name: /Meera Rao/ }).waitFor()
  })

  it('whose contact is known sees the same, and is at home in the account there is', { timeout: 90_000 }, async () => {
    const time = flowingTime()
    const office = testOffice({ time })
    office.addCustomer({ name: 'Lakshmi Narayanan', emails: ['lakshmi@example.com'] })
    await office.app.staff.add({ name: 'Asha Naidu', role: 'clerk', pin: '7391' }, 'system')
    const { address } = await startHost(office)
    const page = await openScreen(browser(), { at: address, face: 'kiosk', time })
    await begin(page, 'en')
    await button(page, register.new).tap()
    await page.keyboard.type('Somebody Else')
    for (const heading of [register.ask.address, register.ask.ward, register.ask.by_what]) {
      await button(page, words.common.action.continue).tap()
      await page.getByRole('heading', { name: heading }).waitFor()
    }
    await button(page, words.identify.by.email).tap()
    await page.keyboard.type('lakshmi@example.com')
    await button(page, register.send).tap()
    await page.getByText(register.sent).waitFor()
    await touchDigits(page, 'en', await codeInDrawer(page, 'en'))
    await page.getByRole('heading', { name: /Lakshmi/ }).waitFor()
  })
})
