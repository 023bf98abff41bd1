import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startHost } from '../support/host.ts'
import { type TestOffice, testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, find, goTo, signIn } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()
const longName = 'Thiruvenkatanathapuram Venkatasubramaniam Ramanathan-Krishnamoorthy of the Northern Extension'

/** An office in which something has happened, with an administrator and a supervisor. */
async function livelyOffice() {
  const time = flowingTime()
  const office = testOffice({ time })
  for (const [name, role, pin] of [
    ['Meera Iyer', 'administrator', '7391'],
    ['Sunil Rao', 'supervisor', '8264'],
  ] as const)
    await office.addStaff({ name, role, pin })
  await happenings(office)
  const { address } = await startHost(office)
  return { office, time, address }
}

async function happenings(office: TestOffice): Promise<void> {
  const { app } = office
  const [meera] = app.staff.list()
  const clerk = { ...office.caller('clerk'), staff: meera ?? null }
  const lakshmi = office.addCustomer({
    accountNo: 'GV-7001',
    name: 'Lakshmi Narayanan',
    emails: ['lakshmi@example.net'],
  })
  const sent = app.verification.start(clerk, {
    customerId: lakshmi.customerId,
    contactId: lakshmi.contactId('email'),
    channel: 'email',
  })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  const { challengeId } = sent.challenge
  const code = await office.lastCode()
  app.verification.verify(clerk, { challengeId, code: `${(Number(code[0]) + 1) % 10}${code.slice(1)}` })
  app.verification.verify(clerk, { challengeId, code })
  const other = office.addCustomer({ accountNo: 'GV-7002', name: longName, emails: ['long@example.net'] })
  const again = { customerId: other.customerId, contactId: other.contactId('email'), channel: 'email' } as const
  const second = app.verification.start(clerk, again)
  if (second.outcome !== 'sent') throw new Error(second.reason)
  app.verification.resend(clerk, second.challenge.challengeId)
  app.verification.identify(office.caller(), { identifier: 'stranger@example.org', locale: 'en' })
  await app.delivery.idle()
}

async function records(page: Page): Promise<void> {
  await goTo(page, 'Records')
  await page.getByRole('heading', { level: 1, name: 'Records' }).waitFor()
}

const rows = (page: Page, list: string) => page.getByRole('list', { name: list }).getByRole('listitem')

describe('the audit trail on screen', () => {
  it('is searched, filtered, opened, proven and taken out', { timeout: 180_000 }, async () => {
    const { time, address, office } = await livelyOffice()
    const page = await openScreen(browser(), { at: address, time })
    await signIn(page, 'Meera Iyer', '7391')
    await records(page)
    const entries = rows(page, 'Entries of the audit trail')
    await entries.first().waitFor()
    await look(page, 'desk-records-audit')

    await page.getByRole('textbox', { name: 'Search' }).fill('Lakshmi')
    await expect.poll(() => entries.filter({ hasText: 'Lakshmi Narayanan' }).count()).toBeGreaterThan(3)
    await expect.poll(() => entries.filter({ hasText: longName }).count()).toBe(0)
    const checked = entries.filter({ hasText: 'Code checked' }).filter({ hasText: 'Wrong' })
    await checked.getByRole('button').press('Enter')
    await checked.getByText('Wrong in a row').waitFor()
    await look(page, 'desk-records-audit-open')

    await page.getByRole('textbox', { name: 'Search' }).fill('no such thing %')
    await page.getByText('Nothing found').waitFor()
    await look(page, 'desk-records-audit-nothing')
    await button(page, 'Clear all filters').first().click()
    await page.getByRole('combobox', { name: 'Outcome' }).click()
    await page.getByRole('option', { name: 'Asked again too soon' }).click()
    await expect.poll(() => entries.count()).toBe(1)
    await entries.getByText('Code not sent').waitFor()

    await button(page, 'Export these rows').click()
    const download = page.waitForEvent('download')
    await button(page.getByRole('dialog'), 'Save the file').click()
    const saved = await (await download).createReadStream()
    const text = (await saved.toArray()).join('')
    expect(text).toContain('code.refused')
    expect(text).not.toContain('code.issued')
    await page.keyboard.press('Escape')

    await button(page, 'Prove that the trail is whole').click()
    await page.getByText('The trail is whole', { exact: true }).waitFor()
    await look(page, 'desk-records-proof')
    await button(page.getByRole('dialog'), 'Close').last().click()
    office.app.officeData.db.exec(`DROP TRIGGER audit_no_update; UPDATE audit SET outcome = 'x' WHERE seq = 5`)
    await button(page, 'Prove that the trail is whole').click()
    await page.getByText('The trail is broken at row 5').waitFor()
    await look(page, 'desk-records-proof-broken')
  })
})

describe('the history of codes on screen', () => {
  it('tells an administrator everything but the code', { timeout: 120_000 }, async () => {
    const { time, address } = await livelyOffice()
    const page = await openScreen(browser(), { at: address, time })
    await signIn(page, 'Meera Iyer', '7391')
    await records(page)
    await page.getByRole('tab', { name: 'Code history' }).click()
    const codes = rows(page, 'Codes sent')
    await expect.poll(() => codes.count()).toBe(3)
    await codes.filter({ hasText: 'Nobody we know' }).waitFor()
    await codes.filter({ hasText: 'Lakshmi' }).getByRole('button').click()
    await codes.getByText('Sent by Meera Iyer').waitFor()
    await codes.getByText('lakshmi@example.net').waitFor()
    await look(page, 'desk-records-codes')
    await page.getByRole('switch', { name: 'Older than 90 days' }).click()
    await page.getByText('Nothing found').waitFor()
  })

  it('shows a supervisor masked contacts, no strangers, and no audit trail', { timeout: 120_000 }, async () => {
    const { time, address } = await livelyOffice()
    const page = await openScreen(browser(), { at: address, time })
    await signIn(page, 'Sunil Rao', '8264')
    await records(page)
    expect(await page.getByRole('tab').allTextContents()).toEqual(['Code history'])
    const codes = rows(page, 'Codes sent')
    await expect.poll(() => codes.count()).toBe(2)
    await codes.getByText('l***@example.net').first().waitFor()
    await look(page, 'desk-records-codes-supervisor')
    await goTo(page, 'Counter')
    await find(page, 'GV-7001', 'Lakshmi Narayanan')
    await button(page, 'Codes sent to this customer').click()
    await expect.poll(() => rows(page, 'Codes sent').count()).toBe(1)
    await look(page, 'desk-customer-codes')
  })

  it('says so where the office does not answer', { timeout: 60_000 }, async () => {
    const { time, address } = await livelyOffice()
    const page = await openScreen(browser(), { at: address, time, mayComplainOf: /Failed to load resource/ })
    await signIn(page, 'Sunil Rao', '8264')
    await page.route('**/rpc/codeHistory/list', (route) => route.abort())
    await records(page)
    await button(page, 'Try again').waitFor()
    await look(page, 'desk-records-codes-failed')
    await page.unroute('**/rpc/codeHistory/list')
    await button(page, 'Try again').click()
    await expect.poll(() => rows(page, 'Codes sent').count()).toBe(2)
  })
})
