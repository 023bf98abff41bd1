import { expect, it, onTestFinished } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { testOffice } from '../support/office.ts'
import { startRest } from '../support/rest.ts'

it('the page of the REST interface reads and tries every operation, from its own origin alone', async () => {
  const rest = await startRest(testOffice())
  const browser = await launchBrowser()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const asked: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(new URL('/api/v1/docs', rest.address).href)
  await page.getByRole('heading', { level: 2 }).nth(4).waitFor()
  expect(await page.getByRole('heading', { level: 2 }).count()).toBe(5)
  const first = page.locator('section').first()
  await first.getByRole('button', { name: 'Send' }).click()
  await first.locator('pre', { hasText: '"message": "A code of 6 digits is on its way."' }).waitFor()
  expect(complaints).toEqual([])
  expect(new Set(asked)).toEqual(new Set([new URL(rest.address).origin]))
})
