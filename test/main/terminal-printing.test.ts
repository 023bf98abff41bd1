/** No dialog of the system comes up at a locked kiosk, whoever asks for one: an office's screen, a frame, a script. */
import { describe, expect, it } from 'vitest'
import { demoDesk, paidVisit } from '../parity/parity-office.ts'
import { clientThrough } from '../parity/terminal-office.ts'
import { printsFrom } from '../support/prints-from.ts'
import { launch, shown } from '../support/terminal.ts'

describe('a locked kiosk', () => {
  it('opens no dialog to print, whatever asks', { timeout: 60_000 }, async () => {
    const kiosk = await shown(launch({ args: ['--kiosk'] }), 'kiosk')
    expect(await printsFrom(kiosk)).toEqual({ page: false, frame: false })
  })

  it('gives no receipt to its screen to print, nor a test page, and prints by itself where it has a printer', {
    timeout: 60_000,
  }, async () => {
    const terminal = launch({ args: ['--kiosk'] })
    const client = await clientThrough(await shown(terminal, 'kiosk'))
    await demoDesk(async () => ({ client, stranger: null }), 'administrator')
    const { visitId, payment } = await paidVisit(client)
    const { receiptId, receiptNo } = payment
    const here = (await client.printers.list()).terminals.find((each) => each.here)?.terminalId ?? ''
    const nowhere = { by: 'nowhere', receiptNo }
    for (const kind of [null, 'pdf', 'dialog'] as const) {
      if (kind !== null) await client.printers.choose({ terminalId: here, choice: { kind } })
      expect(await client.receipts.paper({ visitId })).toEqual({ prints: false })
      expect(await client.receipts.print({ visitId, receiptId })).toEqual(nowhere)
      expect(await client.receipts.print({ visitId, receiptId, way: 'dialog' })).toEqual(nowhere)
      expect(await client.printers.test({ terminalId: here })).toEqual({ outcome: 'refused', reason: 'no_dialog' })
    }
    await client.printers.choose({ terminalId: here, choice: { kind: 'system', name: 'Counter' } })
    expect(await client.receipts.paper({ visitId })).toEqual({ prints: true })
    expect(await client.receipts.print({ visitId, receiptId })).toMatchObject({ by: 'host' })
    expect(await client.receipts.print({ visitId, receiptId, way: 'dialog' })).toEqual(nowhere)
  })
})
