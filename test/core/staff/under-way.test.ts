/** What is half-way when something changes elsewhere: a sign-in, a change of password. */
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { settle, testOffice } from '../../support/office.ts'
import { addAuthenticator, addPerson, newestCode, password, typePassword } from '../../support/staff.ts'

const better = 'quiet harbour lantern'
const mail = { channel: 'email', locale: 'en' } as const

describe('a sign-in that is half-way', () => {
  async function halfWay() {
    const office = testOffice()
    const person = await addPerson(office, { email: 'asha@example.com' })
    const codeAt = addAuthenticator(office, person.staffId)
    office.time.pass(60_000)
    const { terminalId, outcome } = await typePassword(office, 'Asha Naidu')
    expect(outcome.outcome).toBe('second_factor')
    return { office, ...person, codeAt, terminalId, ...office.app.staffAccess }
  }
  const fields = { role: 'clerk', phone: '', active: true } as const

  it.each([
    ['a reset of the password', true],
    ['a reset of the second factor too', true],
    ['another address', true],
    ['another role', false],
  ])('over %s is over: %s', async (what, over) => {
    const { office, staffId, name, terminalId, changes, signIn, codeAt } = await halfWay()
    const email = 'asha@example.com'
    if (what.includes('reset')) await changes.reset(staffId, { secondFactor: what.includes('factor'), by: bySystem })
    else if (what === 'another role')
      office.app.staff.change(staffId, { ...fields, name, email, role: 'supervisor' }, bySystem)
    else office.app.staff.change(staffId, { ...fields, name, email: 'stranger@example.com' }, bySystem)
    expect(signIn.sendCode(terminalId, mail).outcome).toBe(over ? 'over' : 'sent')
    expect(signIn.answer(terminalId, { kind: 'totp', code: codeAt() }).outcome).toBe(over ? 'over' : 'done')
  })

  it('chooses no new password once an administrator has given another', async () => {
    const { office, changes, signIn, staffId } = await halfWay()
    office.app.staff.change(staffId, { ...fields, name: 'Asha Naidu', email: '' }, bySystem)
    const give = async () => (await changes.reset(staffId, { secondFactor: true, by: bySystem })) ?? ''
    const { terminalId, outcome } = await typePassword(office, 'Asha Naidu', await give())
    expect(outcome.outcome).toBe('new_password')
    await give()
    expect(await signIn.choosePassword(terminalId, better)).toEqual({ outcome: 'over' })
  })

  it('does not come of a password that was replaced while it was checked', async () => {
    const { office, changes, staffId } = await halfWay()
    const [late] = await Promise.all([
      typePassword(office, 'Asha Naidu'),
      changes.reset(staffId, { secondFactor: true, by: bySystem, password: better }),
    ])
    if (late.outcome.outcome !== 'second_factor') expect(late.outcome.outcome).toBe('wrong')
    expect(office.app.staffAccess.signIn.sendCode(late.terminalId, mail)).toEqual({ outcome: 'over' })
  })

  it('is recorded by the way the code went, whatever the caller calls it', async () => {
    const { office, terminalId, signIn, sessions } = await halfWay()
    signIn.sendCode(terminalId, mail)
    const code = await newestCode(office)
    expect(signIn.answer(terminalId, { kind: 'sms', code }).outcome).toBe('done')
    expect(sessions.list(null, null)).toMatchObject([{ how: 'email' }])
  })

  it('counts no answer that a locked code did not judge', async () => {
    const { office, terminalId, signIn, staffId } = await halfWay()
    signIn.sendCode(terminalId, mail)
    await settle(office.app)
    const { otp, officeData } = office.app
    const lockedUntilMs = officeData.clock.now() + 30_000
    otp.putGuard('staff:asha@example.com', { failures: 5, lockedAtMs: officeData.clock.now() - 60_000, lockedUntilMs })
    const guess = () => signIn.answer(terminalId, { kind: 'email', code: '000000' }).outcome
    expect(guess()).toBe('locked')
    const counted = () =>
      officeData.db.prepare('SELECT max(failures) AS n FROM sign_in_guard WHERE key = ?').get(staffId)
    const before = counted()
    for (let nth = 0; nth < 8; nth += 1) expect(guess()).toBe('locked')
    expect(counted()).toEqual(before)
  })
})

describe('a change that takes a while', () => {
  it('is not made once the password was reset or the session ended meanwhile', async () => {
    const office = testOffice()
    const { staffId } = await addPerson(office)
    const { changes, sessions } = office.app.staffAccess
    const signedIn = async () => {
      const { terminalId, outcome } = await typePassword(office, 'Asha Naidu')
      if (outcome.outcome !== 'done') throw new Error(outcome.outcome)
      const who = { staffId, terminalId, sessionId: outcome.session.sessionId }
      const proof = await changes.prove(who, password)
      if ('outcome' in proof) throw new Error(proof.outcome)
      return proof
    }
    const kept = await signedIn()
    expect(changes.whileProven(kept, (row) => row.name)).toBe('Asha Naidu')
    sessions.endOne(kept.sessionId ?? '', bySystem, true)
    expect(changes.whileProven(kept, (row) => row.name)).toBeNull()
    const second = await signedIn()
    await changes.reset(staffId, { secondFactor: false, by: bySystem, password })
    expect(changes.whileProven({ ...second, sessionId: null }, (row) => row.name)).toBeNull()
  })
})
