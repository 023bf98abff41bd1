/** The contract through the built main process, the built preload and a page of a real Chromium. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { Page } from 'playwright-core'
import type { Client } from '../support/host.ts'
import { launch, shown } from '../support/terminal.ts'
import type { ParityOffice } from './parity-office.ts'

export async function terminalOffice(): Promise<ParityOffice> {
  // The screens have their own port by now; the newest one, ours, takes its place.
  return { client: await clientThrough(await shown(launch())), stranger: null }
}

/** Opens a port in the page exactly as the screens do, and carries its messages to this process. */
export async function clientThrough(page: Page): Promise<Client> {
  const listeners: ((event: { data: string }) => void)[] = []
  await page.exposeFunction('parityHear', (data: string) => {
    for (const listener of listeners) listener({ data })
  })
  await page.evaluate(() => {
    const { port1: ours, port2: theirs } = new MessageChannel()
    const bridge = window as unknown as {
      counterfoil: { connect(): void }
      parityHear(data: string): void
      parityPort: MessagePort
    }
    bridge.counterfoil.connect()
    window.postMessage('counterfoil:connect', location.origin, [theirs])
    ours.onmessage = (event) => bridge.parityHear(event.data)
    bridge.parityPort = ours
  })
  const port = {
    on(event: string, hear: (event?: { data: string }) => void) {
      if (event === 'message') listeners.push(hear)
    },
    postMessage(data: string) {
      page
        .evaluate((text) => (window as unknown as { parityPort: MessagePort }).parityPort.postMessage(text), data)
        // The test is over and its page closed.
        .catch(() => undefined)
    },
  }
  return createORPCClient(new RPCLink({ port }))
}
