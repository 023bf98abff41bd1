import { describe, it } from 'vitest'
import { smtpGateway } from '../../src/gateways/smtp.ts'
import { startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button } from '../support/screens-desk.ts'
import { begin, kioskWords, touchDigits } from '../support/screens-kiosk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()
const words = kioskWords.en

describe('a kiosk without a network', () => {
  it.each([
    ['known', '9876543210'],
    ['unknown', '9812345678'],
  ])('says that codes wait, and who helps, to a person who is %s', { timeout: 90_000 }, async (who, phone) => {
    const time = flowingTime()
    const { local: _here, ...sms } = smtpGateway({ url: 'smtp://127.0.0.1:9', from: 'desk@example.com' })
    const office = testOffice({ time, gateways: { sms }, ports: { networkUp: () => false } })
    office.addCustomer({ accountNo: 'GV-2001', emails: [], phones: ['+919876543210'] })
    await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
    const { address } = await startHost(office)
    const page = await openScreen(browser(), { at: address, face: 'kiosk', time })
    await begin(page, 'en')
    await button(page, new RegExp(`^${words.identify.by.phone}`)).tap()
    await touchDigits(page, 'en', phone)
    await button(page, words.common.action.continue).tap()
    await page.getByText(words.verify.noNetwork).waitFor()
    if (who === 'known') await look(page, 'kiosk-verify-offline')
  })
})
