import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type JoiningHeadquarters, joiningHeadquarters } from '../support/joining.ts'
import { handTime, openVisit, temporaryFolder, testOffice } from '../support/office.ts'
import { serveProcess } from '../support/process-host.ts'
import { openScreen, sharedBrowser } from '../support/screens.ts'
import { button, find, goTo, signIn } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()
let there: JoiningHeadquarters
beforeAll(async () => {
  there = await joiningHeadquarters()
})
afterAll(() => there.stop())

const longName = 'Venkatanarasimharajuvaripeta Lakshmi Subramanian Ranganathan of the Old Market Quarter'
const renamed = `${longName}, New Colony`
/** A meeting on a busy machine. */
const patient = { timeout: 30_000 }

/** An office with an administrator, a clerk, a customer, a bill that is too large for headquarters, and one payment. */
async function officeOnDisk() {
  const folder = temporaryFolder()
  const office = testOffice({ folder, time: handTime(Date.now()) })
  await office.addStaff({ name: 'Meera Pillai', role: 'administrator', pin: '4702' })
  await office.addStaff({ name: 'Rashmi Nair', role: 'clerk', pin: '8163' })
  const { customerId } = office.addCustomer({ accountNo: 'H-1', name: longName })
  const { caller, visit } = await openVisit(office, { accountNo: 'H-2', name: 'Asha Rao' })
  office.addBill('H-1', 'B-LARGE', 5_000_000)
  const bill = office.addBill('H-2', 'B-1', 45_000)
  const paid = office.app.payments.pay(caller, visit, 'key-of-the-payment', {
    method: 'cash',
    allocations: [{ billId: bill, amountMinor: 45_000 }],
    tenderedMinor: 45_000,
    reference: '',
  })
  expect(paid.outcome).toBe('paid')
  await office.close()
  return { folder, customerId }
}

async function openHeadquarters(page: Page): Promise<void> {
  await goTo(page, 'Settings')
  await page.getByText('Headquarters', { exact: true }).last().click()
}

const banner = (page: Page) => page.getByRole('status', { name: 'Headquarters' })
const meetNow = async (page: Page): Promise<void> => {
  await button(page, 'Meet now').click(patient)
}

describe('headquarters on screen', () => {
  it('is joined by a code, and what was left over or written twice is settled there', {
    timeout: 180_000,
  }, async () => {
    const { folder, customerId } = await officeOnDisk()
    const branch = await there.addBranch('north')
    await there.run('ALTER TABLE counterfoil.bill ADD CONSTRAINT small_bills CHECK (amount_minor < 1000000)')
    const host = await serveProcess(folder)
    onTestFinished(() => host.kill())
    const page = await openScreen(browser(), { at: host.address })
    await signIn(page, 'Meera Pillai', '4702')
    await openHeadquarters(page)
    await page.getByText('This office belongs to no headquarters yet').waitFor()
    await page.getByLabel('One-time code').fill('not a code')
    await button(page, 'Join headquarters').click()
    await page.getByRole('alert').waitFor()
    await look(page, 'desk-headquarters-join')
    await page.getByLabel('One-time code').fill(branch.joinCode)
    await button(page, 'Join headquarters').click()

    // The first meeting is held at once; the payment is there, and one bill is left over.
    await page.getByText('Bill ·').waitFor(patient)
    const payments = await there.run('SELECT amount_minor::integer FROM counterfoil.payment WHERE branch_id = $1', [
      branch.branchId,
    ])
    expect(payments.rows).toEqual([{ amount_minor: 45_000 }])
    // Nothing says that all is well, and what PostgreSQL said is folded away.
    await page.getByText('One record is left over').waitFor(patient)
    await page.getByText('1 left over').waitFor(patient)
    expect(await page.getByText('All is at headquarters').count()).toBe(0)
    expect(await page.getByText(/small_bills/).isVisible()).toBe(false)

    // Headquarters and the desk write one name at the same time.
    await there.run(`SELECT counterfoil.change_customer('north', $1, '{"name": "Lakshmi R."}')`, [customerId])
    await renameAtDesk(page)
    await openHeadquarters(page)
    await meetNow(page)
    const keep = button(page, /^Keep: /)
    await keep.waitFor(patient)
    await look(page, 'desk-headquarters-settle')
    // What PostgreSQL said is there for whoever wants it.
    await button(page, /^Try again: Bill/).scrollIntoViewIfNeeded()
    await page.getByText('For whoever looks after this computer').click()
    await page.getByText(/small_bills/).waitFor()
    await look(page, 'desk-headquarters-left-over')
    await button(page, /^Use the other value: Lakshmi R\., /).click()
    await page.getByText('Nothing to settle').waitFor()

    await there.run('ALTER TABLE counterfoil.bill DROP CONSTRAINT small_bills')
    await button(page, /^Try again: Bill/).click(patient)
    await page.getByText('Nothing is left over').waitFor(patient)
    await page.getByText('All is at headquarters').waitFor(patient)
    await page.getByText('Up to date').waitFor(patient)
    const { rows } = await there.run(
      `SELECT c.name, k.reviewed_at IS NOT NULL AS reviewed FROM counterfoil.customer c
       JOIN counterfoil.customer_conflict k ON k.customer_id = c.id WHERE c.id = $1`,
      [customerId],
    )
    expect(rows).toEqual([{ name: 'Lakshmi R.', reviewed: true }])
    await page.getByLabel('Minutes between two meetings').fill('15')
    await button(page, 'Save').click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await look(page, 'desk-headquarters')
    await button(page, 'Leave headquarters').click()
    await button(page.getByRole('dialog'), 'Leave').click()
    await page.getByText('This office belongs to no headquarters yet').waitFor()
  })

  it('that cannot be reached is named with what still works, to everyone, until it is back', {
    timeout: 180_000,
  }, async () => {
    const { folder } = await officeOnDisk()
    const branch = await there.addBranch('south')
    const host = await serveProcess(folder, { HQ_DATABASE_URL: branch.url })
    onTestFinished(() => host.kill())
    const page = await openScreen(browser(), { at: host.address })
    await signIn(page, 'Meera Pillai', '4702')
    await page.getByText('Up to date').waitFor({ timeout: 60_000 })
    await there.postgres.kill()
    try {
      await openHeadquarters(page)
      await page.getByText('Given by this computer').waitFor()
      await meetNow(page)
      await banner(page).getByText('Everything at the counter works').waitFor(patient)
      await look(page, 'desk-headquarters-offline')
      const clerk = await openScreen(browser(), { at: host.address })
      await signIn(clerk, 'Rashmi Nair', '8163')
      await banner(clerk).getByText('Everything at the counter works').waitFor(patient)
      expect(await button(banner(clerk), 'Look').count()).toBe(0)
      await clerk.context().close()
    } finally {
      await there.postgres.start()
    }
    // The office looks by itself now and then; the browser, which hears of the network first, makes it sooner.
    await expect
      .poll(
        async () => {
          await page.evaluate(() => window.dispatchEvent(new Event('online')))
          return banner(page).getAttribute('data-empty')
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe('true')
    await page.getByText('Up to date').waitFor(patient)

    // What a person must mend is told to a clerk too, as something to pass on.
    await there.run(`UPDATE counterfoil.branch SET revoked_at = now() WHERE code = 'south'`)
    await meetNow(page)
    await banner(page).getByText('Headquarters no longer lets this branch in').waitFor(patient)
    const clerk = await openScreen(browser(), { at: host.address })
    await signIn(clerk, 'Rashmi Nair', '8163')
    await banner(clerk).getByText('Tell an administrator').waitFor(patient)
    await look(clerk, 'desk-headquarters-stopped')
  })
})

/** Finds the customer with the long name and gives it another. */
async function renameAtDesk(page: Page): Promise<void> {
  await goTo(page, 'Counter')
  await find(page, 'H-1', longName)
  await button(page, 'Edit').click()
  await page.getByRole('textbox', { name: 'Name' }).fill(renamed)
  await button(page, 'Save').click()
  await page.getByRole('heading', { level: 1, name: renamed }).waitFor()
}
