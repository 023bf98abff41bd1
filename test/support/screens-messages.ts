/** The administrator's section for the messages, as a test opens it: Twilio and Kavenegar are servers of the test. */
import type { Browser, Locator, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { providerGateway } from '../../src/gateways/provider-gateway.ts'
import { startHost } from './host.ts'
import { kavenegarPeer } from './kavenegar-peer.ts'
import { testOffice } from './office.ts'
import { flowingTime, openScreen } from './screens.ts'
import { goTo, signIn } from './screens-desk.ts'
import { twilioPeer } from './twilio-peer.ts'

/** An office without any provider, where Twilio and Kavenegar are servers of this test; an administrator at the section. */
export async function messagesSection(browser: Browser, mayComplainOf?: RegExp) {
  const time = flowingTime()
  const twilio = await twilioPeer({ does: 'accept' })
  const kavenegar = await kavenegarPeer({ does: 'accept' })
  onTestFinished(async () => {
    await twilio.close()
    await kavenegar.close()
  })
  const bases = { twilioApiBase: new URL(twilio.base), kavenegarApiBase: new URL(kavenegar.base) }
  const office = testOffice({
    time,
    ports: {
      makeGateway: (settings, secret) => providerGateway(settings, secret, bases, () => 'Town Office'),
    },
  })
  await office.addStaff({ name: 'Meera Iyer', role: 'administrator', pin: '7391' })
  const { address } = await startHost(office)
  const page = await openScreen(browser, { at: address, time, mayComplainOf })
  await signIn(page, 'Meera Iyer', '7391')
  await goTo(page, 'Messages')
  await page.getByRole('heading', { level: 1, name: 'Messages' }).waitFor()
  return { page, office, twilio, kavenegar }
}

export const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name })
