/** A link from another site: the browser leaves its SameSite=Strict cookie out, and must not lose its terminal for that. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { rawRequest, startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { sharedBrowser } from '../support/screens.ts'

const browser = sharedBrowser()
const count = (office: ReturnType<typeof testOffice>) =>
  office.app.officeData.db.prepare<[], { n: number }>('SELECT count(*) AS n FROM terminal').get()?.n

describe('a page opened from another site', () => {
  it.each(['cross-site', 'same-site'])(
    'without a cookie (%s) gets none, makes no terminal, and asks again by itself',
    async (site) => {
      const office = testOffice()
      const { address } = await startHost(office)
      const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' }
      const answer = await rawRequest(address, { method: 'GET', path: '/', headers })
      expect(answer.status).toBe(200)
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'/)
      expect(answer.headers['content-security-policy']).not.toMatch(/unsafe|self|\*/)
      expect(answer.body).not.toContain('id="root"')
      expect(count(office)).toBe(0)
    },
  )

  it.each(['same-origin', 'none'])(
    'is not meant by one of our own (%s): a new browser becomes a terminal',
    async (site) => {
      const office = testOffice()
      const { address } = await startHost(office)
      const answer = await rawRequest(address, { method: 'GET', path: '/', headers: { 'sec-fetch-site': site } })
      expect(answer.headers['set-cookie']?.[0]).toMatch(/SameSite=Strict/)
      expect(count(office)).toBe(1)
    },
  )

  it('leaves a real browser the terminal it is', { timeout: 60_000 }, async () => {
    const office = testOffice()
    const { address } = await startHost(office)
    const elsewhere = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end(`<!doctype html><title>Elsewhere</title><a href="${address}#/kiosk">the office</a>`)
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void elsewhere.close())
    const context = await browser().newContext()
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(address)
    const [before] = await context.cookies()
    // Another name is another site; the other port alone would not be.
    await page.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}/`)
    await page.getByRole('link').click()
    await page.getByRole('button').first().waitFor()
    expect(page.url()).toBe(new URL('/?#/kiosk', address).href)
    expect(await context.cookies()).toEqual([before])
    expect(count(office)).toBe(1)
  })
})
