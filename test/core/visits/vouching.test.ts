import { describe, expect, it } from 'vitest'
import { verifyTrail } from '../../../src/core/audit/trail.ts'
import type { Caller } from '../../../src/core/visits/caller.ts'
import type { VouchRequest } from '../../../src/core/visits/vouching.ts'
import { officeVouchLimit, terminalVouchLimit } from '../../../src/core/visits/vouching-rules.ts'
import { testOffice } from '../../support/office.ts'

const chiefPin = '2582'

/** A clerk at a desk, a supervisor near by, and a customer whom no code reaches. */
async function desk(office = testOffice()) {
  const clerk = await office.addStaff({ name: 'Asha', role: 'clerk', pin: '7391' })
  const chief = await office.addStaff({ name: 'Ravi', role: 'supervisor', pin: chiefPin })
  const customer = office.addCustomer({ name: 'Lakshmi' })
  const at = (staff = clerk): Caller => ({ ...office.caller(), staff })
  const here = at()
  const ask: VouchRequest = {
    customerId: customer.customerId,
    reason: 'No network since nine',
    documentSeen: 'passport',
    approverId: chief.staffId,
    approverPin: chiefPin,
  }
  const vouch = (changed: Partial<VouchRequest> = {}, caller = here) =>
    office.app.vouching.vouch(caller, { ...ask, ...changed })
  return { office, clerk, chief, customer, here, at, ask, vouch }
}

type Desk = Awaited<ReturnType<typeof desk>>

const visits = ({ office }: Desk): number =>
  office.app.officeData.db.prepare<[], { n: number }>('SELECT count(*) AS n FROM visit').get()?.n ?? 0
const failuresOf = ({ office }: Desk, staffId: string) =>
  office.app.officeData.db.prepare('SELECT failures FROM staff WHERE id = ?').get(staffId)
const auditRows = ({ office }: Desk, action: string) =>
  office.app.officeData.db
    .prepare<[string], { actor: string; terminal_id: string; visit_id: string; subject: string; detail: string }>(
      'SELECT actor, terminal_id, visit_id, subject, detail FROM audit WHERE action = ?',
    )
    .all(action)

describe('a verification without a code', () => {
  it('opens the visit as a code does, and says that staff stood for it', async () => {
    const its = await desk()
    const vouched = await its.vouch()
    if (vouched.outcome !== 'verified') throw new Error(vouched.outcome)
    expect(vouched.customerName).toBe('Lakshmi')
    const { visits: open } = its.office.app
    const visit = open.openHere(vouched.visitId, its.here.terminalId)
    if (visit === null) throw new Error('closed')
    expect(open.describe(visit)).toMatchObject({ customerId: its.customer.customerId, verifiedBy: 'staff' })
    expect(open.openHere(vouched.visitId, its.office.caller('clerk').terminalId)).toBeNull()
    expect(open.listOpen(its.here.terminalId).map(({ id }) => id)).toEqual([vouched.visitId])
    open.finish(visit, 'finished', its.here)
    expect(open.openHere(vouched.visitId, its.here.terminalId)).toBeNull()
  })

  it('is on the audit trail and in the change log with both people, the document and the reason', async () => {
    const its = await desk()
    const vouched = await its.vouch()
    if (vouched.outcome !== 'verified') throw new Error(vouched.outcome)
    const [row, ...more] = auditRows(its, 'visit.vouched')
    expect(more).toEqual([])
    expect(row).toMatchObject({
      actor: its.clerk.staffId,
      terminal_id: its.here.terminalId,
      visit_id: vouched.visitId,
      subject: its.customer.customerId,
    })
    expect(JSON.parse(row?.detail ?? '')).toEqual({
      approver: its.chief.staffId,
      document: 'passport',
      reason: 'No network since nine',
    })
    expect(auditRows(its, 'visit.opened').map(({ detail }) => JSON.parse(detail))).toEqual([{ verifiedBy: 'staff' }])
    const { db, keys } = its.office.app.officeData
    const change = db
      .prepare<[string], { body: string }>('SELECT body FROM change_log WHERE entity_id = ?')
      .get(vouched.visitId)
    expect(JSON.parse(change?.body ?? '')).toMatchObject({
      verified_by: 'staff',
      challenge_id: null,
      opened_by: its.clerk.staffId,
      vouched_by: its.chief.staffId,
      vouched_reason: 'No network since nine',
      vouched_document: 'passport',
    })
    expect(db.prepare('SELECT vouched_by, vouched_document FROM visit').get()).toEqual({
      vouched_by: its.chief.staffId,
      vouched_document: 'passport',
    })
    expect(verifyTrail(db, keys.code).outcome).toBe('intact')
    const dump = JSON.stringify(db.prepare('SELECT detail FROM audit').all()) + JSON.stringify(change)
    expect(dump).not.toContain(chiefPin)
  })

  it('leaves nothing behind where its audit row cannot be written', async () => {
    const its = await desk()
    its.office.app.officeData.db.exec(
      `CREATE TRIGGER no_vouching BEFORE INSERT ON audit WHEN NEW.action = 'visit.vouched' BEGIN SELECT RAISE(ABORT, 'no'); END`,
    )
    await expect(its.vouch()).rejects.toThrow('no')
    expect(visits(its)).toBe(0)
    expect(auditRows(its, 'visit.opened')).toEqual([])
  })

  it('leaves a visit of the same customer at another desk as it is', async () => {
    const its = await desk()
    const there = its.at()
    const first = await its.vouch({}, there)
    const second = await its.vouch()
    if (first.outcome !== 'verified' || second.outcome !== 'verified') throw new Error('refused')
    expect(second.visitId).not.toBe(first.visitId)
    const { visits: open } = its.office.app
    expect(open.openHere(first.visitId, there.terminalId)).not.toBeNull()
    expect(open.openHere(first.visitId, its.here.terminalId)).toBeNull()
    expect(open.openHere(second.visitId, its.here.terminalId)).not.toBeNull()
  })

  it('ends the code that this desk was waiting for, and no other', async () => {
    const its = await desk()
    const neighbour = its.office.addCustomer()
    const send = (who: typeof neighbour) => {
      const ask = { customerId: who.customerId, contactId: who.contactId('email'), channel: 'email' } as const
      const sent = its.office.app.verification.start(its.here, ask)
      if (sent.outcome !== 'sent') throw new Error(sent.reason)
      return sent.challenge.challengeId
    }
    const challengeId = send(its.customer)
    const code = await its.office.lastCode()
    const others = send(neighbour)
    expect((await its.vouch()).outcome).toBe('verified')
    expect(its.office.app.verification.verify(its.here, { challengeId, code }).outcome).toBe('nothing_asked')
    const live = its.office.app.otp.liveAt(its.here.terminalId)
    expect(live.map(({ id }) => id)).toEqual([others])
    expect(visits(its)).toBe(1)
  })
})

describe('the second person', () => {
  it('is never the one who asks, whatever their role, also with their own right PIN', async () => {
    const its = await desk()
    const own = { approverId: its.clerk.staffId, approverPin: '7391' }
    expect(await its.vouch(own)).toEqual({ outcome: 'refused', reason: 'approver_is_clerk' })
    const chiefs = { approverId: its.chief.staffId, approverPin: chiefPin }
    expect(await its.vouch(chiefs, its.at(its.chief))).toEqual({ outcome: 'refused', reason: 'approver_is_clerk' })
    expect(visits(its)).toBe(0)
  })

  it('is a supervisor or an administrator of this office', async () => {
    const its = await desk()
    const other = await its.office.addStaff({ name: 'Vikram', role: 'clerk', pin: '6058' })
    const head = await its.office.addStaff({ name: 'Meera', role: 'administrator', pin: '4826' })
    const unknown = its.office.app.officeData.newId()
    expect(await its.vouch({ approverId: other.staffId, approverPin: '6058' })).toEqual({
      outcome: 'refused',
      reason: 'approver_role',
    })
    expect(await its.vouch({ approverId: unknown })).toEqual({ outcome: 'refused', reason: 'approver_unknown' })
    expect(failuresOf(its, other.staffId)).toEqual({ failures: 0 })
    expect((await its.vouch({ approverId: head.staffId, approverPin: '4826' })).outcome).toBe('verified')
  })

  it('is locked by wrong PINs as at sign-in, also for guesses sent at once and after a restart', async () => {
    const its = await desk()
    for (const triesLeft of [4, 3]) {
      expect(await its.vouch({ approverPin: '9999' })).toEqual({ outcome: 'wrong', triesLeft })
    }
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => its.vouch({ approverPin: '9999' }, its.at())))
    expect(outcomes.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(2)
    const untilMs = its.office.app.officeData.clock.now() + 30_000
    expect(await its.vouch()).toEqual({ outcome: 'locked', untilMs })
    expect(failuresOf(its, its.chief.staffId)).toEqual({ failures: 5 })
    await its.office.close()
    const again = testOffice({ folder: its.office.folder, time: its.office.time, seed: 8 })
    expect((await again.app.vouching.vouch(its.here, its.ask)).outcome).toBe('locked')
    its.office.time.pass(30_000)
    expect((await again.app.vouching.vouch(its.here, its.ask)).outcome).toBe('verified')
  })

  it('is not asked for a customer who is not there', async () => {
    const its = await desk()
    const customerId = its.office.app.officeData.newId()
    const outcome = await its.vouch({ customerId, approverPin: '9999' })
    expect(outcome).toEqual({ outcome: 'refused', reason: 'not_found' })
    expect(failuresOf(its, its.chief.staffId)).toEqual({ failures: 0 })
  })

  it('is no customer’s to name: a screen with nobody signed in opens nothing', async () => {
    const its = await desk()
    await expect(its.vouch({}, its.office.caller())).rejects.toThrow()
    expect(visits(its)).toBe(0)
  })
})

describe('how often staff may do without a code', () => {
  it('is limited at a terminal, also across a restart, and opens again after the hour', async () => {
    const its = await desk()
    const firstMs = its.office.app.officeData.clock.now()
    for (let nth = 0; nth < terminalVouchLimit.count; nth += 1) {
      expect((await its.vouch()).outcome).toBe('verified')
      its.office.time.pass(60_000)
    }
    const refused = { outcome: 'refused', reason: 'too_many', retryAtMs: firstMs + terminalVouchLimit.windowMs }
    expect(await its.vouch()).toEqual(refused)
    await its.office.close()
    const again = testOffice({ folder: its.office.folder, time: its.office.time, seed: 8 })
    expect(await again.app.vouching.vouch(its.here, its.ask)).toEqual(refused)
    expect((await again.app.vouching.vouch({ ...again.caller(), staff: its.clerk }, its.ask)).outcome).toBe('verified')
    its.office.time.pass(terminalVouchLimit.windowMs - 5 * 60_000)
    expect((await again.app.vouching.vouch(its.here, its.ask)).outcome).toBe('verified')
  })

  it('is limited in the office over a day, however many terminals there are, also across a restart', async () => {
    const its = await desk()
    for (let nth = 0; nth < officeVouchLimit.count; nth += 1) {
      expect((await its.vouch({}, its.at())).outcome).toBe('verified')
    }
    expect(await its.vouch({}, its.at())).toMatchObject({ outcome: 'refused', reason: 'too_many' })
    await its.office.close()
    const again = testOffice({ folder: its.office.folder, time: its.office.time, seed: 8 })
    its.office.time.pass(23 * 60 * 60_000)
    expect(await again.app.vouching.vouch({ ...again.caller(), staff: its.clerk }, its.ask)).toMatchObject({
      reason: 'too_many',
    })
    its.office.time.pass(60 * 60_000)
    expect((await again.app.vouching.vouch({ ...again.caller(), staff: its.clerk }, its.ask)).outcome).toBe('verified')
  })

  it('is kept where more are asked for at once, and costs the second person no PIN once reached', async () => {
    const its = await desk()
    const outcomes = await Promise.all(Array.from({ length: 9 }, () => its.vouch()))
    expect(outcomes.filter(({ outcome }) => outcome === 'verified')).toHaveLength(terminalVouchLimit.count)
    expect(visits(its)).toBe(terminalVouchLimit.count)
    expect(await its.vouch({ approverPin: '9999' })).toMatchObject({ reason: 'too_many' })
    expect(failuresOf(its, its.chief.staffId)).toEqual({ failures: 0 })
  })

  it('counts no visit that a code opened', async () => {
    const its = await desk()
    for (let nth = 0; nth <= terminalVouchLimit.count; nth += 1) {
      const who = its.office.addCustomer({ accountNo: `C-${nth}`, emails: [`c${nth}@example.com`] })
      const ask = { customerId: who.customerId, contactId: who.contactId('email'), channel: 'email' } as const
      const sent = its.office.app.verification.start(its.here, ask)
      if (sent.outcome !== 'sent') throw new Error(sent.reason)
      const typed = { challengeId: sent.challenge.challengeId, code: await its.office.lastCode() }
      expect(its.office.app.verification.verify(its.here, typed).outcome).toBe('verified')
      its.office.time.pass(60_000)
    }
    expect((await its.vouch()).outcome).toBe('verified')
  })
})
