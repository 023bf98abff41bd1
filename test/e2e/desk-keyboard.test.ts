import { describe, expect, it } from 'vitest'
import { startHost } from '../support/host.ts'
import { passwordOf, testOffice } from '../support/office.ts'
import { flowingTime, openScreen, printedPages, sharedBrowser } from '../support/screens.ts'
import { codeField, searchBox } from '../support/screens-desk.ts'
import { addThreeBills, paymentsOnDisk } from '../support/screens-office.ts'

const browser = sharedBrowser()

describe('the desk without a mouse', () => {
  it('goes from sign-in over search, code, payment and print to the end of the visit', {
    timeout: 90_000,
  }, async () => {
    const time = flowingTime()
    const office = testOffice({ time })
    office.addCustomer({ accountNo: 'GV-5001', name: 'Lakshmi Narayanan', preferredChannel: 'sms' })
    office.addCustomer({ accountNo: 'GV-5002', name: 'Lakshman Pillai' })
    addThreeBills(office, 'GV-5001')
    await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
    const { address } = await startHost(office)
    const page = await openScreen(browser(), { at: address, time })
    const { keyboard } = page

    await page.getByLabel('Name, e-mail or phone').waitFor()
    await keyboard.type('Asha Naidu')
    await keyboard.press('Tab')
    await keyboard.type(passwordOf('7391'))
    await keyboard.press('Enter')

    await searchBox(page).waitFor()
    await keyboard.type('laksh')
    await expect.poll(() => page.getByRole('option').count()).toBe(2)
    const chosen = page.getByRole('option', { selected: true })
    if (!(await chosen.textContent())?.includes('Narayanan')) await keyboard.press('ArrowDown')
    await expect.poll(() => chosen.textContent()).toContain('Narayanan')
    await keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Lakshmi Narayanan' }).waitFor()

    await page.getByRole('button', { name: 'Send the code by SMS' }).waitFor()
    await keyboard.press('F2')
    await codeField(page).waitFor()
    await keyboard.type(await office.lastCode())

    await page.getByRole('checkbox').first().waitFor()
    await keyboard.press('F8')
    await page.getByLabel('Cash given').waitFor()
    await keyboard.type('1400')
    await keyboard.press('Enter')
    await page.getByText('Give back').waitFor()
    expect(paymentsOnDisk(office)).toBe(1)
    await keyboard.press('Enter')
    await page.getByText('The print window is open.').waitFor()
    expect(await printedPages(page)).toHaveLength(1)
    await keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await keyboard.press('Control+Enter')
    await page.getByText('Visit finished.').waitFor()
    expect(await searchBox(page).evaluate((box) => box === document.activeElement)).toBe(true)
  })
})
