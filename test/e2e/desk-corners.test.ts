import { describe, expect, it } from 'vitest'
import { clientWith, startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, codeField, find, searchBox, sendCode, signIn, verify, wrongCode } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'
import { addThreeBills } from '../support/screens-office.ts'

const browser = sharedBrowser()
const longName = 'Venkatanarasimharajuvaripeta Sitaramalakshmi Subrahmanyeswara Chandrasekharan-Balasubramaniam'

async function desk(mayComplainOf?: RegExp) {
  const time = flowingTime()
  const office = testOffice({ time })
  office.addCustomer({
    accountNo: 'GV-8001',
    name: longName,
    address:
      'Flat 1204, Tower B, Green Valley Residency, behind the Old Sunday Market, Gandhi Nagar Extension, Phase II',
    ward: 'Ward 12 (North)',
    preferredChannel: 'email',
    emails: ['sitaramalakshmi.subrahmanyeswara.chandrasekharan@municipal-services.example.com'],
  })
  addThreeBills(office, 'GV-8001')
  office.addCustomer({
    accountNo: 'GV-8002',
    name: 'نرگس کریمی‌نژاد اصفهانی',
    address: 'خیابان ولیعصر، کوچهٔ بهار، پلاک ۱۲',
  })
  await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '7391' })
  const { address } = await startHost(office)
  const page = await openScreen(browser(), { at: address, time, mayComplainOf })
  await signIn(page, 'Asha Naidu', '7391')
  return { office, address, page }
}

describe('the desk when things are not usual', () => {
  it('shows whole names and addresses however long, and names of both directions', { timeout: 90_000 }, async () => {
    const { page } = await desk()
    await searchBox(page).fill('GV-80')
    await expect.poll(() => page.getByRole('option').count()).toBe(2)
    await look(page, 'desk-search-long')
    await page.getByRole('option').filter({ hasText: 'GV-8001' }).click()
    const name = page.getByRole('heading', { level: 1, name: longName })
    await name.waitFor()
    expect(await name.evaluate((heading) => heading.scrollWidth <= heading.clientWidth)).toBe(true)
    await look(page, 'desk-customer-long')
  })

  it('offers to add whom it does not find, with what was typed already in its place', { timeout: 90_000 }, async () => {
    const { page } = await desk()
    await searchBox(page).pressSequentially('Zubeida')
    await page.getByText('Nobody found for “Zubeida”').waitFor()
    await look(page, 'desk-search-nothing')
    await button(page, 'Add this customer').click()
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Zubeida')
    await page.getByLabel('Account number').fill('GV-8001')
    await button(page, 'Add customer').click()
    await page.getByText('Another customer has this account number.').first().waitFor()
    await look(page, 'desk-add-refused')
    await page.getByLabel('Account number').fill('GV-8003')
    await button(page, 'Add customer').click()
    await page.getByRole('heading', { level: 1, name: 'Zubeida' }).waitFor()
    await page.getByText('There is no way to send a code').waitFor()
  })

  it('ends a code after five wrong tries and says who can help', { timeout: 90_000 }, async () => {
    const { office, page } = await desk()
    await find(page, 'GV-8002', 'نرگس')
    await sendCode(page)
    const wrong = wrongCode(await office.lastCode())
    for (const left of ['4 tries left', '3 tries left', '2 tries left', '1 try left']) {
      await codeField(page).pressSequentially(wrong)
      await page.getByText(left).waitFor()
    }
    await codeField(page).pressSequentially(wrong)
    await page.getByText('Too many wrong codes.').waitFor()
    await look(page, 'desk-verify-over')
  })

  it('leaves a visit that the office has ended, and says what stays', { timeout: 90_000 }, async () => {
    const { office, address, page } = await desk(/409 \(Conflict\)/)
    await find(page, 'GV-8002', 'نرگس')
    await sendCode(page)
    const opened = page.waitForRequest('**/rpc/visits/get')
    await verify(page, await office.lastCode())
    const { json }: { json: { visitId: string } } = (await opened).postDataJSON()
    const cookies = await page.context().cookies()
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    await clientWith(address, { cookie, origin: new URL(address).origin }).visits.finish({ ...json, how: 'finished' })
    await page.getByRole('tab', { name: 'Feedback' }).click()
    await page.getByRole('radio', { name: '5 stars' }).check({ force: true })
    await page.getByText('Something else').click()
    await button(page, 'Save feedback').click()
    await page.getByText('The visit has ended.').waitFor()
    await look(page, 'desk-visit-closed')
    expect(await page.getByText('نرگس').count()).toBe(0)
  })
})
