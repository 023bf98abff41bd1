import { expect, it } from 'vitest'
import { bySystem } from '../../src/core/audit/trail.ts'
import { clientWith, startHost } from '../support/host.ts'
import { passwordOf, testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, searchBox, signIn, signOut, typePassword } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()

async function desk(email = '') {
  const time = flowingTime()
  const office = testOffice({ time })
  const { address } = await startHost(office)
  const meera = await office.addStaff({ name: 'Meera Iyer', role: 'administrator', pin: '7391', email })
  const page = await openScreen(browser(), { at: address, time, mayComplainOf: /Failed to load resource|ERR_/ })
  return { time, office, address, page, meera }
}

it('a first code that could not be sent leaves a way on', { timeout: 120_000 }, async () => {
  const { page } = await desk('meera@example.com')
  await page.route('**/rpc/signIn/sendCode', (route) => route.abort(), { times: 1 })
  await typePassword(page, 'Meera Iyer', '7391')
  await page.getByText('A code is sent to').waitFor()
  expect(await page.getByText('A code is on its way').count()).toBe(0)
  await look(page, 'staff-factor-unsent')
  await button(page, 'Send the code').click()
  await page.getByText('A code is on its way by e-mail to').waitFor()
})

it('a forgotten password refused, proven too long ago, or without any way to send a code: each says what to do', {
  timeout: 120_000,
}, async () => {
  const { time, office, page } = await desk('meera@example.com')
  const begin = async () => {
    await button(page, 'Send the code').click()
    await page.getByText('If the office knows this contact').waitFor()
    await page.getByRole('textbox', { name: 'Code' }).pressSequentially(await office.lastCode())
    await page.getByText('Choose a new password.').waitFor()
  }
  const choose = async (password: string) => {
    await page.getByLabel('New password', { exact: true }).fill(password)
    await page.getByLabel('The new password once more').fill(password)
    await button(page, 'Save the new password').click()
  }
  await button(page, 'I forgot my password').click()
  await page.getByLabel('E-mail address or phone').fill('meera@example.com')
  await begin()
  await choose('password1')
  await page.getByText('This password is too easy to guess.').waitFor()
  expect(await page.getByText('The two passwords differ.').count()).toBe(0)
  expect(await page.getByLabel('The new password once more').inputValue()).toBe('')
  await look(page, 'forgotten-weak')
  time.pass(21 * 60_000)
  await choose('quiet harbour lantern')
  await page.getByText('This took too long. Begin again.').waitFor()
  await look(page, 'forgotten-over')
  await begin()
  await button(page, 'Back').click()
  await button(page, 'Back').click()

  await page.route('**/rpc/office/state', async (route) => {
    const answer = await route.fetch()
    const body: { json: object } = await answer.json()
    await route.fulfill({ response: answer, json: { ...body, json: { ...body.json, channels: [] } } })
  })
  await page.reload()
  await button(page, 'I forgot my password').click()
  await page.getByText('Ask an administrator for a new password.').waitFor()
  await look(page, 'forgotten-no-way')
})

it('one’s own sessions stand under the account; a sign-out that failed says so; a badge alone is asked for', {
  timeout: 120_000,
}, async () => {
  const { office, address, page } = await desk()
  const asha = await office.addStaff({ name: 'Asha Naidu', role: 'clerk', pin: '6058' })
  const elsewhere = async (name: string, pin: string) => {
    const { credential } = office.app.terminals.enrol()
    const client = clientWith(address, {
      cookie: `counterfoil_terminal=${credential}`,
      origin: new URL(address).origin,
    })
    expect((await client.session.signIn({ name, password: passwordOf(pin) })).outcome).toBe('done')
  }
  await elsewhere('Asha Naidu', '6058')
  await elsewhere('Meera Iyer', '7391')
  await signIn(page, 'Meera Iyer', '7391')
  await button(page, /Administrator$/).click()
  await page.getByRole('menuitem', { name: 'My account' }).click()
  const rows = page.getByRole('table').getByRole('row')
  await expect.poll(() => rows.count()).toBe(3)
  expect(await page.getByRole('table').textContent()).not.toContain('Asha')
  await page.route('**/rpc/staff/endSession', (route) => route.abort(), { times: 1 })
  await button(page, 'Sign out').click()
  await button(page, 'Try again').waitFor()
  await look(page, 'staff-sessions-failed')
  await button(page, 'Try again').click()
  await expect.poll(() => rows.count()).toBe(2)
  expect(await button(page, 'Try again').count()).toBe(0)

  office.app.officeData.db.prepare('UPDATE staff SET pin_hash = NULL').run()
  expect(office.app.staffAccess.changes.setBadge(asha.staffId, '0004713301', bySystem)).toBe('done')
  await signOut(page)
  await page.getByText('If you signed in earlier today, scan your badge.').waitFor()
  await look(page, 'sign-in-badge-only')
  await page.evaluate(
    (keys) => {
      const at = document.activeElement ?? document.body
      for (const key of keys) at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    },
    [...'0004713301', 'Enter'],
  )
  await searchBox(page).waitFor()
})
