import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startHost } from '../support/host.ts'
import { type TestOffice, testOffice } from '../support/office.ts'
import { flowingTime, openScreen, printedPages, sharedBrowser } from '../support/screens.ts'
import { button, codeInDeskDrawer, find, goTo, sendCode, signIn, signOut, verify } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'
import { addThreeBills } from '../support/screens-office.ts'
import { type ThermalPeer, thermalPeer } from '../support/thermal-peer.ts'

const browser = sharedBrowser()

async function officeWithPrinter(): Promise<{ office: TestOffice; peer: ThermalPeer; page: Page }> {
  const time = flowingTime()
  const office = testOffice({ time })
  office.addCustomer({ accountNo: 'GV-4001', name: 'Lakshmi Narayanan', preferredChannel: 'email' })
  addThreeBills(office, 'GV-4001')
  await office.addStaff({ name: 'Meera Pillai', role: 'administrator', pin: '4702' })
  await office.addStaff({ name: 'Ravi Kumar', role: 'supervisor', pin: '8264' })
  const { address } = await startHost(office)
  return { office, peer: await thermalPeer(), page: await openScreen(browser(), { at: address, time }) }
}

const radio = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })

async function choosePrinter(page: Page, port: number): Promise<void> {
  await goTo(page, 'Settings')
  await page.getByText('Printer', { exact: true }).click()
  await page.getByText('Nobody has chosen a printer').waitFor()
  await look(page, 'desk-printer-none')
  await radio(page, 'Printer of the computer').click()
  await look(page, 'desk-printer-system')
  await radio(page, 'Receipt printer').click()
  await page.getByLabel('Address').fill('127.0.0.1')
  await page.getByLabel('Port').fill(String(port))
  await page.getByLabel('Open the cash drawer').check({ force: true })
  await look(page, 'desk-printer-thermal')
  await button(page, 'Save').click()
  await page.getByText('Saved', { exact: true }).waitFor()
}

describe('a receipt printer at the desk', () => {
  it('is chosen, tried, prints receipts, says what it lacks, and is tried again without losing the original', {
    timeout: 240_000,
  }, async () => {
    const { peer, page } = await officeWithPrinter()
    await signIn(page, 'Meera Pillai', '4702')
    await choosePrinter(page, peer.port)
    await button(page, 'Print a test page').click()
    await page.getByText('The test page is printed').waitFor()
    await look(page, 'desk-printer-tested')
    expect(peer.jobs).toHaveLength(1)

    await goTo(page, 'Counter')
    await find(page, 'GV-4001', 'Lakshmi Narayanan')
    await sendCode(page)
    await verify(page, await codeInDeskDrawer(page))
    await button(page, /^Take payment/).click()
    await page.getByLabel('Cash given').fill('1400')
    peer.be({ paper: 'out' })
    await button(page, 'Payment received').click()
    await page.getByText('Give back').waitFor()
    await button(page, 'Print receipt').click()
    await page.getByText('The printer is out of paper').waitFor()
    await page.getByText('The payment is safe.').waitFor()
    await look(page, 'desk-receipt-paper-out')

    peer.be({ paper: 'in' })
    await button(page, 'Try again').click()
    await page.getByText('The receipt is printed', { exact: true }).waitFor()
    await look(page, 'desk-receipt-printed')
    expect(peer.words()).toContain('INR 1,375.50')
    expect(peer.words()).not.toContain('DUPLICATE')
    // No dialog was opened for any of it.
    expect(await printedPages(page)).toEqual([])

    await button(page, 'Print receipt').click()
    await page.getByText('marked DUPLICATE').waitFor()
    expect(peer.words()).toContain('DUPLICATE')

    await peer.off()
    await button(page, 'Print receipt').click()
    await page.getByText("The printer doesn't answer").waitFor()
    await button(page, 'Use the print dialog').click()
    await page.getByText('The print window is open. The receipt is marked DUPLICATE.').waitFor()
    expect(await printedPages(page)).toHaveLength(1)
    await button(page, 'Done').click()
    await page.getByRole('tab', { name: 'Payments (1)' }).waitFor()
  })

  it('may be tried by a supervisor, who chooses nothing', { timeout: 120_000 }, async () => {
    const { office, peer, page } = await officeWithPrinter()
    await signIn(page, 'Meera Pillai', '4702')
    await choosePrinter(page, peer.port)
    await signOut(page)
    await signIn(page, 'Ravi Kumar', '8264')
    await goTo(page, 'Settings')
    await button(page, 'Print a test page').waitFor()
    expect(await button(page, 'Save').count()).toBe(0)
    peer.be({ cover: 'open' })
    await button(page, 'Print a test page').click()
    await page.getByText("The printer's cover is open").waitFor()
    await look(page, 'desk-printer-supervisor')
    const tested = office.app.officeData.db.prepare(`SELECT outcome FROM audit WHERE action = 'printer.tested'`)
    expect(tested.all()).toEqual([{ outcome: 'failed' }])
  })
})
