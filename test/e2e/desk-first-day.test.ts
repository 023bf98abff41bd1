import { describe, expect, it, onTestFinished } from 'vitest'
import { providersFromEnvironment } from '../../src/gateways/from-environment.ts'
import { startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { everythingOn, flowingTime, openScreen, printedPages, sharedBrowser } from '../support/screens.ts'
import {
  button,
  codeField,
  find,
  goTo,
  mailedCode,
  newestMail,
  searchBox,
  sendCode,
  signIn,
  signOut,
  typePassword,
  wrongCode,
} from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'
import { addThreeBills } from '../support/screens-office.ts'
import { smtpPeer } from '../support/smtp-peer.ts'

const browser = sharedBrowser()
const chiefsPassword = 'quiet harbour lantern'

/** An office on its first day: nobody set it up, and its mail goes to a real SMTP server. */
async function firstDay() {
  const time = flowingTime()
  const mail = await smtpPeer({ does: 'accept' })
  onTestFinished(() => mail.close())
  const env = { SMTP_URL: mail.url('login'), MAIL_FROM: 'Ward 12 <desk@example.com>' }
  const { providers } = providersFromEnvironment(env, () => 'Test Office')
  const office = testOffice({ time, providers, ports: { inbox: null } })
  const { address } = await startHost(office)
  const page = await openScreen(browser(), { at: address, time })
  return { time, mail, office, page }
}

describe('the desk on its first day', () => {
  it('is set up, proves a customer by a mailed code, takes their cash, and forgets them', {
    timeout: 240_000,
  }, async () => {
    const { mail, office, page } = await firstDay()

    await page.getByRole('heading', { name: 'Welcome to Counterfoil' }).waitFor()
    await look(page, 'first-run')
    await button(page, /^Set up this office/).click()
    await page.getByLabel('Name of the office').fill('Ward 12 counter')
    await page.getByLabel('Your name').fill('Meera Rao')
    await page.getByLabel('New password', { exact: true }).fill('password1')
    await page.getByText('Too easy to guess.').waitFor()
    await page.getByLabel('New password', { exact: true }).fill(chiefsPassword)
    await page.getByText('Strong.').waitFor()
    await page.getByLabel('The new password once more').fill('quiet harbour')
    await button(page, 'Set up the office').click()
    await page.getByText('The two passwords differ.').first().waitFor()
    await look(page, 'first-run-form')
    await page.getByLabel('The new password once more').fill(chiefsPassword)
    await button(page, 'Set up the office').click()

    await page.getByText('Sign in to work at this desk.').waitFor()
    await look(page, 'sign-in')
    await typePassword(page, 'Meera Rao', 'not my password')
    await page.getByText('Name or password is wrong.').waitFor()
    await page.getByText('4 tries left.').waitFor()
    await look(page, 'sign-in-wrong')
    await signIn(page, 'Meera Rao', chiefsPassword)
    await page.getByText('No customers yet').waitFor()
    await look(page, 'desk-empty')

    await goTo(page, 'Settings')
    await look(page, 'settings')
    await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
    await office.addStaff({ name: 'Ravi Iyer', role: 'supervisor', pin: '6058' })
    office.addCustomer({
      accountNo: 'GV-1001',
      name: 'Lakshmi Narayanan',
      address: '14 Temple Street, Gandhi Nagar',
      emails: ['lakshmi@example.com'],
      phones: [],
    })
    office.addCustomer({ accountNo: 'GV-1002', name: 'Lakshman Pillai', emails: ['pillai@example.com'], phones: [] })
    addThreeBills(office, 'GV-1001')
    await signOut(page)
    await signIn(page, 'Asha Naidu', '7391')

    await searchBox(page).pressSequentially('laksh')
    await expect.poll(() => page.getByRole('option').count()).toBe(2)
    await look(page, 'desk-search-two')
    await find(page, 'mi', 'Lakshmi Narayanan')
    await look(page, 'desk-customer')

    await sendCode(page)
    await page.getByText('Handed to SMTP').waitFor()
    const code = await mailedCode(mail)
    await look(page, 'desk-verify-mail')
    await codeField(page).pressSequentially(wrongCode(code))
    await page.getByText('That code is wrong.').waitFor()
    await page.getByText('4 tries left').waitFor()
    await look(page, 'desk-verify-wrong')

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.evaluate((text) => navigator.clipboard.writeText(text), `${code.slice(0, 3)} ${code.slice(3)}`)
    await page.keyboard.press('Control+V')
    await page.getByRole('tab', { name: 'Bills' }).waitFor()
    await page.getByText('Verified by e-mail').waitFor()
    await look(page, 'desk-visit-bills')

    await page.getByLabel('The customer pays').fill('900')
    await expect.poll(() => page.getByRole('checkbox', { checked: true }).count()).toBe(2)
    await button(page, /^Take payment/).click()
    await page.getByLabel('Cash given').fill('500')
    await page.getByText('Still missing').waitFor()
    await page.getByLabel('Cash given').fill('1000')
    await page.getByText('₹100.00').first().waitFor()
    await look(page, 'desk-pay-cash')
    await button(page, 'Payment received').click()
    await page.getByText('Give back').waitFor()
    const receiptNo = ((await page.getByText(/^Receipt /).textContent()) ?? '').replace('Receipt ', '')
    await button(page, 'Print receipt').click()
    await page.getByText('The print window is open.').waitFor()
    await look(page, 'desk-paid')
    await button(page, /^E-mail to/).click()
    await page.getByText('The mail was sent').waitFor()
    const receipt = await newestMail(mail, 2)
    expect(receipt.to?.[0]?.address).toBe('lakshmi@example.com')
    expect(`${receipt.subject} ${receipt.text}`).toContain(receiptNo)
    await button(page, 'Done').click()

    await page.getByRole('tab', { name: /^Payments/ }).click()
    await button(page, 'Reprint').click()
    await button(page, 'Print receipt').click()
    await page.getByText('The receipt is marked DUPLICATE.').waitFor()
    const printed = await printedPages(page)
    expect(printed).toHaveLength(2)
    expect(printed[0]).toContain(receiptNo)
    expect(printed[0]).not.toContain('DUPLICATE')
    expect(printed[1]).toContain('DUPLICATE')
    await button(page, 'Close').click()

    await button(page, 'Void').click()
    await page.getByLabel('Reason').fill('Paid for the wrong house')
    await page.getByPlaceholder('Choose a supervisor').click()
    await page.getByRole('option', { name: 'Ravi Iyer' }).click()
    await page.getByRole('dialog').getByLabel(/PIN/).fill('6058')
    await look(page, 'desk-void')
    await button(page, 'Void the payment').click()
    await page.getByText('The payment is voided.').waitFor()
    await button(page.getByRole('dialog'), 'Close').last().click()
    await page.getByText('Voided').waitFor()
    await look(page, 'desk-payments')

    await page.getByRole('tab', { name: 'Feedback' }).click()
    await page.getByRole('radio', { name: '4 stars' }).check({ force: true })
    await page.getByText('Missed pick-up').click()
    await page.getByLabel('Their words').fill('The lorry came late twice.')
    await look(page, 'desk-feedback')
    await button(page, 'Save feedback').click()
    await page.getByText('Thank the customer.').waitFor()

    expect(await everythingOn(page)).toContain('Lakshmi')
    await button(page, 'Finish the visit').click()
    await page.getByText('Visit finished.').waitFor()
    await look(page, 'desk-free')
    const left = await everythingOn(page)
    for (const secret of ['Lakshmi', 'GV-1001', 'lakshmi@example.com', 'Temple Street', receiptNo, code])
      expect(left).not.toContain(secret)
  })
})
