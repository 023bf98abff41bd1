import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { temporaryFolder, testOffice } from '../../support/office.ts'
import { addPerson, typePassword } from '../../support/staff.ts'

async function signedIn(office: ReturnType<typeof testOffice>, name = 'Asha Naidu') {
  const { terminalId, outcome } = await typePassword(office, name)
  if (outcome.outcome !== 'done') throw new Error(outcome.outcome)
  return { terminalId, ...outcome.session }
}

describe('a session', () => {
  it('is a new one at each sign-in, and ends the one before at that terminal', async () => {
    const office = testOffice()
    await addPerson(office)
    const { sessions, signIn } = office.app.staffAccess
    const first = await signedIn(office)
    const again = await signIn.password(first.terminalId, { name: 'Asha Naidu', password: 'counterfoil test 7391' })
    if (again.outcome !== 'done') throw new Error(again.outcome)
    expect(again.session.sessionId).not.toBe(first.sessionId)
    expect(sessions.alive(first.sessionId)).toBeNull()
    expect(sessions.alive(again.session.sessionId)?.name).toBe('Asha Naidu')
  })

  it('ends when it is revoked from elsewhere, and its person switches back by PIN no more', async () => {
    const office = testOffice()
    await addPerson(office)
    await addPerson(office, { name: 'Chief', role: 'administrator' })
    const { sessions, signIn } = office.app.staffAccess
    const clerk = await signedIn(office)
    office.time.pass(1000)
    const boss = await signedIn(office, 'Chief')
    expect(sessions.list(null, boss.sessionId)).toMatchObject([{ staffName: 'Chief', own: true }, { own: false }])
    const byClerk = { actor: clerk.staff.staffId, terminalId: clerk.terminalId }
    sessions.endOne(boss.sessionId, byClerk, false)
    expect(sessions.alive(boss.sessionId)).not.toBeNull()
    sessions.endOne(clerk.sessionId, bySystem, true)
    expect(sessions.alive(clerk.sessionId)).toBeNull()
    const back = await signIn.switchTo(clerk.terminalId, { staffId: clerk.staff.staffId, pin: '7391' })
    expect(back).toEqual({ outcome: 'wrong', triesLeft: 0 })
  })

  it('ends by itself when nobody was there for the set time, and with a restart', async () => {
    const folder = temporaryFolder()
    const office = testOffice({ folder })
    office.app.settings.change({ autoLockMinutes: 5 }, bySystem)
    await addPerson(office)
    const { sessions } = office.app.staffAccess
    const { sessionId } = await signedIn(office)
    office.time.pass(4 * 60_000)
    sessions.touch(sessionId)
    office.time.pass(4 * 60_000)
    expect(sessions.alive(sessionId)).not.toBeNull()
    office.time.pass(60_000)
    expect(sessions.alive(sessionId)).toBeNull()
    sessions.touch(sessionId)
    expect(sessions.alive(sessionId)).toBeNull()
    const second = await signedIn(office)
    sessions.endAllAfterRestart()
    expect(sessions.alive(second.sessionId)).toBeNull()
  })

  it('is taken over by PIN only by who signed in fully that day, where somebody did so that day', async () => {
    const office = testOffice()
    await addPerson(office)
    const ravi = await addPerson(office, { name: 'Ravi Iyer' })
    const { sessions, signIn } = office.app.staffAccess
    const desk = await signedIn(office)
    const pin = { staffId: ravi.staffId, pin: '7391' }
    expect((await signIn.switchTo(desk.terminalId, pin)).outcome).toBe('wrong')
    await signedIn(office, 'Ravi Iyer')
    const kiosk = office.caller()
    expect(sessions.switchable(kiosk.terminalId)).toEqual([])
    expect((await signIn.switchTo(kiosk.terminalId, pin)).outcome).toBe('wrong')
    expect((await signIn.switchTo(desk.terminalId, { ...pin, pin: '9999' })).outcome).toBe('wrong')
    expect((await signIn.switchTo(desk.terminalId, pin)).outcome).toBe('done')
    expect(sessions.alive(desk.sessionId)).toBeNull()
    office.time.pass(24 * 60 * 60_000)
    expect((await signIn.switchTo(desk.terminalId, pin)).outcome).toBe('wrong')
  })

  it('is taken over by badge on the same terms; wrong cards lock the desk’s reader, not the person', async () => {
    const office = testOffice()
    const asha = await addPerson(office)
    const ravi = await addPerson(office, { name: 'Ravi Iyer' })
    const { changes, signIn } = office.app.staffAccess
    expect(changes.setBadge(ravi.staffId, '12345', bySystem)).toBe('short')
    expect(changes.setBadge(ravi.staffId, '0004713301', bySystem)).toBe('done')
    expect(changes.setBadge(asha.staffId, '۰۰۰۴۷۱۳۳۰۱', bySystem)).toBe('taken')
    const desk = await signedIn(office)
    const scan = (badge: string) => signIn.switchByBadge(desk.terminalId, badge)
    expect(scan('0004713301')).toEqual({ outcome: 'wrong', triesLeft: 4 })
    await signedIn(office, 'Ravi Iyer')
    expect(signIn.switchByBadge(office.caller().terminalId, '0004713301').outcome).toBe('wrong')
    expect(scan('0004713301')).toMatchObject({ outcome: 'done', session: { staff: { name: 'Ravi Iyer' } } })
    for (let nth = 0; nth < 4; nth += 1) expect(scan(`99999999${nth}`).outcome).toBe('wrong')
    expect(scan('999999999').outcome).toBe('locked')
    expect(scan('0004713301').outcome).toBe('locked')
    expect((await typePassword(office, 'Ravi Iyer')).outcome.outcome).toBe('done')
    expect(changes.setBadge(ravi.staffId, null, bySystem)).toBe('done')
    office.time.pass(30_000)
    expect(scan('0004713301').outcome).toBe('wrong')
    const kept = JSON.stringify(office.app.officeData.db.prepare('SELECT * FROM staff').all())
    expect(kept).not.toContain('4713301')
  })
})

describe('an account', () => {
  it('of the last administrator stays one, and active; any other change goes through', async () => {
    const office = testOffice()
    const { staffId, name } = await addPerson(office, { name: 'Chief', role: 'administrator' })
    const fields = { name, role: 'administrator', email: '', phone: '', active: true } as const
    const refused = { outcome: 'refused', reason: 'last_administrator' }
    expect(office.app.staff.change(staffId, { ...fields, active: false }, bySystem)).toEqual(refused)
    expect(office.app.staff.change(staffId, { ...fields, role: 'clerk' }, bySystem)).toEqual(refused)
    const other = await addPerson(office, { name: 'Other', role: 'administrator' })
    expect(office.app.staff.change(staffId, { ...fields, role: 'clerk' }, bySystem).outcome).toBe('done')
    expect(office.app.staff.change(other.staffId, { ...fields, name: 'Other', active: false }, bySystem)).toEqual(
      refused,
    )
  })

  it('that is deactivated is signed out at once, cannot sign in, approve or switch back', async () => {
    const office = testOffice()
    const { staffId, name } = await addPerson(office)
    const session = await signedIn(office)
    office.app.staff.change(staffId, { name, role: 'clerk', email: '', phone: '', active: false }, bySystem)
    const { sessions } = office.app.staffAccess
    expect(sessions.alive(session.sessionId)).toBeNull()
    expect((await typePassword(office, name)).outcome).toEqual({ outcome: 'wrong', triesLeft: 4 })
    expect((await office.app.staff.check(staffId, '7391', session.terminalId)).outcome).toBe('wrong')
    expect(sessions.switchable(session.terminalId)).toEqual([])
    expect(office.app.staff.list()).toEqual([])
  })

  it('shares neither name nor contact with another', async () => {
    const office = testOffice()
    await addPerson(office, { email: 'Asha@Example.com', phone: '98765 43210' })
    const { staff } = office.app
    const reason = async (fields: { name: string; email?: string; phone?: string }) => {
      const added = await staff.add({ role: 'clerk', ...fields }, bySystem)
      return added.outcome === 'refused' ? added.reason : added.outcome
    }
    expect(await reason({ name: 'ASHA NAIDU' })).toBe('name_taken')
    expect(await reason({ name: 'B', email: 'asha@example.com' })).toBe('contact_taken')
    expect(await reason({ name: 'B', phone: '+91 98765-43210' })).toBe('contact_taken')
    expect(await reason({ name: 'B', email: 'not mail' })).toBe('email_invalid')
    expect(await reason({ name: 'B', phone: '12' })).toBe('phone_invalid')
  })
})
