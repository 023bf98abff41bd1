/** The built terminal, whole: out/main, out/preload and out/renderer in a real Chromium. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { demoDesk, paidVisit } from '../parity/parity-office.ts'
import { clientThrough } from '../parity/terminal-office.ts'
import { launchTerminal } from '../support/electron/launch.ts'
import { temporaryFolder } from '../support/office.ts'
import { launch, shown } from '../support/terminal.ts'

describe('the terminal', () => {
  it('shows the first run over its own port, under the strict policy', async () => {
    const page = await shown(launch())
    await page.getByRole('heading', { name: 'Welcome to Counterfoil' }).waitFor({ timeout: 5_000 })
    const policy = await page.evaluate(async () => (await fetch('./index.html')).headers.get('content-security-policy'))
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /)
  })

  it('gives the page a frozen bridge of one function, and nothing of Electron or Node', async () => {
    const page = await shown(launch())
    const seen = await page.evaluate(() => {
      const bridge = window.counterfoil ?? {}
      const leaks = ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'global', 'standInSend']
      return {
        keys: Object.keys(bridge),
        isFrozen: Object.isFrozen(bridge),
        leaks: leaks.filter((name) => name in window),
      }
    })
    expect(seen).toEqual({ keys: ['connect'], isFrozen: true, leaks: [] })
  })

  it('has every process of a page in the sandbox', async () => {
    const terminal = launch()
    await shown(terminal)
    expect(await terminal.main(({ app }) => app.commandLine.hasSwitch('enable-sandbox'), null)).toBe(true)
  })

  it('forwards only the page’s own message with one port', async () => {
    const page = await shown(launch())
    const heard = await page.evaluate(async () => {
      window.counterfoil?.connect()
      const answered = (data: unknown, count: number): Promise<boolean> => {
        const channels = Array.from({ length: count }, () => new MessageChannel())
        const ports = channels.map((channel) => channel.port2)
        window.postMessage(data, location.origin, ports)
        return new Promise((resolve) => {
          for (const { port1 } of channels) {
            port1.onmessage = () => resolve(true)
            port1.postMessage('{"i":"1","p":{"u":"/office/state"}}')
          }
          setTimeout(() => resolve(false), 300)
        })
      }
      return [
        await answered('counterfoil:other', 1),
        await answered('counterfoil:connect', 2),
        await answered('counterfoil:connect', 1),
        // One connect, one port: the next message is nobody's.
        await answered('counterfoil:connect', 1),
      ]
    })
    expect(heard).toEqual([false, false, true, false])
  })

  it('stays where it is: no navigation, no window, no request to elsewhere', async () => {
    const page = await shown(launch())
    const address = page.url()
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    const isOpen = await page.evaluate(() => {
      const opened = window.open('about:blank')
      return new Promise((resolve) => setTimeout(() => resolve(opened !== null && !opened.closed), 300))
    })
    expect(isOpen).toBe(false)
    const asked = await page.evaluate(() =>
      fetch('https://example.com/').then(
        () => 'answered',
        () => 'refused',
      ),
    )
    expect(asked).toBe('refused')
    expect(page.url()).toBe(address)
    expect(await page.getByRole('button').count()).toBeGreaterThan(0)
  })

  it('prints receipts to PDF through windows without script, and leaves nothing behind', async () => {
    const terminal = launch()
    const page = await shown(terminal)
    const client = await clientThrough(page)
    await demoDesk(async () => ({ client, stranger: null }))
    const { visitId, payment } = await paidVisit(client)
    const print = () => client.receipts.pdf({ visitId, receiptId: payment.receiptId })
    for (const outcome of await Promise.all(Array.from({ length: 12 }, print))) {
      if (outcome.outcome !== 'done') throw new Error(outcome.reason)
      const pdf = Buffer.from(outcome.pdfBase64, 'base64')
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
      expect(pdf.length).toBeGreaterThan(2_000)
    }
    // A listener that each window leaves behind would be warned of by now.
    expect(terminal.errors()).toBe('')
  })

  it('comes back after its page died, and the office with it', async () => {
    const terminal = launch()
    const page = await shown(terminal)
    page.goto('chrome://crash').catch(() => undefined)
    await vi.waitFor(() => expect(terminal.errors()).toContain('the page is loaded anew'), { timeout: 5_000 })
    // A page that died is dead to whoever drives it; its window is not.
    const welcome = async () => expect(await terminal.words()).toContain('Welcome to Counterfoil')
    await vi.waitFor(welcome, { timeout: 20_000, interval: 200 })
  })

  it('is the same terminal after a restart, and ends cleanly', async () => {
    const folder = temporaryFolder()
    for (let start = 0; start < 2; start += 1) {
      const terminal = launchTerminal({ folder })
      const client = await clientThrough(await shown(terminal))
      expect((await client.session.current()).terminalLabel).toBe('T1')
      expect(await terminal.stop()).toBe(0)
      expect(terminal.errors()).toBe('')
    }
  })

  it('runs once for each office: a second start ends, and can ask the first to end', async () => {
    const folder = temporaryFolder()
    const first = launch({ folder })
    await shown(first)
    expect(await launchTerminal({ folder }).exited).toBe(0)
    expect(first.isRunning()).toBe(true)
    expect(await launchTerminal({ folder, args: ['--quit'] }).exited).toBe(0)
    expect(await first.exited).toBe(0)
  })

  it('is a kiosk where it was asked to be one, and does not close', async () => {
    const terminal = launch({ args: ['--kiosk'] })
    const page = await shown(terminal)
    expect(page.url()).toContain('#/kiosk')
    terminal.closeWindow()
    await page.waitForTimeout(200)
    expect(page.isClosed()).toBe(false)
    expect(await terminal.stop()).toBe(0)
  })

  it('ends when its window is closed', async () => {
    const terminal = launch()
    await shown(terminal)
    terminal.closeWindow()
    expect(await terminal.exited).toBe(0)
  })

  it('says in a window why it cannot start, and ends with 1', async () => {
    // A name that every system allows, and that reads otherwise where it is taken for markup.
    const file = join(temporaryFolder(), 'a &lt;file&gt;')
    writeFileSync(file, '')
    const terminal = launch({ folder: file })
    const page = await terminal.page()
    const words = (await page.getByRole('alert').textContent()) ?? ''
    expect(words).toBe(`${file} is not a folder.`)
    expect(terminal.errors()).toBe(`counterfoil: ${words}\n`)
    terminal.closeWindow()
    expect(await terminal.exited).toBe(1)
  })
})
