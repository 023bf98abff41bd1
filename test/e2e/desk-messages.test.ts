import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../src/core/audit/trail.ts'
import { kavenegarKey } from '../support/kavenegar-peer.ts'
import { sharedBrowser } from '../support/screens.ts'
import { button, goTo } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'
import { messagesSection, tab } from '../support/screens-messages.ts'
import { twilioAccount } from '../support/twilio-peer.ts'

const browser = sharedBrowser()

const dialog = (page: Page) => page.getByRole('dialog')

async function addTwilio(page: Page): Promise<void> {
  await tab(page, 'Providers').click()
  await button(page, 'Add a provider').first().click()
  await button(page, /^Twilio/).click()
  await page.getByLabel('Account SID').fill(twilioAccount.sid)
  await page.getByLabel('Auth Token', { exact: true }).fill(twilioAccount.token)
  await page.getByLabel('SMS number or sender name').fill('+1 (555) 123-4567')
}

async function addKavenegar(page: Page): Promise<void> {
  await tab(page, 'Providers').click()
  await button(page, 'Add a provider').first().click()
  await button(page, /^Kavenegar/).click()
  await page.getByLabel('API key', { exact: true }).fill(kavenegarKey)
  await button(page, 'Save').click()
  await page.getByText('Kavenegar is saved.').waitFor()
}

describe('setting up a provider on screen', () => {
  it('leads from nothing to a tested and stored provider', { timeout: 120_000 }, async () => {
    const { page, twilio } = await messagesSection(browser())
    await page.getByText('No provider is set up yet').waitFor()
    await look(page, 'desk-messages-health-empty')
    await button(page, 'Set up a provider').click()
    await page.getByText('codes go to the messages drawer').waitFor()
    await look(page, 'desk-messages-providers-empty')
    await button(page, 'Add a provider').first().click()
    await page.getByRole('heading', { name: 'Which provider do you have?' }).waitFor()
    await look(page, 'desk-messages-choose')

    await button(page, /^Twilio/).click()
    await button(page, 'Save').click()
    await expect.poll(() => page.getByText('Fill this in.').count()).toBe(2)
    await page.getByText('Give a number, a messaging service or a WhatsApp number.').waitFor()
    await look(page, 'desk-messages-form-faults')
    await button(page, 'Cancel').click()
    await addTwilio(page)
    await look(page, 'desk-messages-form-twilio')

    await button(page, 'Send a test').click()
    await dialog(page).getByLabel('Your phone number').fill('+919876543210')
    await button(dialog(page), 'Send').click()
    await dialog(page).getByText('Taken by the provider in').waitFor()
    await look(page, 'desk-messages-test-waiting')
    twilio.settle(twilio.messages[0]?.sid ?? '', { status: 'delivered', price: '-0.0075' })
    await dialog(page).getByText('Delivered after').waitFor({ timeout: 60_000 })
    await look(page, 'desk-messages-test-delivered')
    await button(dialog(page), 'Close').click()

    await button(page, 'Save').click()
    await page.getByText('Twilio is saved.').waitFor()
    await page.getByText('Password or key stored').waitFor()
    await look(page, 'desk-messages-providers')
    expect(twilio.taken.map(({ to }) => to)).toEqual(['+919876543210'])
    // A real provider is there, so the drawer is gone and the section is still open.
    await page.getByText('No mail or SMS provider is set').waitFor({ state: 'detached' })
    expect(await page.content()).not.toContain(twilioAccount.token)
  })

  it('says in plain words why a test failed and what to do', { timeout: 90_000 }, async () => {
    const { page, twilio } = await messagesSection(browser())
    twilio.become({ does: 'fail', status: 401, code: 20003, message: 'Authenticate' })
    await addTwilio(page)
    await button(page, 'Send a test').click()
    await dialog(page).getByLabel('Your phone number').fill('+919876543210')
    await button(dialog(page), 'Send').click()
    await dialog(page).getByText('What to do:').waitFor()
    await look(page, 'desk-messages-test-failed')
    await button(dialog(page), 'Close').click()
    expect(await page.getByLabel('Account SID').inputValue()).toBe(twilioAccount.sid)
  })

  it('asks before typed things are thrown away, and before a provider is removed', { timeout: 120_000 }, async () => {
    const { page } = await messagesSection(browser())
    await addTwilio(page)
    await goTo(page, 'Settings')
    await dialog(page).getByText('Throw away what you typed?').waitFor()
    await look(page, 'desk-messages-unsaved')
    await button(dialog(page), 'Keep typing').click()
    await tab(page, 'Limits').click()
    await button(dialog(page), 'Keep typing').click()
    await button(page, 'Save').click()
    await page.getByText('Twilio is saved.').waitFor()

    await button(page, 'Change').click()
    await page.getByPlaceholder('Stored; leave empty to keep').waitFor()
    await button(page, 'More').click()
    await page.getByLabel('Name', { exact: true }).fill('Twilio of the town hall and its four branch offices')
    await look(page, 'desk-messages-form-change')
    await button(page, 'Save').click()
    await page.getByText('Twilio of the town hall and its four branch offices is saved.').waitFor()
    await button(page, 'Remove').click()
    await dialog(page).getByText('are forgotten').waitFor()
    await look(page, 'desk-messages-remove')
    await button(dialog(page), 'Remove').click()
    await page.getByText('No provider is set up yet').waitFor()
  })
})

describe('the order of providers', () => {
  it('is changed by keys and buttons, for all numbers and for those of one country', { timeout: 120_000 }, async () => {
    const { page, office } = await messagesSection(browser())
    await addTwilio(page)
    await button(page, 'Save').click()
    await page.getByText('Twilio is saved.').waitFor()
    await addKavenegar(page)
    await tab(page, 'Routes').click()
    await page.getByText('The usual order').first().waitFor()
    await look(page, 'desk-messages-routes-usual')
    const sms = page.getByRole('region', { name: 'SMS' })
    await button(sms, 'Move Kavenegar up').focus()
    await page.keyboard.press('Enter')
    await sms.getByText('Tried in this order').waitFor()
    await sms.getByLabel('An order of its own for numbers beginning with').fill('98')
    await button(sms, 'Add a route').click()
    await sms.getByRole('heading', { name: /SMS to numbers beginning with .*\+98/ }).waitFor()
    await button(sms, 'Take Twilio out of this route').last().click()
    await look(page, 'desk-messages-routes')
    await button(page, 'Save routes').click()
    await page.getByText('Saved. The next message goes this way.').waitFor()
    const { providers } = await office.app.delivery.providers.list()
    const names = providers.map(({ providerId, name }) => [name, providerId] as const)
    const idOf = new Map(names)
    expect(office.app.delivery.providers.routes()).toEqual([
      { channel: 'sms', prefix: '', providerIds: [idOf.get('Kavenegar'), idOf.get('Twilio')] },
      { channel: 'sms', prefix: '+98', providerIds: [idOf.get('Kavenegar')] },
    ])
    await tab(page, 'Providers').click()
    await button(page, 'Remove').last().click()
    await dialog(page).getByText('These routes lose it:').waitFor()
    await look(page, 'desk-messages-remove-routed')
  })
})

describe('the limits', () => {
  it('say what is wrong where it is typed, and are saved as one', { timeout: 90_000 }, async () => {
    const { page, office } = await messagesSection(browser())
    await tab(page, 'Limits').click()
    await page.getByLabel('To one contact in a day').waitFor()
    await look(page, 'desk-messages-limits')
    await page.getByLabel('To one contact in a day').fill('0')
    await page.getByText('1 to 1,000').waitFor()
    expect(await button(page, 'Save limits').isDisabled()).toBe(true)
    await page.getByLabel('To one contact in a day').fill('12')
    const cost = page.getByRole('switch', { name: 'Limit the cost of SMS in a day' })
    await cost.check()
    await page.getByLabel('Cost in a day').fill('2.5')
    await page.getByLabel('Price of one SMS part').fill('0.0075')
    await page.getByRole('combobox', { name: 'Countries that get SMS' }).fill('nep')
    await page.getByRole('option', { name: 'Nepal' }).click()
    await page.keyboard.press('Escape')
    await look(page, 'desk-messages-limits-typed')
    await button(page, 'Save limits').click()
    await page.getByText('Saved. The limits hold from now on.').waitFor()
    expect(office.app.settings.get().limits).toMatchObject({
      contactPerDay: 12,
      dailyCostMicros: 2_500_000,
      segmentPriceMicros: 7_500,
      smsCountries: ['NP'],
    })
  })
})

describe('how the messages fare', () => {
  it('is told in figures for each provider, its balance asked for on one press', { timeout: 120_000 }, async () => {
    const { page, office, twilio } = await messagesSection(browser())
    await addTwilio(page)
    await button(page, 'More').click()
    await page.getByLabel('Warn when the balance falls below').fill('20.5')
    await button(page, 'Save').click()
    await page.getByText('Twilio is saved.').waitFor()
    await addKavenegar(page)
    const texts = (await office.app.delivery.providers.list()).providers.find(({ name }) => name === 'Twilio')
    const routes = [{ channel: 'sms' as const, prefix: '', providerIds: [texts?.providerId ?? ''] }]
    office.app.delivery.providers.saveRoutes(routes, bySystem)
    const { customerId, contactId } = office.addCustomer({ emails: [], phones: ['+919876543210'] })
    const ask = { customerId, contactId: contactId('phone'), channel: 'sms' } as const
    office.app.verification.start(office.caller('clerk'), ask)
    await expect.poll(() => twilio.messages.length).toBe(1)
    twilio.settle(twilio.messages[0]?.sid ?? '', { status: 'delivered', price: '-0.0075' })

    await tab(page, 'Health').click()
    await page.getByText('1 of 1 try').first().waitFor()
    await button(page, 'Ask now').first().click()
    await page.getByText('$12.34').waitFor()
    await page.getByText('low: top it up before codes stop').waitFor()
    await expect.poll(() => page.getByText('$0.0075').count(), { timeout: 30_000 }).toBeGreaterThan(0)
    await look(page, 'desk-messages-health')
  })

  it('says when it can’t be asked, and asks again', { timeout: 90_000 }, async () => {
    const { page } = await messagesSection(browser(), /ERR_FAILED/)
    await tab(page, 'Limits').click()
    await page.route('**/rpc/delivery/health', (route) => route.abort())
    await tab(page, 'Health').click()
    await page.getByText('No newer figures are coming.').waitFor({ timeout: 30_000 })
    await look(page, 'desk-messages-health-old')
    await page.unroute('**/rpc/delivery/health')
    await button(page, 'Ask again').click()
    await page.getByText('No newer figures are coming.').waitFor({ state: 'detached' })
  })
})
