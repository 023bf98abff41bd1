import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { startHost } from '../support/host.ts'
import { passwordOf, testOffice } from '../support/office.ts'
import { flowingTime, openScreen, sharedBrowser } from '../support/screens.ts'
import { button, codeIn, searchBox, signOut } from '../support/screens-desk.ts'
import { look } from '../support/screens-look.ts'

const browser = sharedBrowser()

/** Taps each character on the keyboard on screen. */
async function tapWords(page: Page, words: string): Promise<void> {
  const keys = page.getByRole('group', { name: 'On-screen keyboard' })
  for (const character of words) {
    if (/[A-Z]/.test(character)) await button(page, 'One capital letter').tap()
    await keys.getByRole('button', { name: character === ' ' ? 'Space' : character, exact: true }).tap()
  }
}

/** A reader's keys, at the pace of one: a busy machine would slow real key presses down to a person's. */
async function scan(page: Page, number: string): Promise<void> {
  await page.evaluate(
    (keys) => {
      const at = document.activeElement ?? document.body
      for (const key of keys) at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    },
    [...number, 'Enter'],
  )
}

it('staff leave the kiosk by touch alone: name, password, code, all on the screen’s own keys', {
  timeout: 240_000,
}, async () => {
  const time = flowingTime()
  const office = testOffice({ time })
  const { address } = await startHost(office)
  await office.addStaff({ name: 'Meera Iyer', role: 'administrator', pin: '7391', email: 'meera@example.com' })
  const page = await openScreen(browser(), { at: `${address}#/kiosk`, face: 'kiosk', time })
  await button(page, 'Staff').tap()
  await page.getByLabel('Name, e-mail or phone').tap()
  await tapWords(page, 'Meera Iyerr')
  await page.getByRole('group', { name: 'On-screen keyboard' }).getByRole('button', { name: 'Erase' }).tap()
  expect(await page.getByLabel('Name, e-mail or phone').inputValue()).toBe('Meera Iyer')
  await look(page, 'kiosk-staff-door')
  await page.getByLabel('Password', { exact: true }).tap()
  await tapWords(page, passwordOf('7391'))
  await button(page, 'Sign in').tap()
  await page.getByText('A code is on its way by e-mail to').waitFor()
  await look(page, 'kiosk-staff-factor')
  await office.app.delivery.idle()
  await page.getByRole('textbox', { name: 'Code' }).tap()
  await tapWords(page, codeIn(office.inbox.messages()[0]?.text ?? ''))
  await searchBox(page).waitFor()
})

it('staff set a badge, scan it at a locked desk, and are back', { timeout: 240_000 }, async () => {
  const time = flowingTime()
  const office = testOffice({ time })
  const { address } = await startHost(office)
  await office.addStaff({ name: 'Meera Iyer', role: 'supervisor', pin: '7391' })
  const page = await openScreen(browser(), { at: address, time })
  await page.getByLabel('Name, e-mail or phone').fill('Meera Iyer')
  await page.getByLabel('Password', { exact: true }).fill(passwordOf('7391'))
  await button(page, 'Sign in').click()
  await searchBox(page).waitFor()
  await button(page, /Supervisor$/).click()
  await page.getByRole('menuitem', { name: 'My account' }).click()
  await button(page, 'Badge: Set up').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Your password').fill(passwordOf('7391'))
  await dialog.getByLabel('Badge', { exact: true }).fill('123')
  await button(dialog, 'Continue').click()
  await dialog.getByText('This is too short to be a badge.').waitFor()
  await dialog.getByLabel('Badge', { exact: true }).fill('0004713301')
  await look(page, 'staff-badge')
  await button(dialog, 'Continue').click()
  await page.getByText('The badge was set.').waitFor()
  await signOut(page)
  await page.getByText('Or scan your badge').waitFor()
  await scan(page, '9994713301')
  await page.getByText('This badge opens nothing here now.').waitFor()
  await look(page, 'sign-in-badge-unknown')
  // A reader types wherever the cursor is; nothing of it stays there.
  await page.getByLabel('Name, e-mail or phone').click()
  await scan(page, '0004713301')
  await searchBox(page).waitFor()
})
