import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { providersFromEnvironment } from '../../src/gateways/from-environment.ts'
import { startHost } from '../support/host.ts'
import { kavenegarKey, kavenegarPeer } from '../support/kavenegar-peer.ts'
import { testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, codeField, codeIn, find, newestMail, sendCode, signIn, verify } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'
import { addThreeBills } from '../support/screens-office.ts'
import { type SmtpBehaviour, smtpPeer } from '../support/smtp-peer.ts'
import { twilioAccount, twilioPeer } from '../support/twilio-peer.ts'

const browser = sharedBrowser()

/** An office with a mail server that behaves as told and an SMS provider that works. */
async function officeWith(behaviour: SmtpBehaviour) {
  const time = flowingTime()
  const mail = await smtpPeer(behaviour)
  const texts = await twilioPeer({ does: 'accept' })
  onTestFinished(async () => {
    await mail.close()
    await texts.close()
  })
  const env = {
    SMTP_URL: mail.url('login'),
    MAIL_FROM: 'desk@example.com',
    TWILIO_ACCOUNT_SID: twilioAccount.sid,
    TWILIO_AUTH_TOKEN: twilioAccount.token,
    TWILIO_PHONE_NUMBER: '+15551234567',
    TWILIO_API_BASE: texts.base,
  }
  const { providers, problems } = providersFromEnvironment(env, () => 'Test Office')
  expect(problems).toEqual([])
  const office = testOffice({ time, providers, ports: { inbox: null } })
  office.addCustomer({
    accountNo: 'GV-3001',
    name: 'Lakshmi Narayanan',
    preferredChannel: 'email',
    emails: ['lakshmi@example.com', 'narayanan.family@example.org'],
    phones: ['+919876543210'],
  })
  addThreeBills(office, 'GV-3001')
  await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
  const { address } = await startHost(office)
  const page = await openScreen(browser(), { at: address, time })
  await signIn(page, 'Asha Naidu', '7391')
  await find(page, 'lakshmi', 'Lakshmi Narayanan')
  return { mail, texts, page }
}

const refusal: SmtpBehaviour = { does: 'refuse_recipient', code: 550, said: '5.1.1 no such mailbox here' }

describe('a code that cannot be delivered', () => {
  it('says why on the clerk’s screen, and goes by SMS instead on one press', { timeout: 90_000 }, async () => {
    const { mail, texts, page } = await officeWith(refusal)
    await sendCode(page)
    await page.getByText('Not sent', { exact: true }).waitFor()
    await page.getByText("This address or number doesn't exist").waitFor()
    await page.getByText('no such mailbox here').waitFor()
    await look(page, 'desk-verify-failed')

    await button(page, /^By SMS/).click()
    await page.getByText('Handed to Twilio').waitFor()
    expect(mail.mails).toHaveLength(0)
    expect(texts.taken.map(({ to }) => to)).toEqual(['+919876543210'])
    await verify(page, codeIn(texts.taken[0]?.body ?? ''))
    await page.getByText('Verified by phone').waitFor()
  })

  it('goes to the customer’s other mailbox on one press', { timeout: 90_000 }, async () => {
    const { mail, page } = await officeWith(refusal)
    await sendCode(page)
    await page.getByText('Not sent', { exact: true }).waitFor()
    mail.become({ does: 'accept' })
    await button(page, /^By E-mail narayanan\.family/).click()
    await page.getByText('Handed to SMTP').waitFor()
    const { to, text } = await newestMail(mail, 1)
    expect(to?.[0]?.address).toBe('narayanan.family@example.org')
    await codeField(page).waitFor()
    await verify(page, codeIn(text ?? ''))
    await page.getByText('Verified by e-mail').waitFor()
  })
})

/** The same office with Kavenegar behind Twilio, and someone of this role at the desk. */
async function officeWithTwoTextProviders(role: 'clerk' | 'supervisor' | 'administrator') {
  const time = flowingTime()
  const twilio = await twilioPeer({ does: 'accept' })
  const kavenegar = await kavenegarPeer({ does: 'accept' })
  onTestFinished(async () => {
    await twilio.close()
    await kavenegar.close()
  })
  const env = {
    TWILIO_ACCOUNT_SID: twilioAccount.sid,
    TWILIO_AUTH_TOKEN: twilioAccount.token,
    TWILIO_PHONE_NUMBER: '+15551234567',
    TWILIO_API_BASE: twilio.base,
    KAVENEGAR_API_KEY: kavenegarKey,
    KAVENEGAR_API_BASE: kavenegar.base,
  }
  const { providers, problems } = providersFromEnvironment(env, () => 'Test Office')
  expect(problems).toEqual([])
  const network = { up: true }
  // Servers of this machine need no network; these stand for servers elsewhere.
  const elsewhere = providers.map(({ gateway: { local: _local, ...gateway }, ...provider }) => ({
    ...provider,
    gateway,
  }))
  const office = testOffice({
    time,
    providers: elsewhere,
    ports: { inbox: null, networkUp: () => network.up },
  })
  office.addCustomer({
    accountNo: 'GV-3001',
    name: 'Lakshmi Narayanan',
    emails: [],
    phones: ['+919876543210', '+919876543299'],
  })
  addThreeBills(office, 'GV-3001')
  await office.addStaff({ name: 'Asha Naidu', role, pin: '7391' })
  const { address } = await startHost(office)
  const page = await openScreen(browser(), { at: address, time })
  await signIn(page, 'Asha Naidu', '7391')
  await find(page, 'lakshmi', 'Lakshmi Narayanan')
  return { office, network, twilio, kavenegar, page }
}

const trouble = { does: 'fail', status: 503, code: 20503, message: 'Service unavailable' } as const
const banner = (page: Page) => page.getByRole('status', { name: 'State of the messages' })

describe('a code that the first provider does not take', () => {
  it('goes through the next one, and the clerk sees both and its arrival', { timeout: 90_000 }, async () => {
    const { twilio, kavenegar, page } = await officeWithTwoTextProviders('clerk')
    twilio.become(trouble)
    await sendCode(page)
    await page.getByText('Handed to Kavenegar').waitFor()
    await page.getByText(/Twilio had trouble of its own/).waitFor()
    await page.getByText(/taken by Kavenegar in/).waitFor()
    await look(page, 'desk-verify-failover')
    kavenegar.settle(String(kavenegar.messages[0]?.messageId), 10, 'رسیده به گیرنده')
    await page.getByText('Delivered, says Kavenegar').waitFor({ timeout: 30_000 })
    await look(page, 'desk-verify-delivered')
  })

  it('is told as not delivered, with the other number to press', { timeout: 90_000 }, async () => {
    const { twilio, page } = await officeWithTwoTextProviders('administrator')
    await sendCode(page)
    await page.getByText('Handed to Twilio').waitFor()
    twilio.settle(twilio.messages[0]?.sid ?? '', { status: 'undelivered', errorCode: 30003 })
    await page.getByText('Not delivered', { exact: true }).waitFor({ timeout: 30_000 })
    await page.getByText('The phone is switched off or out of reach.').waitFor()
    await page.getByText('Send it another way now').waitFor()
    await look(page, 'desk-verify-undelivered')
    await button(page, /^By SMS \+919876543299/).click()
    await expect.poll(() => twilio.taken.map(({ to }) => to)).toEqual(['+919876543210', '+919876543299'])
  })
})

describe('what stands above the desk', () => {
  it('is nothing while all is well, and says what still works without a network', { timeout: 90_000 }, async () => {
    const { network, twilio, page } = await officeWithTwoTextProviders('clerk')
    expect(await banner(page).textContent()).toBe('')
    network.up = false
    await sendCode(page)
    await page.getByText('Waiting: this machine has no network').waitFor()
    await banner(page).getByText('No network. Codes wait').waitFor()
    await look(page, 'desk-verify-no-network')
    network.up = true
    await page.getByText('Handed to Twilio').waitFor({ timeout: 30_000 })
    await expect.poll(() => banner(page).textContent(), { timeout: 15_000 }).toBe('')
    expect(twilio.taken).toHaveLength(1)
  })

  it('names the channel that stands still, and shows alarms that a supervisor sees off', {
    timeout: 90_000,
  }, async () => {
    const { office, twilio, kavenegar, page } = await officeWithTwoTextProviders('supervisor')
    twilio.become(trouble)
    kavenegar.become({ does: 'fail', status: 409, message: 'سرور قادر به پاسخگوئی نیست' })
    office.app.delivery.alarms.raise('number_block', '+9198765…')
    office.app.delivery.alarms.raise('low_balance', 'Kavenegar')
    await sendCode(page)
    await banner(page).getByText('Codes are not going out by SMS').waitFor({ timeout: 60_000 })
    await look(page, 'desk-banner')
    await button(banner(page), /more$/).click()
    await banner(page).getByText('Unusually many codes to numbers like').waitFor()
    await look(page, 'desk-banner-open')
    const open = office.app.delivery.alarms.open().length
    await button(banner(page), 'Seen').first().click()
    await expect.poll(() => office.app.delivery.alarms.open().length).toBe(open - 1)
    await button(banner(page), 'Fewer').click()
  })
})
