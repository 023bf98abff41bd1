import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import {
  button,
  codeField,
  codeInDeskDrawer,
  find,
  goTo,
  searchBox,
  sendCode,
  signIn,
  signOut,
  verify,
} from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()

/** From the very first screen into the demo office; the three people's passwords are shown once. */
async function demoOffice() {
  const time = flowingTime()
  const office = testOffice({ time })
  const { address } = await startHost(office)
  const page = await openScreen(browser(), { at: address, time })
  await button(page, /^Look around with a demo office/).click()
  await page.getByText('Note these passwords now').waitFor()
  return { office, page }
}

/** Presses `press` and reads the file that the browser then saves. */
async function saved(page: Page, press: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, press).click()])
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
}

describe('the demo office', () => {
  it('serves a customer whose code is in the drawer, settles their pay-code and answers their feedback', {
    timeout: 120_000,
  }, async () => {
    const { office, page } = await demoOffice()
    await look(page, 'first-run-demo')
    await button(page, 'Open the desk').click()
    await signIn(page, 'Asha Clerk', 'lorry-meadow-2580')
    await searchBox(page).pressSequentially('diya')
    await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(3)
    await look(page, 'desk-search')
    await searchBox(page).fill('')
    await find(page, 'GV-100072', 'Diya')
    await look(page, 'desk-customer-ways')
    await sendCode(page)
    await page.getByText('In the messages drawer of this screen').waitFor()
    await codeField(page).pressSequentially('48')
    await look(page, 'desk-verify')
    await codeField(page).fill('')
    await verify(page, await codeInDeskDrawer(page))
    await button(page, /^Details of bill/)
      .first()
      .click()
    await page.getByText('Household collection').waitFor()
    await look(page, 'desk-visit')

    await button(page, /^Take payment/).click()
    await button(page, 'Pay-code').click()
    await button(page, 'Make a pay-code').click()
    await page.getByRole('img', { name: /^QR code to pay/ }).waitFor()
    await look(page, 'desk-pay-code')
    await button(page, 'They pay later').click()

    await page.getByRole('tab', { name: 'Feedback' }).click()
    await page.getByRole('radio', { name: '2 stars' }).check({ force: true })
    await page.getByText('Missed pick-up').click()
    await page.getByLabel('Their words').fill('Nobody came on Tuesday.')
    await button(page, 'Save feedback').click()
    const ticketNo = (await page.getByText(/^F\d+-\d+$/).textContent()) ?? ''
    await button(page, 'Finish the visit').click()
    await page.getByText('Visit finished.').waitFor()

    await goTo(page, 'Pay-codes')
    await button(page, 'Settle').click()
    await page.getByLabel(/Bank's reference/).fill('UTR 88121')
    await look(page, 'desk-settle')
    await button(page, 'Book it as paid').click()
    await page.getByText(/Booked: receipt/).waitFor()
    await page.getByText('No pay-code is waiting').waitFor()

    await goTo(page, 'Feedback')
    await page.getByText('Nobody came on Tuesday.').waitFor()
    await look(page, 'desk-tickets')
    await button(page, 'Answer').click()
    await button(page, 'Take into work').click()
    await page.getByText(`${ticketNo} is in work.`).waitFor()
    await page.getByText('In work', { exact: true }).first().click()
    await button(page, 'Answer').click()
    await page.getByLabel('Answer to the customer').fill('The lorry comes again this Friday.')
    await look(page, 'desk-ticket-answer')
    await button(page, 'Resolve and tell the customer').click()
    await page.getByText(`${ticketNo} is resolved and the customer is being told.`).waitFor()
    await expect.poll(() => office.inbox.messages()[0]?.text ?? '').toContain('The lorry comes again this Friday.')
  })

  it('imports a messy file of 20,000 rows, shows and saves what it rejected, and exports what it took', {
    timeout: 120_000,
  }, async () => {
    const { office, page } = await demoOffice()
    await button(page, 'Open the desk').click()
    await signIn(page, 'Meera Administrator', 'harvest-window-4702')
    await goTo(page, 'Import & export')
    await page.getByRole('tab', { name: 'Import' }).waitFor()
    await look(page, 'import')
    const good = Array.from(
      { length: 20_000 },
      (_, at) => `IM-${at},Import ${at},i${at}@example.com,,${at} Lane,W,en,email`,
    )
    const bad = [
      'BAD-1,No Mail,not-a-mail,,,,,',
      'BAD-2,No Phone,,12,,,,',
      ',No Account,x@example.com,,,,,',
      'BAD-4,A Formula,y@example.com,,,,=cmd|calc,',
    ]
    const lines = [
      'account_no,name,email,phone,address,ward,locale,channel',
      ...good.slice(0, 9),
      ...bad,
      ...good.slice(9),
    ]
    await page.locator('input[type=file]').setInputFiles({
      name: 'ward 12, final (2).csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n\r\n`),
    })
    await button(page, 'Start the import').click()
    await page.getByRole('progressbar', { name: 'Importing' }).waitFor()
    await page.getByText('The import is done').waitFor({ timeout: 60_000 })
    await page.getByText('not-a-mail').waitFor()
    await look(page, 'import-done')
    const rejects = await saved(page, 'Save the rejects file')
    expect(rejects.name).toBe('ward 12, final (2).csv.rejects.csv')
    expect(rejects.text.match(/^1[1-4],(email|phone|account_no|locale),/gm)).toHaveLength(4)
    expect(rejects.text).toContain('cmd|calc')
    expect(rejects.text).not.toMatch(/(^|,)"?=cmd/m)
    expect(office.app.customerStore.byAccount('IM-19999')?.name).toBe('Import 19999')

    await page.getByRole('tab', { name: 'Export' }).click()
    await look(page, 'export')
    await button(page, 'Start the export').click()
    await page.getByText('The export is done').waitFor({ timeout: 60_000 })
    const taken = await saved(page, 'Save the file')
    expect(taken.name).toBe('customers.csv')
    expect(taken.text.trimEnd().split('\n')).toHaveLength(1 + 500 + 20_000)
    expect(taken.text).toContain('Import 19999')
    await signOut(page)
  })
})
