import { describe, expect, it } from 'vitest'
import { seldom } from '../../../src/core/audit/seldom.ts'
import { type TestOffice, testOffice } from '../../support/office.ts'

const rows = (office: TestOffice, action: string) =>
  office.app.officeData.db
    .prepare<[string], { outcome: string; detail: string; actor: string; terminal_id: string; subject: string }>(
      'SELECT outcome, detail, actor, terminal_id, subject FROM audit WHERE action = ? ORDER BY seq',
    )
    .all(action)

describe('what is refused', () => {
  it('is on the trail with who, whom, where and why, once a minute for one contact and reason', () => {
    const office = testOffice()
    const clerk = office.caller('clerk')
    const who = office.addCustomer({ accountNo: 'R-1', emails: ['ravi@example.net'] })
    const ask = { customerId: who.customerId, contactId: who.contactId('email'), channel: 'email' } as const
    const sent = office.app.verification.start(clerk, ask)
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    for (let nth = 0; nth < 40; nth += 1) office.app.verification.resend(clerk, sent.challenge.challengeId)
    const [row, ...others] = rows(office, 'code.refused')
    expect(others).toEqual([])
    expect(row).toMatchObject({
      outcome: 'resend_too_soon',
      actor: clerk.staff?.staffId,
      terminal_id: clerk.terminalId,
      subject: who.customerId,
    })
    expect(JSON.parse(row?.detail ?? '')).toMatchObject({ contact: 'r***@example.net', channel: 'email' })
  })

  it('tells of tries at a dead code without their number flooding the trail', async () => {
    const office = testOffice()
    const clerk = office.caller('clerk')
    const who = office.addCustomer({ accountNo: 'R-1' })
    const ask = { customerId: who.customerId, contactId: who.contactId('email'), channel: 'email' } as const
    const sent = office.app.verification.start(clerk, ask)
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const { challengeId } = sent.challenge
    const code = await office.lastCode()
    office.time.pass(6 * 60_000)
    for (let nth = 0; nth < 30; nth += 1) office.app.verification.verify(clerk, { challengeId, code })
    expect(rows(office, 'code.checked').map(({ outcome }) => outcome)).toEqual(['expired'])
  })

  it('is told again after a minute, however many other things were refused meanwhile', () => {
    let nowMs = 1_000_000
    const tells = seldom({ now: () => nowMs })
    expect([tells('a'), tells('a'), tells('b')]).toEqual([true, false, true])
    nowMs += 60_000
    expect([tells('a'), tells('a')]).toEqual([true, false])
    for (let nth = 0; nth < 5_000; nth += 1) expect(tells(`n${nth}`)).toBe(true)
  })
})

describe('words that people type', () => {
  it('go on the trail with the contacts in them masked', () => {
    const office = testOffice()
    const supervisor = office.caller('supervisor')
    const who = office.addCustomer({ accountNo: 'R-1', emails: ['ravi@example.net'], phones: ['+919812345678'] })
    const { db, transact } = office.app.officeData
    transact(() => office.app.otp.putGuard('ravi@example.net', { failures: 5, lockedAtMs: 1, lockedUntilMs: 2 }))
    const reason = 'called +91 98123 45678 and 09812345678, mailed ravi@example.net on 2026-10-21 about INV-2026-0012'
    office.app.verification.unlock(supervisor, { customerId: who.customerId, reason })
    const [row] = rows(office, 'code.unlocked')
    expect(row?.detail).not.toMatch(/98123|ravi@/)
    expect(row?.detail).toContain('on 2026-10-21 about INV-2026-0012')
    expect(db.open).toBe(true)
  })
})
