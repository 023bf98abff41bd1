import { describe, expect, it } from 'vitest'
import enIdentity from '../../resources/locales/en/identity.json' with { type: 'json' }
import { appWith } from '../support/authenticator.ts'
import { startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, codeField, codeInDeskDrawer, find, signIn } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()
const { register, app, authenticator, recovery, contacts, codes, tab } = enIdentity

async function desk(who: 'Asha Naidu' | 'Ravi Iyer') {
  const time = flowingTime()
  const office = testOffice({ time })
  office.addCustomer({ accountNo: 'GV-4001', name: 'Lakshmi Narayanan', preferredChannel: 'email' })
  await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
  await office.addStaff({ name: 'Ravi Iyer', role: 'supervisor', pin: '6058' })
  const { address } = await startHost(office)
  const page = await openScreen(browser(), { at: address, time })
  await signIn(page, who, who === 'Asha Naidu' ? '7391' : '6058')
  return { time, office, page }
}

describe('customers’ identity at the desk', () => {
  it('registers a walk-in with a code, sets up their app, and verifies them by it later', {
    timeout: 150_000,
  }, async () => {
    const { time, office, page } = await desk('Asha Naidu')
    await button(page, register.desk).click()
    await page.getByLabel(register.name).fill('Meera Rao')
    await page.getByLabel(register.contact).fill('customer1@example.com')
    await button(page, register.send).click()
    await page.getByText(register.known).waitFor()
    await look(page, 'desk-register-known')
    await page.getByLabel(register.contact).fill('meera@example.com')
    await button(page, register.send).click()
    await codeField(page).waitFor()
    await look(page, 'desk-register-code')
    await codeField(page).pressSequentially(await codeInDeskDrawer(page))
    await page.getByRole('tab', { name: tab }).click()
    await look(page, 'desk-identity')
    await button(page, authenticator.setUp).click()
    const key = (await page.getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? ''
    const codeNow = () => appWith(key)(office.app.officeData.clock.now())
    await look(page, 'desk-authenticator-key')
    await page.getByRole('textbox', { name: authenticator.code }).pressSequentially(codeNow())
    await page.getByText(recovery.ready).waitFor()
    await look(page, 'desk-recovery-codes')
    await button(page, recovery.kept).click()
    await page.getByText(/10 recovery codes left/).waitFor()

    await button(page, contacts.changeOne.replace('{{value}}', 'meera@example.com')).click()
    await page.getByLabel(contacts.new).fill('new@example.com')
    await button(page, 'Continue').click()
    await page.getByText(contacts.sent.old).waitFor()
    await button(page, contacts.approve).click()
    await page.getByLabel(contacts.reason).fill('The mailbox is lost')
    await page.getByRole('combobox', { name: 'Who approves?' }).click()
    await page.getByRole('option', { name: 'Ravi Iyer' }).click()
    await page.getByLabel('Their PIN').fill('6058')
    await look(page, 'desk-contact-approve')
    await button(page, contacts.approveNow).click()
    await page.getByText(contacts.changed).waitFor()
    const row = office.app.customerStore.byAccount('N-1-0001')
    expect(office.app.customerStore.contactsOf(row?.id ?? '').map(({ value }) => value)).toEqual(['new@example.com'])

    const visit = office.app.officeData.db.prepare('SELECT id FROM visit').get() as { id: string }
    office.app.officeData.db
      .prepare('UPDATE visit SET ended_at_ms = 1, ended_how = ? WHERE id = ?')
      .run('idle', visit.id)
    time.pass(90_000)
    await page.reload()
    await find(page, 'N-1-0001', 'Meera Rao')
    await button(page, app.use).click()
    const dialog = page.getByRole('dialog', { name: app.title })
    await dialog.getByLabel(app.code).fill('123456')
    await button(dialog, app.check).click()
    await dialog.getByText(app.refused.wrong).waitFor()
    await look(page, 'desk-app-wrong')
    await dialog.getByLabel(app.code).fill(codeNow())
    await button(dialog, app.check).click()
    await page.getByText('Verified by authenticator app').waitFor()
  })

  it('switches a customer’s codes off with a reason, says who and when, and offers the other ways', {
    timeout: 90_000,
  }, async () => {
    const { page } = await desk('Ravi Iyer')
    await find(page, 'GV-4001', 'Lakshmi Narayanan')
    await button(page, codes.switchOff).click()
    const dialog = page.getByRole('dialog', { name: codes.switchOff })
    await dialog.getByLabel(codes.reason).fill('Asked in writing')
    await button(dialog, codes.switchOff).click()
    await page.getByText(codes.offTitle).waitFor()
    await page
      .getByText(/Ravi Iyer/)
      .first()
      .waitFor()
    await look(page, 'desk-codes-off')
    await button(page, 'Verify without a code').waitFor()
    await button(page, codes.switchOn).waitFor()
  })
})
