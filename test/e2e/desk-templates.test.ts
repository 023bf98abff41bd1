import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, codeInDeskDrawer, find, goTo, sendCode, signIn, verify } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()

/** An administrator at the words of the messages, and a customer with a mailbox. */
async function templatesScreen() {
  const time = flowingTime()
  const office = testOffice({ time })
  office.addCustomer({ accountNo: 'GV-5001', name: 'Lakshmi Narayanan', emails: ['lakshmi@example.com'] })
  await office.addStaff({ name: 'Vikram Rao', role: 'administrator', pin: '7391' })
  const { address } = await startHost(office)
  // The mail's frame refuses the test's own scripts, as it would refuse a mail's.
  const mayComplainOf = /^Blocked script execution in 'blob:/
  const page = await openScreen(browser(), { at: address, time, mayComplainOf })
  await signIn(page, 'Vikram Rao', '7391')
  await openTemplates(page)
  return { office, page }
}

async function openTemplates(page: Page): Promise<void> {
  await goTo(page, 'Messages')
  await page.getByRole('tab', { name: 'Templates' }).click()
  await body(page).waitFor()
}

const body = (page: Page) => page.getByRole('textbox', { name: 'Text' })
const save = (page: Page) => button(page, 'Save the words')
const preview = (page: Page) => page.getByRole('region', { name: 'Preview' })
const mail = (page: Page) => page.frameLocator('iframe[title="The mail as its reader sees it"]')
const pick = (page: Page, label: string) => page.getByText(label, { exact: true }).first().click()

describe('the words of the messages', () => {
  it('are edited beside their preview, checked, saved, sent, and restored', { timeout: 120_000 }, async () => {
    const { page } = await templatesScreen()
    await mail(page).getByText('482 913').waitFor()
    await look(page, 'desk-templates-mail')

    await body(page).fill('{greeting}\n\nYour code, please:\n\n{who}')
    await page.getByText(/\{who\}.* can't stand here/).waitFor()
    await page.getByText(/\{code\}.* must be in the text/).waitFor()
    expect(await save(page).isDisabled()).toBe(true)
    await look(page, 'desk-templates-problems')

    await body(page).fill('{greeting}\n\nYour code, please:\n\n')
    await button(page, /^Code\b.*\{code\}/).click()
    expect(await body(page).inputValue()).toBe('{greeting}\n\nYour code, please:\n\n{code}')
    await mail(page).getByText('Your code, please:').waitFor()
    await save(page).click()
    await page.getByText('Saved. The next message goes out like this.').waitFor()

    await find(page, 'lakshmi', 'Lakshmi Narayanan')
    await sendCode(page)
    await button(page, /^No mail or SMS provider is set/).click()
    await page.getByText('Your code, please:').waitFor()
    await button(page, 'Close messages').click()
    await verify(page, await codeInDeskDrawer(page))

    await openTemplates(page)
    await page.getByText(/^Changed by Vikram Rao/).waitFor()
    expect(await body(page).inputValue()).toContain('Your code, please:')
    await button(page, 'Restore the original words').click()
    await look(page, 'desk-templates-restore')
    await button(page, 'Restore them').click()
    await page.getByText('The original words are back.').waitFor()
    expect(await body(page).inputValue()).toContain('The screen shows {reference}')
  })

  it('show an SMS with its size, and which characters make it costly', { timeout: 90_000 }, async () => {
    const { page } = await templatesScreen()
    await pick(page, 'SMS')
    await page.getByText(/^1 segment · GSM-7 · \d+ of 160$/).waitFor()
    await body(page).fill('{code} – “{office}”')
    await preview(page)
      .getByText(/^1 segment · UCS-2 · \d+ of 70$/)
      .waitFor()
    for (const character of ['–', '“', '”']) await preview(page).getByText(character, { exact: true }).waitFor()
    await look(page, 'desk-templates-sms')
  })

  it('ask before unsaved words are lost, and keep them where the answer is no', { timeout: 90_000 }, async () => {
    const { page } = await templatesScreen()
    await body(page).fill('{code} now')
    await pick(page, 'WhatsApp')
    await button(page.getByRole('dialog'), 'Keep typing').click()
    expect(await body(page).inputValue()).toBe('{code} now')
    await pick(page, 'WhatsApp')
    await button(page.getByRole('dialog'), 'Throw away').click()
    await page.getByRole('textbox', { name: 'Subject' }).waitFor({ state: 'detached' })
    expect(await body(page).inputValue()).toContain('is your code for {office}')
  })

  it('are written and shown from right to left in Persian, light and dark', { timeout: 90_000 }, async () => {
    const { page } = await templatesScreen()
    await pick(page, 'فارسی')
    await mail(page).locator('html[lang="fa"][dir="rtl"]').waitFor({ state: 'attached' })
    expect(await body(page).evaluate((field) => getComputedStyle(field).direction)).toBe('rtl')
    const paper = () =>
      mail(page)
        .locator('.card')
        .evaluate((card) => getComputedStyle(card).backgroundColor)
    expect(await paper()).toBe('rgb(255, 255, 255)')
    await preview(page).getByText('Dark', { exact: true }).click()
    await expect.poll(paper).toBe('rgb(27, 32, 38)')
    await look(page, 'desk-templates-persian')
    await preview(page).getByText('Plain text', { exact: true }).click()
    await preview(page).getByText('فرستنده: Test Office').waitFor()
  })
})
