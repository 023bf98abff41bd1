import type { Page, Route } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startHost } from '../support/host.ts'
import { temporaryFolder, testOffice } from '../support/office.ts'
import { type ProcessHost, serveProcess } from '../support/process-host.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, codeInDeskDrawer, find, sendCode, signIn, verify } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'
import { addThreeBills, paymentsOnDisk } from '../support/screens-office.ts'

const browser = sharedBrowser()

/** An office with one customer who owes ₹1,375.50 and one clerk. */
async function officeIn(folder: string, time = flowingTime()) {
  const office = testOffice({ folder, time })
  office.addCustomer({ accountNo: 'GV-4001', name: 'Lakshmi Narayanan', preferredChannel: 'email' })
  addThreeBills(office, 'GV-4001')
  await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
  return office
}

/** At the counter, code read back, cash counted: one press before the payment. */
async function aboutToPay(page: Page): Promise<void> {
  await signIn(page, 'Asha Naidu', '7391')
  await find(page, 'GV-4001', 'Lakshmi Narayanan')
  await sendCode(page)
  await verify(page, await codeInDeskDrawer(page))
  await countCash(page)
}

async function countCash(page: Page): Promise<void> {
  await button(page, /^Take payment/).click()
  await page.getByLabel('Cash given').fill('1400')
}

describe('taking a payment', () => {
  it('makes one payment of a double click', { timeout: 90_000 }, async () => {
    const time = flowingTime()
    const office = await officeIn(temporaryFolder(), time)
    const { address } = await startHost(office)
    const page = await openScreen(browser(), { at: address, time })
    await aboutToPay(page)
    await button(page, 'Payment received').dblclick()
    await page.getByText('Give back').waitFor()
    await button(page, 'Done').click()
    await page.getByRole('tab', { name: 'Payments (1)' }).waitFor()
    expect(paymentsOnDisk(office)).toBe(1)
  })

  it('makes one payment of Enter held down', { timeout: 90_000 }, async () => {
    const time = flowingTime()
    const office = await officeIn(temporaryFolder(), time)
    const { address } = await startHost(office)
    const page = await openScreen(browser(), { at: address, time })
    await aboutToPay(page)
    for (let press = 0; press < 4; press += 1) await page.keyboard.down('Enter')
    await page.getByText('Give back').waitFor()
    expect(paymentsOnDisk(office)).toBe(1)
  })
})

/** A host as a process of its own, on a port that a restarted one takes again. */
async function hostToKill() {
  const folder = temporaryFolder()
  const prepared = await officeIn(folder, flowingTime(Date.now()))
  await prepared.close()
  let host: ProcessHost = await serveProcess(folder)
  onTestFinished(() => host.kill())
  const page = await openScreen(browser(), { at: host.address, mayComplainOf: /Failed to load resource/ })
  await aboutToPay(page)
  return {
    page,
    kill: () => host.kill(),
    restart: async () => {
      host = await serveProcess(folder, {}, ['--port', new URL(host.address).port])
    },
    payments: async () => {
      await host.kill()
      return paymentsOnDisk(testOffice({ folder, time: flowingTime(Date.now()) }))
    },
  }
}

async function onePayment(page: Page, then: (route: Route) => Promise<void>): Promise<void> {
  await page.route('**/rpc/payments/pay', then, { times: 1 })
}

const otherCalls = /\/rpc\/(?!payments\/)/

/** The restart signed everyone out; here the desk must hear of the payment before it hears of that. */
async function onlyOfPayments(page: Page): Promise<void> {
  await page.route(otherCalls, (route) => route.abort())
}

describe('the host killed in the middle of a payment', () => {
  it('is asked after its restart, and the screen says paid where the payment was on disk', {
    timeout: 90_000,
  }, async () => {
    const { page, kill, restart, payments } = await hostToKill()
    await onePayment(page, async (route) => {
      await route.fetch()
      await kill()
      await route.abort('connectionreset')
    })
    await button(page, 'Payment received').click()
    await page.getByText('Asking whether the payment was saved').waitFor()
    await look(page, 'desk-pay-checking')
    await onlyOfPayments(page)
    await restart()
    await page.getByText('Give back').waitFor()
    await page.getByText(/^Receipt T\d+-000001$/).waitFor()
    expect(await payments()).toBe(1)
  })

  it('is asked after its restart, and the screen says not paid where nothing was on disk', {
    timeout: 90_000,
  }, async () => {
    const { page, kill, restart, payments } = await hostToKill()
    await onePayment(page, async (route) => {
      await kill()
      await route.abort('connectionrefused')
    })
    await button(page, 'Payment received').click()
    await page.getByText('Asking whether the payment was saved').waitFor()
    await onlyOfPayments(page)
    await restart()
    await page.getByText('Not paid.').waitFor()
    await look(page, 'desk-pay-not-paid')
    await page.unroute(otherCalls)

    // The restart signed everyone out: the clerk signs in again and goes on in the visit that is still open.
    await button(page, 'Payment received').click()
    await signIn(page, 'Asha Naidu', '7391')
    await button(page, 'Continue').click()
    await countCash(page)
    await button(page, 'Payment received').click()
    await page.getByText('Give back').waitFor()
    expect(await payments()).toBe(1)
  })
})
