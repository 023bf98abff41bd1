/** Nothing of a page's leaves the machine, also not by the ways that no rule for requests sees. */
import { createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { launch, shown } from '../support/terminal.ts'

/** A server of somebody's that hears WebRTC's first words, at an address of this machine that is not the loopback one. */
async function listener() {
  const heard: Buffer[] = []
  const socket = createSocket('udp4')
  socket.on('message', (message) => heard.push(message))
  await new Promise<void>((resolve) => socket.bind(0, '0.0.0.0', resolve))
  onTestFinished(() => void socket.close())
  const every = Object.values(networkInterfaces()).flat()
  const { address = '127.0.0.1' } = every.find((each) => each?.family === 'IPv4' && !each.internal) ?? {}
  return { heard, at: `${address}:${socket.address().port}` }
}

/** Has the page speak to it, until it has gathered all ways there are. */
async function speak(page: Page, at: string): Promise<void> {
  await page.evaluate(async (server) => {
    const peer = new RTCPeerConnection({
      iceServers: [
        { urls: `turn:${server}`, username: 'account-482913', credential: 'x' },
        { urls: `turn:${server}?transport=tcp`, username: 'account-482913', credential: 'x' },
        { urls: `stun:${server}` },
      ],
    })
    peer.createDataChannel('words')
    await peer.setLocalDescription(await peer.createOffer())
    await Promise.race([
      new Promise<void>((resolve) => {
        peer.onicegatheringstatechange = () => {
          if (peer.iceGatheringState === 'complete') resolve()
        }
      }),
      new Promise((resolve) => setTimeout(resolve, 3_000)),
    ])
    peer.close()
  }, at)
}

describe('a page of the terminal', () => {
  it('reaches no network by WebRTC; one of a plain browser does', { timeout: 60_000 }, async () => {
    const { heard, at } = await listener()
    const browser = await launchBrowser()
    onTestFinished(() => browser.close())
    await speak(await browser.newPage(), at)
    expect(heard.length).toBeGreaterThan(0)
    // What was on its way from there has come by the time the terminal is up.
    const terminal = launch({ args: ['--kiosk'] })
    const page = await shown(terminal, 'kiosk')
    heard.length = 0
    await speak(page, at)
    expect(heard).toEqual([])
    const policies = await terminal.main(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getWebRTCIPHandlingPolicy()),
      null,
    )
    expect(policies).toEqual(['disable_non_proxied_udp'])
  })
})
