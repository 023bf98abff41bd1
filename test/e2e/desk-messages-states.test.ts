import type { Page } from 'playwright-core'
import { describe, it } from 'vitest'
import type { DeliveryHealth } from '../../src/contract/delivery.ts'
import type { ProviderView } from '../../src/contract/providers.ts'
import { sharedBrowser } from '../support/screens.ts'
import { look } from '../support/screens-look.ts'
import { messagesSection, tab } from '../support/screens-messages.ts'

const browser = sharedBrowser()

/** Answers a call of the page with this instead of the office's own answer. */
async function answer(page: Page, path: string, json: unknown): Promise<void> {
  await page.route(`**/rpc/${path}`, (route) => route.fulfill({ json: { json, meta: [] } }))
}

describe('states that take long to come about', () => {
  it('are told in words for each provider', { timeout: 90_000 }, async () => {
    const { page, office } = await messagesSection(browser())
    const atMs = office.time.wallMs()
    const settings = {
      kind: 'kavenegar',
      name: 'Kavenegar of the northern district office and its four branches',
      enabled: false,
      lowBalanceMicros: null,
      sender: '',
      codeTemplate: '',
    } as const
    const common = { settings: null, circuit: 'closed', retryAtMs: null, secret: 'stored' } as const
    const providers: ProviderView[] = [
      { ...common, providerId: 'smtp', name: 'SMTP', kind: 'smtp', source: 'environment', channels: ['email'] },
      {
        ...common,
        providerId: 'twilio',
        name: 'Twilio',
        kind: 'twilio',
        source: 'screen',
        channels: ['sms', 'whatsapp'],
        circuit: 'open',
        retryAtMs: atMs + 60_000,
        secret: 'unreadable',
      },
      {
        ...common,
        providerId: 'second',
        name: settings.name,
        kind: 'kavenegar',
        source: 'screen',
        channels: ['sms'],
        settings,
      },
    ]
    await answer(page, 'providers/list', { providers, secretsIn: 'unavailable' })
    await tab(page, 'Providers').click()
    await page.getByText("Set by this machine's environment, read-only").waitFor()
    await page.getByText(/Resting until 9:0\d am after failures in a row/).waitFor()
    await page.getByText('Stored by another user or computer').waitFor()
    await page.getByText('Switched off: nothing is sent this way').waitFor()
    await page.getByText('This machine has no safe place for secrets').first().waitFor()
    await look(page, 'desk-messages-providers-states')
  })

  it('are told in figures and in the provider’s own words', { timeout: 90_000 }, async () => {
    const { page, office } = await messagesSection(browser())
    const atMs = office.time.wallMs()
    const health: DeliveryHealth = {
      queue: { queued: 12, retrying: 3, sending: 1, asking: 1, oldestMs: 195_000 },
      today: { sms: 480, costMicros: 3_600_000, currency: 'USD' },
      providers: [
        {
          providerId: 'kavenegar',
          name: 'Kavenegar',
          channels: ['sms'],
          circuit: 'open',
          retryAtMs: atMs + 45_000,
          lastSuccessAtMs: atMs - 26 * 3_600_000,
          lastFailureAtMs: atMs - 5_000,
          lastWords: '418: اعتبار حساب شما کافی نیست',
          lastHour: { attempts: 240, taken: 3 },
          lastDay: { attempts: 12_480, taken: 12_015 },
          medianToTakenMs: 620,
          medianToDeliveredMs: 7_400,
          delivered: 11_870,
          undelivered: 145,
          cost: [
            { micros: 9_120_000_000_000, currency: 'IRR' },
            { micros: 187_500, currency: 'USD' },
          ],
          balance: { micros: null, currency: null, atMs, low: false, words: '403: کد شناسائی معتبر نمی باشد' },
        },
      ],
    }
    await answer(page, 'delivery/health', health)
    await page.getByText('96%').waitFor()
    await look(page, 'desk-messages-health-trouble')
  })
})
