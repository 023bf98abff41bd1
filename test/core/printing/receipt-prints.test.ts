import { describe, expect, it } from 'vitest'
import type { PrinterChoice } from '../../../src/contract/printers.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { onNetwork } from '../../gateways/printers/given.ts'
import { openVisit, type TestOffice, testOffice } from '../../support/office.ts'
import { thermalPeer } from '../../support/thermal-peer.ts'

/** A clerk at a screen with a printer of its own, in front of a customer who has just paid cash. */
async function paidAt(office: TestOffice, choice: PrinterChoice, account = 'A') {
  const { caller, visit } = await openVisit(office, { accountNo: account })
  const bill = office.addBill(account, `B-${account}`, 10_000)
  const paid = office.app.payments.pay(caller, visit, `some-fresh-key-${account}-0001`, {
    method: 'cash',
    allocations: [{ billId: bill, amountMinor: 10_000 }],
    tenderedMinor: 10_000,
    reference: '',
  })
  if (paid.outcome !== 'paid') throw new Error(paid.reason)
  office.app.printing.choices.choose(office.caller('administrator'), caller.terminalId, choice)
  const { prints } = office.app.printing
  const request = { caller, visitId: visit.id, customerId: visit.customerId, receiptId: paid.payment.receiptId }
  const start = (way: 'usual' | 'dialog' = 'usual', locked = false) => prints.start({ ...request, locked }, way)
  const state = (jobId: string) => prints.state(jobId, visit.customerId)
  const print = async () => {
    const started = start()
    if (started?.by !== 'host') throw new Error('the host did not print')
    await expect.poll(() => state(started.jobId)?.status, { timeout: 15_000, interval: 50 }).not.toBe('printing')
    return state(started.jobId)
  }
  return { caller, request, start, state, print }
}

const prints = ({ app }: TestOffice, receiptId: string) => app.paymentStore.receipt(receiptId)?.prints

const trail = ({ app }: TestOffice): string[] =>
  app.officeData.db
    .prepare<[], { line: string }>(
      `SELECT action || ' ' || outcome || ' ' || detail AS line FROM audit WHERE action LIKE 'receipt.%' ORDER BY seq`,
    )
    .all()
    .map(({ line }) => line)

describe('a receipt on the terminal’s own printer', () => {
  it('is printed by the host, counted, and says DUPLICATE from the second time on', async () => {
    const office = testOffice()
    const peer = await thermalPeer()
    const { print, request } = await paidAt(office, onNetwork(peer.port, { drawer: true }))
    expect(await print()).toEqual({ status: 'printed', duplicate: false, confirmed: true })
    expect(await print()).toEqual({ status: 'printed', duplicate: true, confirmed: true })
    expect(peer.words(0)).not.toContain('DUPLICATE')
    expect(peer.words(1)).toContain('DUPLICATE')
    // The drawer opens for the cash, not for the reprint.
    const kick = Buffer.from([0x1b, 0x70, 0])
    expect(peer.jobs.map((job) => job.includes(kick))).toEqual([true, false])
    expect(prints(office, request.receiptId)).toBe(2)
    expect(trail(office)).toEqual([
      'receipt.printed done {"prints":1,"printer":"thermal"}',
      'receipt.printed done {"prints":2,"printer":"thermal"}',
    ])
  })

  it('that failed does not count, so that the next one is still the original', async () => {
    const office = testOffice()
    const peer = await thermalPeer()
    const { print, request } = await paidAt(office, onNetwork(peer.port))
    peer.be({ paper: 'out' })
    expect(await print()).toEqual({ status: 'failed', failure: 'paper_out', words: null })
    expect(prints(office, request.receiptId)).toBe(0)
    peer.be({ paper: 'in' })
    expect(await print()).toEqual({ status: 'printed', duplicate: false, confirmed: true })
    expect(peer.words()).not.toContain('DUPLICATE')
    expect(trail(office)).toEqual([
      'receipt.print_failed failed {"reason":"paper_out","printer":"thermal"}',
      'receipt.printed done {"prints":1,"printer":"thermal"}',
    ])
  })

  it.each([
    ['whose cover is lifted', { opensAfter: 200 }, 'cover_open'],
    ['whose line breaks', { dropsAfter: 200 }, 'disconnected'],
  ] as const)(
    'that was cut off, at a printer %s, counts: what the printer holds comes out later',
    async (_, mood, failure) => {
      const office = testOffice()
      const peer = await thermalPeer()
      const { print, request } = await paidAt(office, onNetwork(peer.port, { drawer: true }))
      peer.be(mood)
      expect(await print()).toEqual({ status: 'failed', failure, words: null, mayBeOut: true })
      expect(prints(office, request.receiptId)).toBe(1)
      peer.be({ opensAfter: null, dropsAfter: null, cover: 'closed' })
      expect(await print()).toEqual({ status: 'printed', duplicate: true, confirmed: true })
      // One original at most, and the drawer was opened for the cash once.
      expect(peer.words(1)).toContain('DUPLICATE')
      const kick = Buffer.from([0x1b, 0x70, 0])
      expect(peer.jobs.map((job) => job.includes(kick))).toEqual([true, false])
      expect(trail(office)).toEqual([
        `receipt.print_failed cut_off {"reason":"${failure}","prints":1,"printer":"thermal"}`,
        'receipt.printed done {"prints":2,"printer":"thermal"}',
      ])
    },
  )

  it('that cannot be counted, where nothing can be written, is not printed, and that is what is said', async () => {
    const office = testOffice()
    const peer = await thermalPeer()
    const { print, request } = await paidAt(office, onNetwork(peer.port))
    const { db } = office.app.officeData
    db.pragma('query_only = 1')
    expect(await print()).toEqual({ status: 'failed', failure: 'not_counted', words: null })
    expect(peer.jobs).toEqual([])
    expect(prints(office, request.receiptId)).toBe(0)
    db.pragma('query_only = 0')
    expect(await print()).toEqual({ status: 'printed', duplicate: false, confirmed: true })
  })

  it('waits its turn: one job at a time on a device, in the order they came', async () => {
    const office = testOffice()
    const peer = await thermalPeer()
    const first = await paidAt(office, onNetwork(peer.port), 'A')
    const second = await paidAt(office, onNetwork(peer.port), 'B')
    await Promise.all([first.print(), second.print(), first.print()])
    expect(peer.mostAtOnce()).toBe(1)
    expect(peer.jobs.map((_, at) => /Account +([AB])/.exec(peer.words(at))?.[1])).toEqual(['A', 'B', 'A'])
    expect(peer.words(2)).toContain('DUPLICATE')
  })

  it('on a printer that hangs is given up after 10 s, together with what waited behind it', async () => {
    const office = testOffice()
    const peer = await thermalPeer()
    peer.be({ answers: 'hung' })
    const first = await paidAt(office, onNetwork(peer.port), 'A')
    const second = await paidAt(office, onNetwork(peer.port), 'B')
    const beganMs = performance.now()
    const ends = await Promise.all([first.print(), second.print()])
    expect(performance.now() - beganMs).toBeLessThan(12_000)
    expect(ends).toEqual([
      { status: 'failed', failure: 'timed_out', words: null, mayBeOut: true },
      { status: 'failed', failure: 'busy', words: null },
    ])
    expect(prints(office, first.request.receiptId)).toBe(1)
    expect(prints(office, second.request.receiptId)).toBe(0)
    peer.be({ answers: 'yes' })
    expect(await second.print()).toMatchObject({ status: 'printed', duplicate: false })
  })

  it('is the screen’s where it goes past the printer, nobody chose one, or the choice is a file', async () => {
    const office = testOffice()
    const peer = await thermalPeer()
    const { start, state, caller } = await paidAt(office, onNetwork(peer.port))
    expect(start('dialog')).toMatchObject({ by: 'screen', duplicate: false })
    office.app.printing.choices.choose(office.caller('administrator'), caller.terminalId, { kind: 'pdf' })
    expect(start()).toMatchObject({ by: 'file', receiptNo: 'T1-000001' })
    office.app.printing.choices.choose(office.caller('administrator'), caller.terminalId, { kind: 'dialog' })
    expect(start()).toMatchObject({ by: 'screen', duplicate: true })
    expect(peer.jobs).toEqual([])
    expect(state(office.app.officeData.newId())).toBeNull()
  })

  it('is never the screen’s nor a file where the window is locked, and then nothing is counted', async () => {
    const office = testOffice()
    const peer = await thermalPeer()
    const { start, request, caller } = await paidAt(office, onNetwork(peer.port))
    const { choices, prints: asked } = office.app.printing
    const choose = (choice: PrinterChoice) => choices.choose(office.caller('administrator'), caller.terminalId, choice)
    expect(start('dialog', true)).toEqual({ by: 'nowhere', receiptNo: 'T1-000001' })
    expect(asked.canPrint(caller, true)).toBe(true)
    for (const kind of ['dialog', 'pdf'] as const) {
      choose({ kind })
      expect(asked.canPrint(caller, true)).toBe(false)
      expect(asked.canPrint(caller, false)).toBe(true)
      for (const way of ['usual', 'dialog'] as const)
        expect(start(way, true)).toEqual({ by: 'nowhere', receiptNo: 'T1-000001' })
      expect(await choices.test(caller, caller.terminalId, true)).toEqual({ outcome: 'refused', reason: 'no_dialog' })
    }
    expect(prints(office, request.receiptId)).toBe(0)
    expect(peer.jobs).toEqual([])
  })

  it('is nobody else’s to ask about', async () => {
    const office = testOffice()
    const peer = await thermalPeer()
    const { start } = await paidAt(office, onNetwork(peer.port), 'A')
    const other = await paidAt(office, onNetwork(peer.port), 'B')
    const started = start()
    if (started?.by !== 'host') throw new Error('the host did not print')
    expect(other.state(started.jobId)).toBeNull()
    expect(
      office.app.printing.prints.start({ ...other.request, receiptId: started.jobId, locked: false }, 'usual'),
    ).toBeNull()
  })
})

describe('the printer of a terminal', () => {
  it('is chosen with who and when, tried with a test page, and both are on the trail', {
    timeout: 60_000,
  }, async () => {
    const office = testOffice()
    const { choices } = office.app.printing
    const peer = await thermalPeer()
    const chief = await office.app.staff.add({ name: 'Meera', role: 'administrator', pin: '4702' }, bySystem)
    if (chief.outcome !== 'done') throw new Error(chief.outcome)
    const caller = { ...office.caller(), staff: { ...chief.staff, role: 'administrator' } as const }
    expect(choices.here(caller)).toMatchObject({ choice: { kind: 'dialog' }, chosenByName: null, here: true })
    const choice = onNetwork(peer.port, { paperMm: 58 })
    expect(choices.choose(caller, caller.terminalId, choice)).toMatchObject({
      outcome: 'done',
      printer: { choice, chosenByName: 'Meera', chosenAtMs: office.time.wallMs() },
    })
    expect(await choices.test(caller, caller.terminalId, false)).toEqual({
      outcome: 'printed',
      confirmed: true,
      picture: true,
    })
    // A picture as wide as the paper.
    expect(peer.jobs[0]?.includes(Buffer.from([0x1d, 0x76, 0x30, 0, 48, 0]))).toBe(true)
    peer.be({ cover: 'open' })
    expect(await choices.test(caller, caller.terminalId, false)).toMatchObject({
      outcome: 'failed',
      failure: 'cover_open',
    })
    const nobody = office.app.officeData.newId()
    expect(choices.choose(caller, nobody, choice)).toEqual({ outcome: 'refused', reason: 'gone' })
    const rows = office.app.officeData.db
      .prepare(`SELECT action, outcome, detail FROM audit WHERE action LIKE 'printer.%' ORDER BY seq`)
      .all()
    const printer = `thermal 58 mm 127.0.0.1:${peer.port}`
    expect(rows).toEqual([
      { action: 'printer.chosen', outcome: 'done', detail: JSON.stringify({ printer }) },
      { action: 'printer.tested', outcome: 'done', detail: JSON.stringify({ printer }) },
      { action: 'printer.tested', outcome: 'failed', detail: JSON.stringify({ printer, reason: 'cover_open' }) },
    ])
  })
})
