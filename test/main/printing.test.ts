/** Silent printing of the built terminal: the system's printers of the stand-in, and a thermal printer's pictures. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { PrinterChoice } from '../../src/contract/printers.ts'
import { onNetwork } from '../gateways/printers/given.ts'
import { demoDesk, paidVisit } from '../parity/parity-office.ts'
import { clientThrough } from '../parity/terminal-office.ts'
import { launchTerminal } from '../support/electron/launch.ts'
import { temporaryFolder } from '../support/office.ts'
import { thermalPeer } from '../support/thermal-peer.ts'

async function paidAtTheTerminal() {
  const printouts = temporaryFolder()
  const env = { STAND_IN_PRINTERS: 'Counter,Jammed,Stuck', STAND_IN_PRINTOUT: printouts }
  const terminal = launchTerminal({ folder: temporaryFolder(), env })
  onTestFinished(async () => {
    await terminal.stop()
  })
  const page = await terminal.page()
  await page.getByRole('button').first().waitFor({ timeout: 10_000 })
  const client = await clientThrough(page)
  await demoDesk(async () => ({ client, stranger: null }), 'administrator')
  const { visitId, payment } = await paidVisit(client)
  const { terminals, offer } = await client.printers.list()
  const here = terminals.find((each) => each.here)?.terminalId ?? ''
  const choose = (choice: PrinterChoice) => client.printers.choose({ terminalId: here, choice })
  const print = async () => {
    const started = await client.receipts.print({ visitId, receiptId: payment.receiptId })
    if (started?.by !== 'host') throw new Error('the host did not print')
    const state = () => client.receipts.printState({ visitId, jobId: started.jobId })
    await expect.poll(async () => (await state())?.status, { timeout: 15_000, interval: 100 }).not.toBe('printing')
    return state()
  }
  return { client, here, offer, choose, print, printouts }
}

describe('the terminal’s printers', () => {
  it('print receipts silently, and each trouble in its own words', { timeout: 90_000 }, async () => {
    const { offer, choose, print, printouts } = await paidAtTheTerminal()
    expect(offer).toMatchObject({ pictures: true, system: { state: 'listed' } })
    expect(offer.system.state === 'listed' && offer.system.printers.map(({ name }) => name)).toEqual([
      'Counter',
      'Jammed',
      'Stuck',
    ])
    await choose({ kind: 'system', name: 'Jammed' })
    expect(await print()).toEqual({ status: 'failed', failure: 'spooler_refused', words: 'Print job failed' })
    await choose({ kind: 'system', name: 'Sold' })
    expect(await print()).toMatchObject({ status: 'failed', failure: 'unknown_printer' })
    await choose({ kind: 'system', name: 'Stuck' })
    expect(await print()).toMatchObject({ status: 'failed', failure: 'timed_out', mayBeOut: true })
    await choose({ kind: 'system', name: 'Counter' })
    // The stuck one may print it yet.
    expect(await print()).toEqual({ status: 'printed', duplicate: true, confirmed: false })
    expect(await print()).toEqual({ status: 'printed', duplicate: true, confirmed: false })
    const files = readdirSync(printouts).sort()
    expect(files).toEqual(['1-Counter.pdf', '2-Counter.pdf'])
    expect(readFileSync(join(printouts, '1-Counter.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('draw the test page for a thermal printer, in a window that nobody sees', { timeout: 60_000 }, async () => {
    const { client, here, choose } = await paidAtTheTerminal()
    const peer = await thermalPeer()
    await choose(onNetwork(peer.port, { paperMm: 58 }))
    expect(await client.printers.test({ terminalId: here })).toEqual({
      outcome: 'printed',
      confirmed: true,
      picture: true,
    })
    expect(peer.jobs[0]?.includes(Buffer.from([0x1d, 0x76, 0x30, 0, 48, 0]))).toBe(true)
  })
})
