/** What people do at the built terminal, through its own screens: a clerk with a customer, and a customer alone. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { PrinterChoice } from '../../src/contract/printers.ts'
import { installedTerminal } from '../../src/main/terminal-key.ts'
import { onNetwork } from '../gateways/printers/given.ts'
import { temporaryFolder, testOffice } from '../support/office.ts'
import { everythingOn, flowingTime } from '../support/screens.ts'
import { button, codeInDeskDrawer, find, sendCode, signIn, verify } from '../support/screens-desk.ts'
import { begin, codeInDrawer, identifyByEmail, kioskWords, touchDigits } from '../support/screens-kiosk.ts'
import { addThreeBills, paymentsOnDisk } from '../support/screens-office.ts'
import { launch, shown } from '../support/terminal.ts'
import { thermalPeer } from '../support/thermal-peer.ts'

const words = kioskWords.en

/** An office in `folder` whose terminal, the one that is started there, has this printer. */
async function officeFor(folder: string, printer: PrinterChoice | null): Promise<void> {
  const office = testOffice({ folder, time: flowingTime(Date.now()) })
  office.addCustomer({ accountNo: 'GV-7001', name: 'Lakshmi Narayanan', emails: ['lakshmi@example.com'] })
  addThreeBills(office, 'GV-7001')
  await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
  const { terminalId } = installedTerminal(folder, office.app.terminals)
  if (printer !== null) office.app.printing.choices.choose(office.caller('administrator'), terminalId, printer)
  await office.close()
}

const paymentsIn = (folder: string): number => paymentsOnDisk(testOffice({ folder, time: flowingTime(Date.now()) }))

/** Patient with a machine that does other things too. */
function patient(page: Page): Page {
  page.setDefaultTimeout(15_000)
  return page
}

describe('a clerk at the terminal', () => {
  it('finds a customer, proves them, takes their payment, prints the receipt on a network printer and finishes', {
    timeout: 180_000,
  }, async () => {
    const folder = temporaryFolder()
    const peer = await thermalPeer()
    await officeFor(folder, onNetwork(peer.port))
    const terminal = launch({ folder })
    const page = patient(await shown(terminal))
    await signIn(page, 'Asha Naidu', '7391')
    await find(page, 'GV-7001', 'Lakshmi Narayanan')
    await sendCode(page)
    await verify(page, await codeInDeskDrawer(page))
    await button(page, /^Take payment/).click()
    await page.getByLabel('Cash given').fill('1400')
    await button(page, 'Payment received').click()
    await page.getByText('Give back').waitFor()
    await button(page, 'Print receipt').click()
    await page.getByText('The receipt is printed', { exact: true }).waitFor()
    const receiptNo =
      /T1-\d{6}/.exec(
        (await page
          .getByText(/T1-\d{6}/)
          .first()
          .textContent()) ?? '',
      )?.[0] ?? 'none'
    for (const word of [receiptNo, 'Lakshmi Narayanan', 'GV-7001', 'INR 1,375.50']) expect(peer.words()).toContain(word)
    expect(peer.words()).not.toContain('DUPLICATE')
    expect(peer.jobs).toHaveLength(1)
    await button(page, 'Done').click()
    await page.getByRole('tab', { name: 'Payments (1)' }).waitFor()
    await button(page, 'Finish the visit').click()
    await page.getByRole('combobox', { name: 'Find the customer' }).waitFor()
    expect(terminal.errors()).toBe('')
    expect(await terminal.stop()).toBe(0)
    expect(paymentsIn(folder)).toBe(1)
  })
})

describe('a customer alone at the kiosk', () => {
  it('proves themselves, sees their bills, gets a code to pay with, gives it up and leaves nothing behind', {
    timeout: 180_000,
  }, async () => {
    const folder = temporaryFolder()
    await officeFor(folder, null)
    const terminal = launch({ folder, args: ['--kiosk'] })
    const page = patient(await shown(terminal, 'kiosk'))
    await begin(page, 'en')
    await identifyByEmail(page, 'en', 'lakshmi@example.com')
    const code = await codeInDrawer(page, 'en')
    await touchDigits(page, 'en', code)
    await page.getByRole('heading', { name: 'Hello, Lakshmi Narayanan' }).waitFor()
    await button(page, words.home.pay).click()
    await expect.poll(() => page.getByRole('checkbox').count()).toBe(3)
    await button(page, /1,375\.50/).click()
    await page.getByRole('img', { name: words.pay.qr }).waitFor()
    await button(page, words.pay.cancel).click()
    await page.getByRole('heading', { name: 'Hello, Lakshmi Narayanan' }).waitFor()
    await button(page, words.home.finish).click()
    await page.getByText(words.goodbye.thanks).waitFor()
    await button(page, words.goodbye.done).click()
    await button(page, words.welcome.begin).waitFor()
    const left = await everythingOn(page)
    for (const secret of ['Lakshmi', 'GV-7001', 'lakshmi@', '1,375.50', code]) expect(left).not.toContain(secret)
    expect(terminal.errors()).toBe('')
    expect(await terminal.stop()).toBe(0)
    expect(paymentsIn(folder)).toBe(0)
  })
})
