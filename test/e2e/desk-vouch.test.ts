import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { CustomerRecord } from '../../src/core/customers/read-fields.ts'
import { startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, find, sendCode, signIn } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'
import { addThreeBills } from '../support/screens-office.ts'

const browser = sharedBrowser()

/** A clerk at the counter with the customer on screen; with `chief`, a supervisor is there to approve. */
async function atCounter(options: { chief: boolean; customer?: Partial<CustomerRecord>; mayComplainOf?: RegExp }) {
  const time = flowingTime()
  const office = testOffice({ time })
  office.addCustomer({
    accountNo: 'GV-4001',
    name: 'Lakshmi Narayanan',
    preferredChannel: 'email',
    ...options.customer,
  })
  addThreeBills(office, 'GV-4001')
  await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
  await office.addStaff({ name: 'Vikram Das', role: 'clerk', pin: '4826' })
  if (options.chief) await office.addStaff({ name: 'Ravi Iyer', role: 'supervisor', pin: '6058' })
  const { address } = await startHost(office)
  const page = await openScreen(browser(), { at: address, time, mayComplainOf: options.mayComplainOf })
  await signIn(page, 'Asha Naidu', '7391')
  await find(page, 'GV-4001', 'Lakshmi Narayanan')
  return { office, page }
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Verify without a code' })

async function fill(page: Page, pin: string): Promise<void> {
  await dialog(page).getByLabel('Why is there no code?').fill('No network since nine')
  await dialog(page).getByRole('combobox', { name: 'What did you see?' }).click()
  await page.getByRole('option', { name: 'Passport' }).click()
  await dialog(page).getByRole('combobox', { name: 'Who approves?' }).click()
  // Neither the clerk who asks nor the other one stands in the list.
  expect(await page.getByRole('option').filter({ visible: true }).allTextContents()).toEqual(['Ravi Iyer'])
  await page.getByRole('option', { name: 'Ravi Iyer' }).click()
  await dialog(page).getByLabel('Their PIN').fill(pin)
}

describe('a customer whom no code reaches', () => {
  it('is verified by two members of staff, and the visit is like any other', { timeout: 120_000 }, async () => {
    const { office, page } = await atCounter({ chief: true })
    await look(page, 'desk-vouch-offered')
    await button(page, 'Verify without a code').click()
    await dialog(page).getByText('The audit trail keeps').waitFor()
    expect(await button(dialog(page), 'Open the visit').isDisabled()).toBe(true)
    await look(page, 'desk-vouch')
    await fill(page, '9999')
    await button(dialog(page), 'Open the visit').click()
    await page.getByText('That PIN is wrong. 4 tries left.').waitFor()
    expect(
      await dialog(page)
        .getByLabel('Their PIN')
        .evaluate((field) => field === document.activeElement),
    ).toBe(true)
    await look(page, 'desk-vouch-wrong')
    await page.keyboard.type('6058')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: 'Bills' }).waitFor()
    await page.getByText('Verified by staff').waitFor()
    await look(page, 'desk-vouch-visit')
    const row = office.app.officeData.db
      .prepare<[], { detail: string }>(`SELECT detail FROM audit WHERE action = 'visit.vouched'`)
      .get()
    expect(JSON.parse(row?.detail ?? '')).toMatchObject({ document: 'passport', reason: 'No network since nine' })
    await button(page, /^Take payment/).click()
    await page.getByLabel('Cash given').fill('1400')
    await button(page, 'Payment received').click()
    await page.getByText('Give back').waitFor()
  })

  it('ends the code that was waited for where staff stand for them instead', {
    timeout: 120_000,
  }, async () => {
    const { office, page } = await atCounter({ chief: true })
    await sendCode(page)
    await look(page, 'desk-vouch-verify-panel')
    await button(page, 'Verify without a code').click()
    await fill(page, '6058')
    await button(dialog(page), 'Open the visit').click()
    await page.getByText('Verified by staff').waitFor()
    const live = office.app.officeData.db.prepare(`SELECT count(*) AS n FROM challenge WHERE status = 'live'`).get()
    expect(live).toEqual({ n: 0 })
  })

  it('has this way also where no code can be sent at all, and the clerk reads whom it takes', {
    timeout: 90_000,
  }, async () => {
    const { page } = await atCounter({ chief: false, customer: { emails: [], phones: [], preferredChannel: null } })
    await page.getByText('There is no way to send a code').waitFor()
    await look(page, 'desk-vouch-no-way')
    await button(page, 'Verify without a code').click()
    await page.getByText('Nobody else can approve it').waitFor()
    await look(page, 'desk-vouch-no-approver')
    await button(page, 'Go back').click()
    await dialog(page).waitFor({ state: 'hidden' })
  })

  it('finds the visit whose answer was lost instead of opening another', { timeout: 90_000 }, async () => {
    const { office, page } = await atCounter({ chief: true, mayComplainOf: /Failed to load resource/ })
    await button(page, 'Verify without a code').click()
    await fill(page, '6058')
    await page.route(
      '**/rpc/verification/vouch',
      async (route) => {
        await route.fetch()
        await route.fulfill({ status: 504, body: '' })
      },
      { times: 1 },
    )
    await button(dialog(page), 'Open the visit').click()
    await page.getByText('A visit of this customer is open').waitFor()
    await look(page, 'desk-vouch-lost-answer')
    await button(page, 'Continue the visit').click()
    await page.getByText('Verified by staff').waitFor()
    expect(office.app.officeData.db.prepare('SELECT count(*) AS n FROM visit').get()).toEqual({ n: 1 })
  })

  it('is not verified so too often', { timeout: 90_000 }, async () => {
    const { office, page } = await atCounter({ chief: true })
    const [chief] = office.app.staff.list().filter(({ role }) => role === 'supervisor')
    const [clerk] = office.app.staff.list().filter(({ role }) => role === 'clerk')
    const who = office.app.customerStore.byAccount('GV-4001')
    if (!chief || !clerk || !who) throw new Error('the office is not complete')
    for (let nth = 0; nth < 20; nth += 1) {
      const vouched = await office.app.vouching.vouch(
        { ...office.caller(), staff: clerk },
        {
          customerId: who.id,
          reason: 'No network',
          documentSeen: 'bill',
          approverId: chief.staffId,
          approverPin: '6058',
        },
      )
      expect(vouched.outcome).toBe('verified')
    }
    await button(page, 'Verify without a code').click()
    await fill(page, '6058')
    await button(dialog(page), 'Open the visit').click()
    await page.getByText('Enough visits were opened without a code for now.').waitFor()
    await look(page, 'desk-vouch-too-many')
  })
})
