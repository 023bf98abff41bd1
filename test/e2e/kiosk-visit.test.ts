import { describe, expect, it } from 'vitest'
import { bySystem } from '../../src/core/audit/trail.ts'
import { startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { everythingOn, flowingTime, openScreen, printedPages, sharedBrowser } from '../support/screens.ts'
import { button, goTo, signIn } from '../support/screens-desk.ts'
import { begin, codeInDrawer, kioskWords, touchDigits } from '../support/screens-kiosk.ts'
import { look } from '../support/screens-look.ts'
import { addThreeBills } from '../support/screens-office.ts'

const browser = sharedBrowser()
const words = kioskWords.fa

describe('a customer alone at the kiosk', () => {
  it('reads Persian, proves themselves by SMS, pays by pay-code, gives feedback and leaves nothing behind', {
    timeout: 120_000,
  }, async () => {
    const time = flowingTime()
    const office = testOffice({ time })
    office.app.settings.change({ officeName: 'Ward 12 counter', payee: 'ward12@upi' }, bySystem)
    office.addCustomer({
      accountNo: 'GV-2001',
      name: 'Golnaz Karimi-Nejad Esfahani',
      address: '221 Old Mill Road, behind the Sunday Market',
      emails: ['golnaz@example.com'],
      phones: ['+919876543210'],
    })
    addThreeBills(office, 'GV-2001')
    await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
    const { address } = await startHost(office)
    const page = await openScreen(browser(), { at: address, face: 'kiosk', time })

    await button(page, kioskWords.en.welcome.begin).waitFor()
    await look(page, 'kiosk-welcome')
    await begin(page, 'fa')
    await look(page, 'kiosk-identify')
    await button(page, new RegExp(`^${words.identify.by.phone}`)).tap()
    await touchDigits(page, 'fa', '9876543210')
    await look(page, 'kiosk-phone')
    await button(page, words.common.action.continue).tap()
    await page.getByRole('heading', { name: words.identify.channelTitle }).waitFor()
    await look(page, 'kiosk-channel')
    await button(page, words.common.channel.sms).tap()
    await page.getByRole('heading', { name: words.verify.title }).waitFor()
    await look(page, 'kiosk-verify')
    const code = await codeInDrawer(page, 'fa')
    await touchDigits(page, 'fa', code)
    await page.getByRole('heading', { name: /Golnaz/ }).waitFor()
    await look(page, 'kiosk-home')

    await button(page, new RegExp(`^${words.home.details}`)).tap()
    await page.getByText('221 Old Mill Road').waitFor()
    await look(page, 'kiosk-details')
    await button(page, words.common.action.done).tap()

    await button(page, words.home.pay).tap()
    await expect.poll(() => page.getByRole('checkbox').count()).toBe(3)
    await look(page, 'kiosk-bills')
    await button(page, /^جزئیات/)
      .last()
      .tap()
    await page.getByText('Bulky waste pickup').waitFor()
    await look(page, 'kiosk-lines')
    await button(page, words.common.action.back).tap()
    await page.getByRole('checkbox').first().waitFor()
    await page.getByRole('checkbox').last().tap()
    await expect.poll(() => page.getByRole('checkbox', { checked: true }).count()).toBe(2)
    await button(page, new RegExp(words.bills.pay.replace('{{amount}}', '.*۹۰۰'))).tap()
    await page.getByRole('img', { name: words.pay.qr }).waitFor()
    await look(page, 'kiosk-pay-code')

    const desk = await openScreen(browser(), { at: address, time })
    await signIn(desk, 'Asha Naidu', '7391')
    await goTo(desk, 'Pay-codes')
    await desk.getByText('Golnaz').waitFor()
    await look(desk, 'desk-pay-codes')
    await button(desk, 'Settle').click()
    await desk.getByLabel(/Bank's reference/).fill('UTR 4471 2026')
    await button(desk, 'Book it as paid').click()
    await desk.getByText(/Booked: receipt/).waitFor()

    await page.getByText(words.receipt.thanks).waitFor()
    await button(page, words.receipt.print).tap()
    await page.getByText(words.receipt.printed).waitFor()
    expect(await printedPages(page)).toHaveLength(1)
    await look(page, 'kiosk-receipt')
    await button(page, words.receipt.more).tap()

    await button(page, new RegExp(`^${words.home.feedback}`)).tap()
    await look(page, 'kiosk-feedback-rating')
    await button(page, words.feedback.rate['4']).tap()
    await button(page, words.feedback.about.bill).tap()
    const keys = page.getByRole('group', { name: words.keys.letters })
    for (const letter of 'سلام') await button(keys, letter).tap()
    await look(page, 'kiosk-feedback-words')
    await button(page, words.feedback.send).tap()
    await page.getByText(words.feedback.thanks).waitFor()
    await button(page, words.common.action.done).tap()

    await button(page, words.home.finish).tap()
    await page.getByText(words.goodbye.thanks).waitFor()
    await look(page, 'kiosk-goodbye')
    await button(page, words.goodbye.done).tap()
    await button(page, kioskWords.en.welcome.begin).waitFor()
    const left = await everythingOn(page)
    for (const secret of ['Golnaz', 'GV-2001', 'golnaz@', '9876543210', 'Mill Road', code])
      expect(left).not.toContain(secret)
  })
})
