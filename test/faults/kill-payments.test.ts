import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { diskFolder } from '../support/folders.ts'
import { type Client, cookieJar, jarClient } from '../support/host.ts'
import { passwordOf, testOffice } from '../support/office.ts'
import { serveProcess, startOnceBefore } from '../support/process-host.ts'

const kills = 200

/** Milliseconds from the start of paying to the kill: a sweep, so that every phase of a payment is hit. */
const killAfterMs = (round: number): number => 1 + ((round * 37) % 60)

async function openVisit(client: Client, accountNo: string): Promise<{ visitId: string; bills: string[] }> {
  const found = await client.customers.search({ query: accountNo })
  const customer = found.hits[0]
  const contact = customer?.contacts.find((each) => each.kind === 'email')
  if (customer === undefined || contact === undefined) throw new Error(`no ${accountNo}`)
  const sent = await client.verification.start({
    customerId: customer.customerId,
    contactId: contact.contactId,
    channel: 'email',
  })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  for await (const state of await client.verification.watch({ challengeId: sent.challenge.challengeId }))
    if (state.status === 'taken') break
  const text = (await client.inbox.messages())[0]?.text ?? ''
  const code = /\b(\d{3}) ?(\d{3})\b/.exec(text)
  const verified = await client.verification.verify({
    challengeId: sent.challenge.challengeId,
    code: `${code?.[1]}${code?.[2]}`,
  })
  if (verified.outcome !== 'verified') throw new Error(verified.outcome)
  const { bills } = await client.billing.bills({ visitId: verified.visitId })
  return { visitId: verified.visitId, bills: bills.map((bill) => bill.billId) }
}

describe('kill -9 of the host before a clerk was told what became of a payment', () => {
  it('leaves the office the word of it, without anything that the screen has kept', async () => {
    const folder = diskFolder()
    const office = testOffice({ folder })
    office.addCustomer({ accountNo: 'K-1', emails: ['k1@example.com'], phones: [] })
    office.addBill('K-1', 'KB-1', 100_000)
    await office.addStaff({ name: 'Clerk', role: 'clerk', pin: '2580' })
    await office.close()
    const host = await serveProcess(folder)
    const jar = cookieJar((await fetch(host.address)).headers)
    const client = jarClient(host.address, jar)
    await client.session.signIn({ name: 'Clerk', password: passwordOf('2580') })
    const { visitId, bills } = await openVisit(client, 'K-1')
    const pay = (key: string, amountMinor: number) =>
      client.payments.pay({
        ...{ visitId, key, method: 'card', reference: 'slip' },
        allocations: [{ billId: bills[0] ?? '', amountMinor }],
      })
    await pay('a-payment-that-was-told', 100)
    await client.payments.told({ keys: ['a-payment-that-was-told'] })
    expect(await pay('a-payment-never-told', 200)).toMatchObject({ outcome: 'paid' })
    // Sent again after it was told: nothing new.
    await pay('a-payment-that-was-told', 100)
    await pay('more-than-there-is-owed', 900_000)
    await host.kill()

    const again = await serveProcess(folder)
    const back = jarClient(again.address, jar)
    await back.session.signIn({ name: 'Clerk', password: passwordOf('2580') })
    const untold = await back.payments.untold()
    expect(untold.map(({ key, amountMinor, found }) => [key, amountMinor, found.outcome]).sort()).toEqual([
      ['a-payment-never-told', 200, 'paid'],
      ['more-than-there-is-owed', 900_000, 'not_paid'],
    ])
    await back.payments.told({ keys: untold.map(({ key }) => key) })
    expect(await back.payments.untold()).toEqual([])
    await again.kill()
  }, 60_000)
})

describe(`kill -9 of the host in the middle of payments, ${kills} times`, () => {
  it('loses no acknowledged payment, doubles none, and leaves no gap in the receipt numbers', async () => {
    await startOnceBefore(diskFolder())
    const folder = diskFolder()
    const office = testOffice({ folder })
    for (let nth = 1; nth <= 20; nth += 1) {
      office.addCustomer({ accountNo: `K-${nth}`, emails: [`k${nth}@example.com`], phones: [] })
      office.addBill(`K-${nth}`, `KB-${nth}`, 100_000_000)
    }
    const { staffId } = await office.addStaff({ name: 'Clerk', role: 'clerk', pin: '2580' })
    await office.close()

    const acknowledged = new Map<string, string>()
    let unanswered = 0
    let jar: ReturnType<typeof cookieJar> | null = null
    let visit: { visitId: string; bills: string[] } | null = null
    for (let round = 0; round < kills; round += 1) {
      const host = await serveProcess(folder)
      jar ??= cookieJar((await fetch(host.address)).headers)
      const client = jarClient(host.address, jar)
      // A PIN brings back who signed in today, at a fraction of a password's cost.
      if (round === 0) await client.session.signIn({ name: 'Clerk', password: passwordOf('2580') })
      else await client.session.switchTo({ staffId, pin: '2580' })
      visit ??= await openVisit(client, 'K-1')
      const { visitId, bills } = visit
      // A key whose answer was lost is asked again after the restart: it must be one payment, or none yet.
      const lost = `round-${String(round - 1).padStart(6, '0')}-lost-key`
      let answered = (): void => {}
      const firstAnswer = new Promise<void>((resolve) => {
        answered = resolve
      })
      // Every fourth from the first request on; the others once a slow machine too has taken something.
      const killer = (round % 4 === 0 ? Promise.resolve() : firstAnswer).then(
        () => new Promise<void>((resolve) => setTimeout(() => void host.kill().then(resolve), killAfterMs(round))),
      )
      const pay = async (key: string): Promise<void> => {
        const paid = await client.payments.pay({
          visitId,
          key,
          method: 'card',
          reference: 'slip',
          allocations: [{ billId: bills[0] ?? '', amountMinor: 100 }],
        })
        if (paid.outcome !== 'paid') throw new Error(paid.reason)
        const earlier = acknowledged.get(key)
        if (earlier !== undefined && earlier !== paid.payment.receiptNo) throw new Error(`${key} has two receipts`)
        acknowledged.set(key, paid.payment.receiptNo)
        answered()
      }
      try {
        await pay(lost)
        for (let nth = 0; ; nth += 1) {
          await Promise.all([pay(`round-${round}-payment-${nth}-a`), pay(`round-${round}-payment-${nth}-b`)])
        }
      } catch {
        // The host is gone, as it should be; what was not answered is not counted on.
        unanswered += 1
        answered()
      }
      await killer
    }

    const db = new Database(join(folder, 'counterfoil.db'), { readonly: true })
    const rows = db
      .prepare<[], { idempotency_key: string; number: string; seq: number }>(
        `SELECT payment.idempotency_key, receipt.number, receipt.seq FROM payment JOIN receipt ON receipt.payment_id = payment.id
         WHERE payment.status = 'paid' ORDER BY receipt.seq`,
      )
      .all()
    const onDisk = new Map(rows.map((row) => [row.idempotency_key, row.number]))
    expect(unanswered).toBe(kills)
    expect(acknowledged.size).toBeGreaterThan(kills)
    expect(rows.length).toBe(onDisk.size)
    for (const [key, number] of acknowledged) expect([key, onDisk.get(key)]).toEqual([key, number])
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1))
    const paid = db.prepare<[], { paid: number }>('SELECT sum(paid_minor) AS paid FROM bill').get()
    expect(paid?.paid).toBe(rows.length * 100)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  }, 600_000)
})
