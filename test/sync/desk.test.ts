import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bySystem } from '../../src/core/audit/trail.ts'
import { writeJoinCode } from '../../src/sync/join-code.ts'
import { type JoiningHeadquarters, joiningHeadquarters } from '../support/joining.ts'
import { meetingOffice } from '../support/meeting-office.ts'
import { type TestOffice, type TestOfficeOptions, testOffice } from '../support/office.ts'
import { passUntil } from '../support/office-timers.ts'

let there: JoiningHeadquarters
beforeAll(async () => {
  there = await joiningHeadquarters()
})
afterAll(() => there.stop())

const by = { actor: 'staff-1', terminalId: null }
const limit = { timeout: 60_000 }

async function joinedOffice(code: string, options: TestOfficeOptions['headquarters'] = {}) {
  const office = meetingOffice(options)
  const branch = await there.addBranch(code)
  expect(await office.headquarters.join(branch.joinCode, '', by)).toEqual({ outcome: 'joined', branchCode: code })
  expect(await office.nextEnd()).toMatchObject({ ok: true })
  return { ...office, branch }
}

const actions = ({ app }: TestOffice): string[] =>
  app.officeData.db.prepare<[], string>(`SELECT action FROM audit WHERE action LIKE 'headquarters.%'`).pluck().all()

describe('an office that joins headquarters', () => {
  it('meets at once and sends what it has; what it signs in with stands nowhere in clear', limit, async () => {
    const office = meetingOffice()
    office.addCustomer({ accountNo: 'J-1' })
    expect(office.headquarters.summary()).toMatchObject({ joined: false, waiting: 0 })
    const branch = await there.addBranch('joining')
    expect(await office.headquarters.join(branch.joinCode, '', by)).toEqual({
      outcome: 'joined',
      branchCode: 'joining',
    })
    expect(await office.nextEnd()).toMatchObject({ ok: true, met: { parked: 0 } })
    const { rows } = await there.run('SELECT account_no FROM counterfoil.customer WHERE branch_id = $1', [
      branch.branchId,
    ])
    expect(rows).toEqual([{ account_no: 'J-1' }])
    expect(office.headquarters.status()).toMatchObject({
      joined: true,
      fixed: false,
      branchCode: 'joining',
      server: `127.0.0.1:${there.postgres.port}/${there.database}`,
      waiting: 0,
      oldestWaitingAtMs: null,
      trouble: null,
      everyMinutes: 5,
    })
    expect(actions(office)).toEqual(['headquarters.joined', 'headquarters.met'])
    const secrets = readFileSync(join(office.folder, 'headquarters-key.json'), 'utf8')
    expect(Object.keys(JSON.parse(secrets))).toEqual(['headquarters'])
    for (const name of readdirSync(office.folder).filter((each) => !each.endsWith('-shm'))) {
      const bytes = readFileSync(join(office.folder, name), 'latin1')
      expect(bytes.includes(branch.role), name).toBe(false)
    }
    // The code's own password does nothing any more.
    const again = await testOffice().headquarters.join(branch.joinCode, '', by)
    expect(again).toMatchObject({ outcome: 'refused', reason: 'refused' })
  })

  it('says why a code is none, belongs to nobody, or comes too late, and stays as it was', limit, async () => {
    const office = meetingOffice()
    const late = await there.addBranch('late')
    await there.run(`UPDATE counterfoil.branch SET join_expires_at = now() - interval '1 minute' WHERE code = 'late'`)
    const at = { host: '127.0.0.1', port: there.postgres.port, database: there.database, ca: null }
    const stranger = writeJoinCode({ ...at, role: 'nobody', password: 'x' })
    for (const code of ['no code at all', stranger, late.joinCode])
      expect(await office.headquarters.join(code, '', by)).toMatchObject({ outcome: 'refused', reason: 'refused' })
    expect(office.headquarters.summary()).toMatchObject({ joined: false, trouble: null })
    expect(office.headquarters.meetNow(by)).toEqual({ outcome: 'refused', reason: 'not_joined' })
  })

  it('leaves: nothing is met or kept of the way there, and what is here stays', limit, async () => {
    const office = await joinedOffice('leaving')
    office.addCustomer({ accountNo: 'L-1' })
    expect(await office.headquarters.leave(by)).toEqual({ outcome: 'left' })
    expect(office.headquarters.status()).toMatchObject({
      joined: false,
      nextAtMs: null,
      branchCode: null,
      server: null,
    })
    expect(readFileSync(join(office.folder, 'headquarters-key.json'), 'utf8').trim()).toBe('{}')
    expect(office.app.customerStore.byAccount('L-1')).toBeDefined()
    expect(await office.headquarters.leave(by)).toEqual({ outcome: 'refused', reason: 'not_joined' })
    expect(actions(office).at(-1)).toBe('headquarters.left')
  })

  it('is what the role is where the environment says which headquarters', limit, async () => {
    const branch = await there.addBranch('unattended')
    const office = meetingOffice({ fixed: { url: branch.url } })
    office.addCustomer({ accountNo: 'U-1' })
    expect(office.headquarters.meetNow(bySystem)).toEqual({ outcome: 'started' })
    expect(await office.nextEnd()).toMatchObject({ ok: true })
    expect(office.headquarters.status()).toMatchObject({ fixed: true, branchCode: 'unattended', waiting: 0 })
    expect(await office.headquarters.join(branch.joinCode, '', by)).toMatchObject({ reason: 'fixed' })
    expect(await office.headquarters.leave(by)).toEqual({ outcome: 'refused', reason: 'fixed' })
    // A machine that replaces this one gets what headquarters has of the branch.
    const second = meetingOffice({ fixed: { url: branch.url } })
    second.headquarters.meetNow(bySystem)
    expect(await second.nextEnd()).toMatchObject({ ok: true, met: { customers: 1 } })
    expect(second.app.customerStore.byAccount('U-1')).toBeDefined()
    // The first is left behind, waits for a person, and goes on where one says so.
    office.addCustomer({ accountNo: 'U-2' })
    office.headquarters.meetNow(bySystem)
    expect(await office.nextEnd()).toMatchObject({ ok: false, trouble: 'left_behind' })
    expect(office.headquarters.status()).toMatchObject({
      trouble: 'left_behind',
      nextAtMs: null,
      waiting: expect.any(Number),
    })
    expect(office.headquarters.takeOver(by)).toEqual({ outcome: 'started' })
    expect(await office.nextEnd()).toMatchObject({ ok: true })
    expect(actions(office)).toContain('headquarters.taken_over')
  })
})

describe('the meetings', () => {
  it('come by themselves, with chance in when; and one at a time', limit, async () => {
    const office = await joinedOffice('timed')
    const plannedMs = (office.headquarters.status().nextAtMs ?? 0) - office.time.wallMs()
    expect(plannedMs).toBeGreaterThanOrEqual(4 * 60_000)
    expect(plannedMs).toBeLessThanOrEqual(6 * 60_000)
    office.addCustomer({ accountNo: 'T-1' })
    expect(office.headquarters.summary().waiting).toBe(1)
    office.timers.pass(plannedMs)
    expect(office.headquarters.summary().meeting).toBe(true)
    expect(office.headquarters.meetNow(by)).toEqual({ outcome: 'refused', reason: 'busy' })
    expect(await office.nextEnd()).toMatchObject({ ok: true })
    expect(office.headquarters.summary().waiting).toBe(0)
    office.headquarters.setSchedule(240, by)
    expect(office.headquarters.status().everyMinutes).toBe(240)
    expect((office.headquarters.status().nextAtMs ?? 0) - office.time.wallMs()).toBeGreaterThanOrEqual(192 * 60_000)
  })

  it('wait longer and longer while nothing answers, and begin soon after something does', limit, async () => {
    let listens = false
    const office = await joinedOffice('cut-off', { somethingListens: async () => listens })
    await there.postgres.kill()
    try {
      const waits: number[] = []
      for (let failure = 1; failure <= 4; failure += 1) {
        if (failure === 1) office.headquarters.meetNow(by)
        else office.timers.pass((office.headquarters.status().nextAtMs ?? 0) - office.time.wallMs())
        expect(await office.nextEnd()).toMatchObject({ ok: false, trouble: 'unreachable' })
        waits.push((office.headquarters.status().nextAtMs ?? 0) - office.time.wallMs())
      }
      for (const [at, waited] of waits.entries()) {
        const full = 15_000 * 2 ** at
        expect(waited).toBeGreaterThanOrEqual(full / 2 - 1)
        expect(waited).toBeLessThanOrEqual(full + 1)
      }
      expect(office.headquarters.summary()).toMatchObject({ trouble: 'unreachable', meeting: false })
      expect(actions(office).filter((action) => action === 'headquarters.failed')).toHaveLength(1)
      // It is looked now and then; a port that was silent and listens again is as good as a network that came back.
      office.timers.pass(30_000)
      await passUntil(office.timers, () => true, 1)
    } finally {
      await there.postgres.start()
    }
    listens = true
    const passedMs = await passUntil(office.timers, () => office.headquarters.summary().meeting, 90_000, 1_000)
    expect(passedMs).toBeLessThanOrEqual(60_000)
    expect(await office.nextEnd()).toMatchObject({ ok: true })
    expect(office.headquarters.summary().trouble).toBeNull()
  })

  it('stop where no waiting helps, until somebody acts', limit, async () => {
    const office = await joinedOffice('revoked')
    await there.run(`UPDATE counterfoil.branch SET revoked_at = now() WHERE code = 'revoked'`)
    office.headquarters.meetNow(by)
    expect(await office.nextEnd()).toMatchObject({ ok: false, trouble: 'revoked' })
    expect(office.headquarters.status()).toMatchObject({
      nextAtMs: null,
      troubleWords: expect.stringContaining('no longer'),
    })
    office.timers.pass(24 * 60 * 60_000)
    office.headquarters.networkBack()
    expect(office.headquarters.summary().meeting).toBe(false)
    await there.run(`UPDATE counterfoil.branch SET revoked_at = NULL WHERE code = 'revoked'`)
    office.headquarters.meetNow(by)
    expect(await office.nextEnd()).toMatchObject({ ok: true })
    expect(office.headquarters.status().nextAtMs).not.toBeNull()
  })

  it('are ended by hand after the batch they are at; that is no failure, and not done either', limit, async () => {
    const office = await joinedOffice('ended')
    const metAtMs = office.headquarters.summary().lastMetAtMs
    office.headquarters.meetNow(by)
    // Before the worker has begun.
    office.headquarters.cancel()
    expect(await office.nextEnd()).toMatchObject({ ok: true })
    expect(office.headquarters.summary()).toMatchObject({ lastMetAtMs: metAtMs, trouble: null })
  })
})

describe('what was left over', () => {
  it('is shown with its reason, and goes when somebody tries it again after the cause is gone', limit, async () => {
    const office = await joinedOffice('parking')
    office.addCustomer({ accountNo: 'P-1' })
    await there.run('ALTER TABLE counterfoil.bill ADD CONSTRAINT small_bills CHECK (amount_minor < 1000000)')
    const billId = office.addBill('P-1', 'P-B1', 5_000_000)
    office.addBill('P-1', 'P-B2', 5_000)
    office.headquarters.meetNow(by)
    expect(await office.nextEnd()).toMatchObject({ ok: true, met: { parked: 1 } })
    const { rows } = office.headquarters.parked(0)
    expect(rows).toEqual([
      expect.objectContaining({ direction: 'push', entity: 'bill', entityId: billId, tries: 1, again: false }),
    ])
    expect(rows[0]).toMatchObject({ reason: 'refused_there', detail: expect.stringContaining('small_bills') })
    expect(office.headquarters.summary()).toMatchObject({ waiting: 0, parked: 1, trouble: null })
    expect(office.headquarters.tryAgain(null, by)).toBe(1)
    await office.nextEnd()
    expect(office.headquarters.parked(0).rows[0]).toMatchObject({ tries: 2, again: false })
    await there.run('ALTER TABLE counterfoil.bill DROP CONSTRAINT small_bills')
    expect(office.headquarters.tryAgain(rows[0]?.parkedId ?? 0, by)).toBe(1)
    expect(await office.nextEnd()).toMatchObject({ ok: true })
    expect(office.headquarters.status().parked).toBe(0)
    const bills = await there.run(`SELECT bill_no FROM counterfoil.bill WHERE branch_id = $1 ORDER BY 1`, [
      office.branch.branchId,
    ])
    expect(bills.rows).toEqual([{ bill_no: 'P-B1' }, { bill_no: 'P-B2' }])
    expect(office.headquarters.tryAgain(null, by)).toBe(0)
  })

  it.each(['keep', 'other'] as const)('two values of one field are settled by a person: %s', limit, async (choice) => {
    const office = await joinedOffice(`conflict-${choice}`)
    const { customerId } = office.addCustomer({ accountNo: 'K-1', name: 'Asha' })
    office.headquarters.meetNow(by)
    await office.nextEnd()
    await there.run(`SELECT counterfoil.change_customer($1, $2, '{"name": "Asha Devi", "ward": "North"}')`, [
      `conflict-${choice}`,
      customerId,
    ])
    office.time.pass(60_000)
    office.addCustomer({ accountNo: 'K-1', name: 'Asha Rao' })
    office.headquarters.meetNow(by)
    await office.nextEnd()
    const { rows } = office.headquarters.conflicts(null)
    expect(rows).toHaveLength(1)
    const [conflict] = rows
    expect(conflict).toMatchObject({ customerId, accountNo: 'K-1', field: 'name', changedSince: false })
    expect([conflict?.kept, conflict?.other].toSorted()).toEqual(['Asha Devi', 'Asha Rao'])
    expect(office.app.customerStore.byId(customerId)).toMatchObject({ name: conflict?.kept, ward: 'North' })
    const conflictId = conflict?.conflictId ?? ''
    expect(office.headquarters.resolve(conflictId, choice, by)).toEqual({ outcome: 'done' })
    expect(office.headquarters.resolve(conflictId, choice, by)).toEqual({ outcome: 'refused', reason: 'reviewed' })
    const name = choice === 'keep' ? conflict?.kept : conflict?.other
    expect(office.app.customerStore.byId(customerId)).toMatchObject({ name, ward: 'North' })
    expect(office.headquarters.status().conflicts).toBe(0)
    office.headquarters.meetNow(by)
    expect(await office.nextEnd()).toMatchObject({ ok: true, met: { parked: 0 } })
    const at = await there.run(
      `SELECT c.name, k.reviewed_by, k.reviewed_at IS NOT NULL AS reviewed FROM counterfoil.customer c
       JOIN counterfoil.customer_conflict k ON k.customer_id = c.id WHERE c.id = $1`,
      [customerId],
    )
    expect(at.rows).toEqual([{ name, reviewed_by: 'staff-1', reviewed: true }])
    expect(actions(office)).toContain('headquarters.conflict_reviewed')
  })
})
