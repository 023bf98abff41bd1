/** Leaves a picture of a state in both directions and both colour schemes, and lets axe judge it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type Axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { deskSize, kioskSizes } from './screens.ts'

const folder = fileURLToPath(new URL('../../test-results/', import.meta.url))
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const directions = { ltr: 'en', rtl: 'fa' } as const
type Direction = keyof typeof directions

/**
 * Writes `test-results/<name>-{light,dark}-{ltr,rtl}.png`; a kiosk's once upright and once lying (`<name>-landscape-…`).
 * The state itself stays: colours change by media query, words through the page's own i18n.
 */
export async function look(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const before = await page.evaluate(() => ({
    language: document.documentElement.lang,
    kiosk: document.documentElement.dataset.density === 'kiosk',
  }))
  const size = page.viewportSize() ?? deskSize
  for (const direction of ['ltr', 'rtl'] as const) {
    await speak(page, directions[direction])
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      const file = `${scheme}-${direction}.png`
      // Lying, each direction and each scheme once.
      if (before.kiosk && (direction === 'ltr') === (scheme === 'light')) {
        await page.setViewportSize(kioskSizes.landscape)
        await picture(page, `${name}-landscape-${file}`)
        await page.setViewportSize(kioskSizes.portrait)
      }
      await picture(page, `${name}-${file}`)
      // Each direction and each scheme is judged once. Contrast is judged in dark from left to right too: in the other direction
      // axe leaves out what lies over something else there.
      if ((direction === 'ltr') === (scheme === 'light'))
        await expectAccessible(page, `${name}, ${scheme} ${direction}`)
      else if (scheme === 'dark') await expectAccessible(page, `${name}, ${scheme} ${direction}`, ['color-contrast'])
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(size)
  await speak(page, before.language)
}

/** As `page.screenshot`, but packed for speed: a third of its time went into a smaller file. */
async function picture(page: Page, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })
  await session.detach()
  writeFileSync(`${folder}${file}`, Buffer.from(data, 'base64'))
}

/**
 * Once per document axe is put in, and runs there; `@axe-core/playwright` would put it in for each judgement, and again
 * into a page of its own to put frames together. Only violations are written out, for only they are read.
 */
async function expectAccessible(page: Page, name: string, rules: readonly string[] = []): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  const { violations, unseen } = await page.evaluate(
    async (only) => {
      const { axe } = window as unknown as { axe: typeof Axe }
      // Colours that are still on their way from one scheme to the other are nobody's to read.
      const passing = document
        .getAnimations()
        .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
      await Promise.all(passing.map((each) => each.finished.catch(() => undefined)))
      // In a frame without scripts axe cannot run either. There is none with.
      const { violations } = await axe.run(
        { exclude: ['iframe[sandbox]'] },
        {
          resultTypes: ['violations'],
          ...(only.length === 0 ? {} : { runOnly: only }),
        },
      )
      return { violations, unseen: document.querySelectorAll('iframe:not([sandbox], [hidden])').length }
    },
    [...rules],
  )
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  expect({ serious, unseen }, name).toEqual({ serious: [], unseen: 0 })
}

/**
 * Changes the language without touching the screen: dialogs have no language menu. React keeps the tree under
 * `__reactContainer$…`; the i18n instance is a property of its provider.
 */
async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate(async (language) => {
    if (document.documentElement.lang === language) return
    interface Fiber {
      readonly child: Fiber | null
      readonly memoizedProps: { readonly i18n?: { changeLanguage(language: string): Promise<unknown> } } | null
    }
    const root = document.getElementById('root')
    const key = Object.keys(root ?? {}).find((name) => name.startsWith('__reactContainer$'))
    if (root === null || key === undefined) throw new Error('React has not started')
    let fiber: Fiber | null = Reflect.get(root, key)
    while (fiber && !fiber.memoizedProps?.i18n) fiber = fiber.child
    await fiber?.memoizedProps?.i18n?.changeLanguage(language)
  }, language)
  const direction: Direction = language === directions.rtl ? 'rtl' : 'ltr'
  await page.locator(`html[dir="${direction}"]`).waitFor({ state: 'attached' })
  // Two frames: one for React's words, one for what measures itself after them; and the fonts of their letters.
  await page.evaluate(async () => {
    await new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
    await document.fonts.ready
  })
}
