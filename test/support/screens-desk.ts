/** What a clerk does at the desk, as steps; each ends where the clerk could go on. English words, as on the screen. */
import type { Locator, Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { expect } from 'vitest'
import { passwordOf } from './office.ts'
import type { SmtpPeer } from './smtp-peer.ts'

export const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) })

export const searchBox = (page: Page): Locator => page.getByRole('combobox', { name: 'Find the customer' })
export const codeField = (page: Page): Locator => page.getByRole('textbox', { name: 'Code the customer reads out' })

/** Name and password at the desk's door, without waiting for what comes next. A PIN stands for the test's password. */
export async function typePassword(page: Page, name: string, secret: string): Promise<void> {
  await page.getByLabel('Name, e-mail or phone').fill(name)
  await page.getByLabel('Password', { exact: true }).fill(/^\d+$/.test(secret) ? passwordOf(secret) : secret)
  await button(page, 'Sign in').click()
}

export async function signIn(page: Page, name: string, secret: string): Promise<void> {
  await typePassword(page, name, secret)
  await searchBox(page).waitFor()
}

export async function signOut(page: Page): Promise<void> {
  await button(page, /(Clerk|Supervisor|Administrator)$/).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Name, e-mail or phone').waitFor()
}

/** Types as a person does, key by key, and takes the hit that carries `name`. */
export async function find(page: Page, words: string, name: string): Promise<void> {
  await searchBox(page).pressSequentially(words)
  const hit = page.getByRole('option').filter({ hasText: name })
  // Hits of the first letters may stand there for a moment, with more than one of that name.
  await expect.poll(() => hit.count(), { timeout: 15_000 }).toBe(1)
  await hit.click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

export async function goTo(page: Page, section: string): Promise<void> {
  await button(page.getByRole('navigation', { name: 'Sections' }), section).click()
}

/** Sends the code the preferred way and waits until the boxes for it are there. */
export async function sendCode(page: Page): Promise<void> {
  await button(page, /^Send the code by/).click()
  await codeField(page).waitFor()
}

/** Types the right code; the visit opens. */
export async function verify(page: Page, code: string): Promise<void> {
  await codeField(page).pressSequentially(code)
  await page.getByRole('tab', { name: 'Bills' }).waitFor()
}

/** The code of the newest mail that the server took, read as a mail program reads it. */
export async function mailedCode(peer: SmtpPeer): Promise<string> {
  const { text = '' } = await newestMail(peer, 1)
  return codeIn(text)
}

/** The code in a message's words. */
export function codeIn(text: string): string {
  const code = /\b(\d{3})\s?(\d{3})\b/.exec(text)
  if (code === null) throw new Error(`no code in: ${text}`)
  return `${code[1]}${code[2]}`
}

/** Waits until the server has taken `count` mails, then opens the last. */
export async function newestMail(peer: SmtpPeer, count: number) {
  await expect.poll(() => peer.mails.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count)
  return PostalMime.parse(peer.mails.at(-1)?.raw ?? '')
}

/** A wrong code: the right one with its first digit moved on. */
export const wrongCode = (code: string): string => `${(Number(code[0]) + 1) % 10}${code.slice(1)}`

/** The newest code in the drawer that stands in for a provider, read off the screen. */
export async function codeInDeskDrawer(page: Page): Promise<string> {
  await button(page, /^No mail or SMS provider is set/).click()
  const drawer = page.getByRole('complementary', { name: 'Messages' })
  const text = await drawer.getByRole('listitem').first().locator('p').textContent()
  await button(drawer, 'Close messages').click()
  return codeIn(text ?? '')
}
