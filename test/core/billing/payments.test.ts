import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openVisit, testOffice } from '../../support/office.ts'

const cash = (billId: string, amountMinor: number, tenderedMinor = amountMinor) => ({
  method: 'cash' as const,
  allocations: [{ billId, amountMinor }],
  tenderedMinor,
  reference: '',
})

describe('taking a payment', () => {
  it('gives change, lowers the balance and numbers the receipt without a gap', async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const bill = office.addBill('A', 'B-1', 58_999)
    const first = office.app.payments.pay(caller, visit, 'key-number-one-0001', cash(bill, 50_000, 60_000))
    const refused = office.app.payments.pay(caller, visit, 'key-number-two-0002', cash(bill, 50_000))
    const second = office.app.payments.pay(caller, visit, 'key-number-three-03', cash(bill, 8_999))
    expect(first).toMatchObject({
      outcome: 'paid',
      payment: { changeMinor: 10_000, receiptNo: `${caller.terminalLabel}-000001` },
    })
    expect(refused).toMatchObject({ outcome: 'refused', reason: 'more_than_balance', billId: bill })
    expect(second).toMatchObject({ outcome: 'paid', payment: { receiptNo: `${caller.terminalLabel}-000002` } })
    expect(office.app.bills.ofCustomer(visit.customerId).balanceMinor).toBe(0)
  })

  it('is one payment when the same key comes again, and refuses the key for another body', async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const bill = office.addBill('A', 'B-1', 10_000)
    const key = 'the-same-key-again-1'
    const outcomes = await Promise.all(
      [1, 2, 3].map(async () => office.app.payments.pay(caller, visit, key, cash(bill, 4_000))),
    )
    const ids = outcomes.map((outcome) => (outcome.outcome === 'paid' ? outcome.payment.paymentId : outcome.reason))
    expect(new Set(ids).size).toBe(1)
    expect(office.app.payments.pay(caller, visit, key, cash(bill, 4_001))).toEqual({
      outcome: 'refused',
      reason: 'key_reused',
    })
    expect(office.app.bills.ofCustomer(visit.customerId).balanceMinor).toBe(6_000)
  })

  it.each([
    ['too little cash', { method: 'cash', tenderedMinor: 99, reference: '' }, 'tendered_too_little'],
    ['a card without its slip number', { method: 'card', tenderedMinor: null, reference: '' }, 'reference_missing'],
    ['a transfer without reference', { method: 'transfer', tenderedMinor: null, reference: '' }, 'reference_missing'],
  ] as const)('refuses %s and writes nothing', async (_, request, reason) => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const bill = office.addBill('A', 'B-1', 10_000)
    const before = office.app.officeData.db.prepare('SELECT count(*) AS n FROM audit').get()
    const outcome = office.app.payments.pay(caller, visit, 'some-fresh-key-0001', {
      ...request,
      allocations: [{ billId: bill, amountMinor: 100 }],
    })
    expect(outcome).toMatchObject({ outcome: 'refused', reason })
    expect(office.app.officeData.db.prepare('SELECT count(*) AS n FROM audit').get()).toEqual(before)
  })

  it("refuses another customer's bill, and a bill named twice", async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    office.addCustomer({ accountNo: 'Z' })
    const foreign = office.addBill('Z', 'Z-1', 10_000)
    const mine = office.addBill('A', 'B-1', 10_000)
    expect(office.app.payments.pay(caller, visit, 'some-fresh-key-0001', cash(foreign, 100))).toMatchObject({
      reason: 'unknown_bill',
    })
    const twice = {
      ...cash(mine, 100),
      allocations: [
        { billId: mine, amountMinor: 6_000 },
        { billId: mine, amountMinor: 6_000 },
      ],
      tenderedMinor: 20_000,
    }
    expect(office.app.payments.pay(caller, visit, 'some-fresh-key-0002', twice)).toMatchObject({
      reason: 'unknown_bill',
    })
  })

  it('keeps sum of allocations = payment and balance = bill − allocations, whatever is paid and voided', async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const supervisor = await office.addStaff({ name: 'Super', role: 'supervisor', pin: '2580' })
    let round = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.record({ amount: fc.integer({ min: 1, max: 200_000 }), undo: fc.boolean() }), { maxLength: 6 }),
        async (billed, acts) => {
          round += 1
          const bills = billed.map((amount, index) =>
            office.addBill('A', `R${round}-${index}`, amount, `2026-0${1 + index}-10`),
          )
          for (const [index, act] of acts.entries()) {
            const chosen = office.app.billStore.unpaidOf(visit.customerId).filter((bill) => bills.includes(bill.id))
            const { spreadAmount } = await import('../../../src/core/billing/rules.ts')
            const { allocations, leftoverMinor } = spreadAmount(chosen, act.amount)
            const total = allocations.reduce((sum, part) => sum + part.amountMinor, 0)
            expect(total + leftoverMinor).toBe(act.amount)
            if (allocations.length === 0) continue
            const paid = office.app.payments.pay(caller, visit, `round-${round}-act-${index}-key`, {
              method: 'card',
              allocations,
              tenderedMinor: null,
              reference: 'slip',
            })
            if (paid.outcome !== 'paid') throw new Error(paid.reason)
            expect(paid.payment.allocations.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(
              paid.payment.amountMinor,
            )
            if (act.undo) {
              const voided = await office.app.payments.void(caller, {
                paymentId: paid.payment.paymentId,
                customerId: visit.customerId,
                visitId: visit.id,
                reason: 'wrong bill',
                approverId: supervisor.staffId,
                approverPin: '2580',
              })
              expect(voided.outcome).toBe('voided')
            }
          }
          const wrong = office.app.officeData.db
            .prepare(
              `SELECT bill.id FROM bill WHERE paid_minor <> (SELECT coalesce(sum(allocation.amount_minor), 0) FROM allocation
                 JOIN payment ON payment.id = allocation.payment_id AND payment.status = 'paid' WHERE allocation.bill_id = bill.id)`,
            )
            .all()
          expect(wrong).toEqual([])
        },
      ),
      { numRuns: 12 },
    )
  }, 60_000)
})

describe('voiding a payment', () => {
  it('needs a second person who is a supervisor, their PIN and happens once', async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const bill = office.addBill('A', 'B-1', 10_000)
    const paid = office.app.payments.pay(caller, visit, 'some-fresh-key-0001', cash(bill, 10_000))
    if (paid.outcome !== 'paid') throw new Error(paid.reason)
    const clerk = await office.addStaff({ name: 'Other clerk', role: 'clerk', pin: '2581' })
    const chief = await office.addStaff({ name: 'Chief', role: 'supervisor', pin: '2582' })
    const ask = {
      paymentId: paid.payment.paymentId,
      customerId: visit.customerId,
      visitId: visit.id,
      reason: 'paid twice',
    }
    const by = (approverId: string, approverPin: string) =>
      office.app.payments.void(caller, { ...ask, approverId, approverPin })
    expect(await by(clerk.staffId, '2581')).toMatchObject({ reason: 'not_a_supervisor' })
    expect(await by(caller.staff?.staffId ?? '', '2581')).toMatchObject({ reason: 'same_person' })
    expect(await by(chief.staffId, '9999')).toMatchObject({ outcome: 'wrong', triesLeft: 4 })
    expect(await by(chief.staffId, '2582')).toMatchObject({ outcome: 'voided', payment: { status: 'voided' } })
    expect(await by(chief.staffId, '2582')).toMatchObject({ reason: 'already_voided' })
    expect(office.app.bills.ofCustomer(visit.customerId).balanceMinor).toBe(10_000)
  })
})

describe('a pay-code', () => {
  it('becomes one payment when the money arrives, however often it is settled', async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const bill = office.addBill('A', 'B-1', 10_000)
    const made = office.app.payCodes.create(caller, visit, 'pay-code-key-00001', [
      { billId: bill, amountMinor: 10_000 },
    ])
    if (made.outcome !== 'done') throw new Error(made.reason)
    const clerk = office.caller('clerk')
    expect(office.app.payCodes.waiting(made.payCode.code.toLowerCase())).toHaveLength(1)
    const first = office.app.payCodes.settle(clerk, made.payCode.payCodeId, 'UTR 1')
    const second = office.app.payCodes.settle(clerk, made.payCode.payCodeId, 'UTR 1')
    expect(first.outcome).toBe('paid')
    expect(second).toEqual(first)
    expect(office.app.payCodes.cancel(caller, made.payCode.payCodeId, visit.customerId)).toBe(false)
    expect(office.app.payCodes.state(made.payCode.payCodeId, visit.customerId)).toMatchObject({ status: 'settled' })
  })

  it('can still be settled when the money comes late, but never pays what was paid meanwhile', async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const bill = office.addBill('A', 'B-1', 10_000)
    const other = office.addBill('A', 'B-2', 5_000)
    const first = office.app.payCodes.create(caller, visit, 'pay-code-key-00001', [
      { billId: bill, amountMinor: 10_000 },
    ])
    const second = office.app.payCodes.create(caller, visit, 'pay-code-key-00002', [
      { billId: other, amountMinor: 5_000 },
    ])
    if (first.outcome !== 'done' || second.outcome !== 'done') throw new Error('refused')
    expect(office.app.payCodes.waiting('').map((code) => code.code)).toEqual([second.payCode.code])
    office.time.pass(2 * 60 * 60_000)
    expect(office.app.payCodes.waiting('')).toEqual([])
    expect(office.app.payCodes.waiting(first.payCode.code)).toMatchObject([{ status: 'cancelled' }])
    expect(office.app.payCodes.waiting(second.payCode.code)).toMatchObject([{ status: 'expired' }])
    expect(office.app.payCodes.settle(caller, first.payCode.payCodeId, 'UTR 1').outcome).toBe('paid')
    const paid = office.app.payments.pay(caller, visit, 'some-fresh-key-0009', cash(other, 5_000))
    expect(paid.outcome).toBe('paid')
    expect(office.app.payCodes.settle(caller, second.payCode.payCodeId, 'UTR 2')).toMatchObject({
      reason: 'more_than_balance',
    })
  })
})

describe('a receipt', () => {
  it('says DUPLICATE from the second print on, and escapes what people wrote', async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const bill = office.addBill('A', 'B-1', 10_000)
    const paid = office.app.payments.pay(caller, visit, 'some-fresh-key-0001', {
      ...cash(bill, 10_000),
      method: 'card',
      reference: '<b>&"',
    })
    if (paid.outcome !== 'paid') throw new Error(paid.reason)
    const { receiptId } = paid.payment
    const pages = [1, 2].map(() => office.app.receipts.print(caller, visit.id, receiptId, visit.customerId))
    expect(pages.map((page) => page?.duplicate)).toEqual([false, true])
    expect(pages[0]?.html).not.toContain('DUPLICATE')
    expect(pages[1]?.html).toContain('DUPLICATE')
    expect(pages[0]?.html).toContain('&lt;b&gt;&amp;&quot;')
    expect(pages[0]?.html).toContain('INR 100.00')
  })

  it('goes by mail with the page attached', async () => {
    const office = testOffice()
    const { caller, visit } = await openVisit(office, { accountNo: 'A' })
    const bill = office.addBill('A', 'B-1', 10_000)
    const paid = office.app.payments.pay(caller, visit, 'some-fresh-key-0001', cash(bill, 10_000))
    if (paid.outcome !== 'paid') throw new Error(paid.reason)
    const contact = office.app.customerStore.contactsOf(visit.customerId).find((each) => each.kind === 'email')
    const mailed = office.app.receipts.email(
      caller,
      visit.id,
      paid.payment.receiptId,
      visit.customerId,
      contact?.id ?? '',
    )
    if (mailed.outcome !== 'queued') throw new Error(mailed.reason)
    await Promise.resolve()
    await office.app.delivery.idle()
    expect(office.inbox.messages()[0]?.text).toContain(paid.payment.receiptNo)
    expect(office.app.receipts.emailState(mailed.messageId, visit.customerId)).toMatchObject({ status: 'taken' })
  })
})
