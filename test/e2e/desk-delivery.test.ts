import { describe, expect, it, onTestFinished } from 'vitest'
import { gatewaysFromEnvironment } from '../../src/gateways/from-environment.ts'
import { startHost } from '../support/host.ts'
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
  const { gateways, problems } = gatewaysFromEnvironment(env, { now: time.wallMs })
  expect(problems).toEqual([])
  const office = testOffice({ time, gateways, ports: { inbox: null } })
  office.addCustomer({
    accountNo: 'GV-3001',
    name: 'Lakshmi Narayanan',
    preferredChannel: 'email',
    emails: ['lakshmi@example.com', 'narayanan.family@example.org'],
    phones: ['+919876543210'],
  })
  addThreeBills(office, 'GV-3001')
  await office.app.staff.add({ name: 'Asha Naidu', role: 'clerk', pin: '7391' }, 'system')
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
