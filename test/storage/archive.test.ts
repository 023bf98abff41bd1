import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../src/core/audit/trail.ts'
import { closeDeadChallenges } from '../../src/core/otp/housekeeping.ts'
import { archiveChallenges } from '../../src/storage/archive.ts'
import { type TestOffice, testOffice } from '../support/office.ts'

function send(office: TestOffice, nth: number): string {
  const who = office.addCustomer({ accountNo: `H-${nth}`, phones: [`+9198123${String(45_000 + nth)}`], emails: [] })
  const sent = office.app.verification.start(office.caller('clerk'), {
    customerId: who.customerId,
    contactId: who.contactId('phone'),
    channel: 'sms',
  })
  if (sent.outcome !== 'sent') throw new Error(sent.reason)
  return sent.challenge.challengeId
}

const day = 24 * 60 * 60_000

describe('the daily cleanup', () => {
  it('closes what died, forgets its HMAC, and leaves the living alone', async () => {
    const office = testOffice()
    const dead = send(office, 1)
    await office.lastCode()
    office.time.pass(6 * 60_000)
    const living = send(office, 2)
    const closed = closeDeadChallenges({ ...office.app.officeData, store: office.app.otp, outbox: office.app.outbox })
    expect(closed).toBe(1)
    expect(office.app.otp.byId(dead)).toMatchObject({ status: 'expired', code_hmac: null })
    expect(office.app.otp.byId(living)?.status).toBe('live')
    expect(closeDeadChallenges({ ...office.app.officeData, store: office.app.otp, outbox: office.app.outbox })).toBe(0)
  })
})

describe('the monthly archive', () => {
  it('moves challenges older than 90 days with their attempts, whole, once, also after a crash half way', () => {
    const office = testOffice()
    const { limits } = office.app.settings.get()
    const wide = { officePerMinute: 1_000, numberBlockPer10Minutes: 1_000, dailySms: null }
    office.app.settings.change({ limits: { ...limits, ...wide } }, bySystem)
    const old = Array.from({ length: 700 }, (_, nth) => send(office, nth))
    office.app.verification.verify(office.caller(), { challengeId: old[0] ?? '', code: '000000' })
    const { db } = office.app.officeData
    db.prepare(`INSERT INTO attempt (challenge_id, at_ms, outcome) VALUES (?, 1, 'wrong')`).run(old[0])
    office.time.pass(91 * day)
    const young = send(office, 900)
    const parts = { ...office.app.officeData, beforeMs: office.app.officeData.clock.now() - 90 * day }
    const interrupted = archiveChallenges(parts)
    interrupted.next()
    interrupted.return(0)
    const steps = [...archiveChallenges(parts)]
    expect(steps.length).toBeGreaterThan(0)
    expect(db.prepare('SELECT id FROM challenge').all()).toEqual([{ id: young }])
    expect(db.prepare('SELECT count(*) AS n FROM attempt').get()).toEqual({ n: 0 })
    const archive = new Database(join(office.folder, 'archive.db'), { readonly: true })
    expect(archive.prepare('SELECT count(*) AS n FROM challenge').get()).toEqual({ n: 700 })
    expect(archive.prepare('SELECT count(*) AS n FROM attempt').get()).toEqual({ n: 1 })
    archive.close()
  })
})
