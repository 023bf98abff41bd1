/** What a customer does at the kiosk, as steps, in the words of their language. */
import type { Locator, Page } from 'playwright-core'
import enCommon from '../../resources/locales/en/common.json' with { type: 'json' }
import en from '../../resources/locales/en/kiosk.json' with { type: 'json' }
import faCommon from '../../resources/locales/fa/common.json' with { type: 'json' }
import fa from '../../resources/locales/fa/kiosk.json' with { type: 'json' }
import { button } from './screens-desk.ts'

export const kioskWords = { en: { ...en, common: enCommon }, fa: { ...fa, common: faCommon } } as const
export type KioskLanguage = keyof typeof kioskWords

const languageNames: Readonly<Record<KioskLanguage, string>> = { en: 'English', fa: 'فارسی' }

/** As a finger does; as a mouse where the page has no touch screen, as a terminal under test has none. */
async function touch(at: Locator): Promise<void> {
  const hasTouch = await at.page().evaluate(() => navigator.maxTouchPoints > 0)
  await (hasTouch ? at.tap() : at.click())
}

/** From the welcome to the question by what. */
export async function begin(page: Page, language: KioskLanguage): Promise<void> {
  await button(page, languageNames[language]).click()
  await button(page, kioskWords[language].welcome.begin).click()
  await page.getByRole('heading', { name: kioskWords[language].identify.title }).waitFor()
}

/** Touches each digit on the screen's own keys. */
export async function touchDigits(page: Page, language: KioskLanguage, digits: string): Promise<void> {
  const keys = page.getByRole('group', { name: kioskWords[language].keys.numbers })
  for (const digit of digits) await touch(button(keys, digit))
}

/** Says who it is by e-mail, on a keyboard plugged in. */
export async function identifyByEmail(page: Page, language: KioskLanguage, email: string): Promise<void> {
  const words = kioskWords[language]
  await touch(button(page, new RegExp(`^${words.identify.by.email}`)))
  await page.keyboard.type(email)
  await touch(button(page, words.common.action.continue))
  await page.getByRole('heading', { name: words.verify.title }).waitFor()
}

/** The newest code in the drawer that stands in for a provider, read off the screen. */
export async function codeInDrawer(page: Page, language: KioskLanguage): Promise<string> {
  const { inbox } = kioskWords[language].common
  await touch(button(page, new RegExp(`^${inbox.banner}`)))
  const drawer = page.getByRole('complementary', { name: inbox.title })
  const code = await drawer.getByRole('listitem').first().locator('p bdi[dir=ltr]').last().textContent()
  await touch(button(drawer, inbox.close))
  return (code ?? '').replace(/\D/g, '')
}
