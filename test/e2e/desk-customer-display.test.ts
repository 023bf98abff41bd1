/** The screen that a customer looks at, in a second window of the same browser; and what a dead page leaves to be told. */

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../src/core/audit/trail.ts'
import { startHost } from '../support/host.ts'
import { temporaryFolder, testOffice } from '../support/office.ts'
import { everythingOn, flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, codeInDeskDrawer, find, sendCode, signIn, verify } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'
import { addThreeBills, paymentsOnDisk } from '../support/screens-office.ts'

const browser = sharedBrowser()

async function desk() {
  const time = flowingTime()
  const office = testOffice({ folder: temporaryFolder(), time })
  office.app.settings.change({ officeName: 'Ward 12 counter' }, bySystem)
  office.addCustomer({ accountNo: 'GV-4001', name: 'Lakshmi Narayanan', preferredChannel: 'email' })
  addThreeBills(office, 'GV-4001')
  await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
  const { address } = await startHost(office)
  const page = await openScreen(browser(), { at: address, time })
  /** Another window of the same browser: the same terminal. */
  async function beside(face: string): Promise<Page> {
    const other = await page.context().newPage()
    await other.clock.install({ time: time.wallMs() })
    await other.goto(new URL(`#/${face}`, address).href)
    return other
  }
  return { office, page, beside }
}

describe('the customer’s side of a desk', () => {
  it('shows the code’s reference, the amount, the receipt, and then nothing of the visit', {
    timeout: 120_000,
  }, async () => {
    const { page, beside } = await desk()
    const side = await beside('customer')
    const heading = (name: string) => side.getByRole('heading', { level: 1, name }).waitFor()
    await heading('Welcome')
    await side.getByText('Ward 12 counter').waitFor()
    await look(side, 'customer-welcome')
    expect(await side.getByRole('button').count()).toBe(0)

    await signIn(page, 'Asha Naidu', '7391')
    await find(page, 'GV-4001', 'Lakshmi Narayanan')
    await sendCode(page)
    await heading('We sent you a code')
    await look(side, 'customer-code')
    const code = await codeInDeskDrawer(page)
    await verify(page, code)
    await heading('To pay now')
    await look(side, 'customer-pay')
    await button(page, /^Take payment/).click()
    await page.getByLabel('Cash given').fill('1400')
    await button(page, 'Payment received').click()
    await heading('Paid. Thank you!')
    await side.getByText('Your change').waitFor()
    await look(side, 'customer-paid')
    await button(page, 'Done').click()
    await heading('Paid. Thank you!')

    await button(page, 'Finish the visit').click()
    await heading('Welcome')
    const left = await everythingOn(side)
    for (const theirs of ['Lakshmi', 'GV-4001', code, '1,375', 'T1-']) expect(left).not.toContain(theirs)
  })
})

describe('a page that dies while a payment is under way', () => {
  // What a browser has not written to disk yet goes with it when the computer, or the desktop terminal, dies.
  it.each(['with its notes', 'and its notes with it'])(
    '%s, says when it is back what became of it',
    { timeout: 90_000 },
    async (how) => {
      const { office, page, beside } = await desk()
      await signIn(page, 'Asha Naidu', '7391')
      await find(page, 'GV-4001', 'Lakshmi Narayanan')
      await sendCode(page)
      await verify(page, await codeInDeskDrawer(page))
      await button(page, /^Take payment/).click()
      await page.getByLabel('Cash given').fill('1400')
      const written = Promise.withResolvers<void>()
      await page.route('**/rpc/payments/pay', async (route) => {
        await route.fetch()
        // The answer never arrives: the page is gone.
        written.resolve()
      })
      await button(page, 'Payment received').click()
      await written.promise
      if (how !== 'with its notes') await page.evaluate(() => localStorage.removeItem('counterfoil.unanswered'))
      const again = await beside('desk')
      await page.close()
      const dialog = again.getByRole('dialog', { name: 'A payment was under way' })
      await dialog.getByText('It was taken.').waitFor()
      await look(again, 'desk-unfinished-payment')
      expect(paymentsOnDisk(office)).toBe(1)
      await button(dialog, 'Done').click()
      await dialog.waitFor({ state: 'hidden' })
      await again.reload()
      await button(again, 'Continue').waitFor()
      expect(await dialog.count()).toBe(0)
    },
  )
})
