/** What a customer does at the kiosk, as steps, in the words of their language. */
import type { Page } from 'playwright-core'
import enCommon from '../../resources/locales/en/common.json' with { type: 'json' }
import en from '../../resources/locales/en/kiosk.json' with { type: 'json' }
import faCommon from '../../resources/locales/fa/common.json' with { type: 'json' }
import fa from '../../resources/locales/fa/kiosk.json' with { type: 'json' }
import { button } from './screens-desk.ts'

export const kioskWords = { en: { ...en, common: enCommon }, fa: { ...fa, common: faCommon } } as const
export type KioskLanguage = keyof typeof kioskWords

const languageNames: Readonly<Record<KioskLanguage, string>> = { en: 'English', fa: 'فارسی' }

/** From the welcome to the question by what. */
export async function begin(page: Page, language: KioskLanguage): Promise<void> {
  await button(page, languageNames[language]).click()
  await button(page, kioskWords[language].welcome.begin).click()
  await page.getByRole('heading', { name: kioskWords[language].identify.title }).waitFor()
}

/** Touches each digit on the screen's own keys. */
export async function touchDigits(page: Page, language: KioskLanguage, digits: string): Promise<void> {
  const keys = page.getByRole('group', { name: kioskWords[language].keys.numbers })
  for (const digit of digits) await button(keys, digit).tap()
}

/** Says who it is by e-mail, on a keyboard plugged in. */
export async function identifyByEmail(page: Page, language: KioskLanguage, email: string): Promise<void> {
  const words = kioskWords[language]
  await button(page, new RegExp(`^${words.identify.by.email}`)).tap()
  await page.keyboard.type(email)
  await button(page, words.common.action.continue).tap()
  await page.getByRole('heading', { name: words.verify.title }).waitFor()
}

/** The newest code in the drawer that stands in for a provider, read off the screen. */
export async function codeInDrawer(page: Page, language: KioskLanguage): Promise<string> {
  const { inbox } = kioskWords[language].common
  await button(page, new RegExp(`^${inbox.banner}`)).tap()
  const drawer = page.getByRole('complementary', { name: inbox.title })
  const code = await drawer.getByRole('listitem').first().locator('p bdi[dir=ltr]').last().textContent()
  await button(drawer, inbox.close).tap()
  return (code ?? '').replace(/\D/g, '')
}
