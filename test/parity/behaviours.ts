/** What the contract promises, whatever carries it. Every host runs these same lines. */
import { expect, it, vi } from 'vitest'
import {
  demoDesk,
  findCustomer,
  type OpenOffice,
  openVisit,
  paidVisit,
  sendCode,
  signIn,
  wrongCode,
} from './parity-office.ts'

const nobody = '00000000-0000-7000-8000-000000000000'

const office = {
  name: 'شهرداری منطقه ۵',
  region: 'IR',
  currency: 'IRR',
  defaultLocale: 'fa',
  administratorName: 'سارا کریمی',
  administratorEmail: '',
  password: 'lantern-river-4702',
} as const

export function promises(open: OpenOffice): void {
  it('sets an empty office up once, and keeps its words as they were written', async () => {
    const { client } = await open()
    expect(await client.office.state()).toMatchObject({ configured: false, empty: true, devInbox: true })
    expect(await client.office.setUp({ ...office, password: 'password1' })).toEqual({
      outcome: 'refused',
      reason: 'weak',
    })
    expect(await client.office.setUp({ ...office, region: 'XX' })).toMatchObject({ reason: 'unknown_region' })
    expect(await client.office.setUp(office)).toEqual({ outcome: 'done' })
    expect(await client.office.state()).toMatchObject({
      configured: true,
      name: office.name,
      currency: 'IRR',
      defaultLocale: 'fa',
    })
    await expect(client.office.setUp(office)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(client.office.loadDemo()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('signs staff in with a password, counts wrong ones, and signs them out', async () => {
    const { client } = await open()
    await client.office.loadDemo()
    const guess = { name: 'Asha Clerk', password: 'let me in' }
    expect(await client.session.signIn(guess)).toEqual({ outcome: 'wrong', triesLeft: 4 })
    expect((await client.session.current()).staff).toBeNull()
    await signIn(client, 'clerk')
    expect((await client.session.current()).staff).toMatchObject({ role: 'clerk' })
    await client.session.signOut()
    expect((await client.session.current()).staff).toBeNull()
  })

  it('refuses what a role may not do', async () => {
    const { client } = await open()
    await client.office.loadDemo()
    await expect(client.customers.search({ query: 'GV' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await signIn(client, 'clerk')
    await expect(client.office.settings()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(client.transfers.startExport({ kind: 'audit' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('refuses input that is not what was agreed, and stays in order', async () => {
    const client = await demoDesk(open)
    await expect(client.customers.search({ query: 'GV', limit: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(client.customers.get({ customerId: "' OR 1=1" })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(client.session.switchTo({ staffId: nobody, pin: '12ab' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    await expect(client.customers.search({ query: 'x'.repeat(100_000) })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect((await findCustomer(client)).accountNo).toBe('GV-100003')
  })

  it('finds customers by any part, each of many calls at once its own', async () => {
    const client = await demoDesk(open)
    const wanted = Array.from({ length: 20 }, (_, index) => `GV-100${String(index).padStart(3, '0')}`)
    const found = await Promise.all(wanted.map((query) => client.customers.search({ query, limit: 1 })))
    expect(found.map(({ hits }) => hits[0]?.accountNo)).toEqual(wanted)
    expect((await client.customers.search({ query: 'कोई नहीं' })).hits).toEqual([])
  })

  it('opens a visit with the code from the message', async () => {
    const client = await demoDesk(open)
    const { customer, visitId } = await openVisit(client)
    expect(await client.visits.get({ visitId })).toMatchObject({
      customerId: customer.customerId,
      customerName: customer.name,
      verifiedBy: 'email',
    })
    expect((await client.session.current()).openVisits).toMatchObject([{ visitId }])
  })

  it('sends one code for two fast clicks', async () => {
    const client = await demoDesk(open)
    const { customer, challenge } = await sendCode(client)
    const again = await client.verification.start({
      customerId: customer.customerId,
      contactId: customer.email.contactId,
      channel: 'email',
    })
    expect(again).toMatchObject({ outcome: 'sent', challenge: { challengeId: challenge.challengeId, already: true } })
    expect(await client.inbox.messages()).toHaveLength(1)
  })

  it('counts wrong codes down, and then takes no right one', async () => {
    const client = await demoDesk(open)
    const { challenge, code } = await sendCode(client)
    const { challengeId } = challenge
    for (let nth = 1; nth < challenge.triesLeft; nth += 1) {
      const outcome = await client.verification.verify({ challengeId, code: wrongCode(code, nth) })
      expect(outcome).toEqual({ outcome: 'wrong', triesLeft: challenge.triesLeft - nth })
    }
    const last = await client.verification.verify({ challengeId, code: wrongCode(code, challenge.triesLeft) })
    expect(last.outcome).toBe('too_many_tries')
    expect((await client.verification.verify({ challengeId, code })).outcome).not.toBe('verified')
  })

  it('tells the state of a message as it changes, and lets go of a watcher that leaves', async () => {
    const client = await demoDesk(open)
    const { challenge } = await sendCode(client)
    const states: string[] = []
    for await (const state of await client.verification.watch({ challengeId: challenge.challengeId })) {
      states.push(state.status)
    }
    expect(states.at(-1)).toBe('taken')
    const watched = await client.verification.watch({ challengeId: challenge.challengeId })
    await watched.next()
    await watched.return(undefined)
    expect((await client.session.current()).staff).not.toBeNull()
  })

  it('does nothing in a visit that is closed or was never open', async () => {
    const client = await demoDesk(open)
    const { visitId } = await openVisit(client)
    expect(await client.visits.finish({ visitId, how: 'finished' })).toEqual({ outcome: 'done' })
    await expect(client.visits.get({ visitId })).rejects.toMatchObject({ code: 'VISIT_CLOSED', status: 409 })
    await expect(client.billing.bills({ visitId: nobody })).rejects.toMatchObject({ code: 'VISIT_CLOSED' })
  })

  it('takes the same payment once, and refuses its key for another', async () => {
    const client = await demoDesk(open)
    const { visitId, bill, request, payment } = await paidVisit(client)
    expect(await client.payments.pay(request)).toEqual({ outcome: 'paid', payment })
    expect(await client.payments.pay({ ...request, tenderedMinor: request.tenderedMinor + 500 })).toMatchObject({
      outcome: 'refused',
      reason: 'key_reused',
    })
    expect(await client.payments.find({ visitId, key: request.key })).toEqual({ outcome: 'paid', payment })
    expect(await client.payments.list({ visitId })).toEqual([payment])
    const after = (await client.billing.bills({ visitId })).bills.find((each) => each.billId === bill.billId)
    expect(after).toMatchObject({ status: 'paid', balanceMinor: 0 })
  })

  it('prints an original once and duplicates after', async () => {
    const client = await demoDesk(open)
    const { visitId, payment } = await paidVisit(client)
    const { receiptId } = payment
    expect(await client.receipts.page({ visitId, receiptId })).toMatchObject({ duplicate: false })
    expect(await client.receipts.print({ visitId, receiptId })).toMatchObject({ duplicate: false })
    const second = await client.receipts.print({ visitId, receiptId })
    expect(second).toMatchObject({ by: 'screen', duplicate: true, receiptNo: payment.receiptNo })
    expect(second).toHaveProperty('html', expect.stringContaining('DUPLICATE'))
    expect(await client.receipts.page({ visitId, receiptId: nobody })).toBeNull()
  })

  it('gives a receipt as PDF where the host has a browser, and says so where it has none', async () => {
    const client = await demoDesk(open)
    const { visitId, payment } = await paidVisit(client)
    const outcome = await client.receipts.pdf({ visitId, receiptId: payment.receiptId })
    if (outcome.outcome === 'done') expect(atob(outcome.pdfBase64.slice(0, 8))).toMatch(/^%PDF-/)
    else expect(outcome.reason).toBe('no_browser')
  })

  it('mails a receipt and tells what became of it', async () => {
    const client = await demoDesk(open)
    const { customer, visitId, payment } = await paidVisit(client)
    const { contactId } = customer.email
    const queued = await client.receipts.email({ visitId, receiptId: payment.receiptId, contactId })
    if (queued.outcome !== 'queued') throw new Error(queued.reason)
    expect(queued.sentTo).toBe(customer.email.value)
    const { messageId } = queued
    await vi.waitFor(async () => {
      expect(await client.receipts.emailState({ visitId, messageId })).toMatchObject({ status: 'taken' })
    })
    expect((await client.inbox.messages())[0]).toMatchObject({ to: customer.email.value })
  })

  it('hears feedback and keeps its words until it is resolved', async () => {
    const client = await demoDesk(open)
    const { visitId } = await openVisit(client)
    const words = 'زباله جمع نشد — कूड़ा नहीं उठाया\nSecond line'
    const given = await client.feedback.give({ visitId, rating: 2, category: 'missed_pickup', words })
    expect(given.outcome).toBe('done')
    const { tickets } = await client.feedback.list({ status: 'open' })
    expect(tickets).toMatchObject([{ ticketNo: given.ticketNo, words, rating: 2 }])
    const ticketId = tickets[0]?.ticketId ?? ''
    const moved = await client.feedback.move({ ticketId, to: 'in_work', answer: '' })
    expect(moved).toMatchObject({ outcome: 'done', ticket: { status: 'in_work' } })
    expect(await client.feedback.move({ ticketId: nobody, to: 'resolved', answer: '' })).toMatchObject({
      outcome: 'refused',
      reason: 'not_found',
    })
  })

  it('at a kiosk answers an unknown contact as a known one', async () => {
    const client = await demoDesk(open)
    const { email } = await findCustomer(client)
    await client.session.signOut()
    const known = await client.verification.identify({ identifier: email.value, locale: 'en' })
    const unknown = await client.verification.identify({ identifier: 'nobody@example.org', locale: 'en' })
    if (known.outcome !== 'sent' || unknown.outcome !== 'sent') throw new Error('a kiosk told them apart')
    expect(Object.keys(unknown.challenge)).toEqual(Object.keys(known.challenge))
    const guess = { challengeId: unknown.challenge.challengeId, code: '000000' }
    expect(await client.verification.verify(guess)).toMatchObject({ outcome: 'wrong' })
  })
}

/** For hosts that a caller without a terminal's credential can reach at all; a terminal's own window always has one. */
export function promisesToStrangers(open: OpenOffice): void {
  it('answers nothing to a caller without a terminal', async () => {
    const { stranger } = await open()
    await expect(stranger?.office.state()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    await expect(stranger?.office.loadDemo()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })
}
