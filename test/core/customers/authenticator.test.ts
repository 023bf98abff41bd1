import { describe, expect, it } from 'vitest'
import type { VisitRow } from '../../../src/core/visits/store.ts'
import { appWith } from '../../support/authenticator.ts'
import { enrolled, kioskFor, step, wrongOf } from '../../support/identity.ts'
import { openVisit, testOffice } from '../../support/office.ts'

describe('an authenticator app', () => {
  it('counts from the first right code on, and its secret lies sealed and is never shown again', async () => {
    const { office, customerId, visit, caller } = await enrolled()
    const row = office.app.officeData.db.prepare('SELECT secret FROM customer_authenticator').get() as {
      secret: Buffer
    }
    expect(row.secret.length).toBeGreaterThan(40)
    expect(office.app.authenticators.state(customerId)).toMatchObject({ recoveryLeft: 10 })
    const again = office.app.authenticators.enrol(visit)
    expect(office.app.authenticators.confirm(caller, visit, wrongOf('000000'))).toEqual({ outcome: 'wrong' })
    // Begun anew and not finished, nothing changes.
    expect(office.app.authenticators.enrolled(customerId)).toBe(true)
    expect(again.uri).toContain(again.key)
    const other = await openVisit(office)
    const elsewhere = office.app.visits.openHere(other.visit.id, other.caller.terminalId)
    if (elsewhere === null) throw new Error('closed')
    expect(office.app.authenticators.confirm(caller, elsewhere, '000000').outcome).toBe('nothing_asked')
  })

  it('takes each step once: the enrolment code and 50 of the same at once open one visit', async () => {
    const { office, first, codeAt, atDesk } = await enrolled()
    expect(atDesk(first).outcome).toBe('wrong')
    office.time.pass(step)
    const code = codeAt()
    const answers = await Promise.all(Array.from({ length: 50 }, async () => atDesk(code).outcome))
    expect(answers.filter((answer) => answer === 'verified')).toHaveLength(1)
    expect(atDesk(code).outcome).not.toBe('verified')
  })

  it.each([-1, 1])('takes a phone whose clock is off by %i step, at enrolment and at sign-in alike', async (drift) => {
    const { office, codeAt, atDesk } = await enrolled()
    office.time.pass(4 * step)
    expect(atDesk(codeAt(2 * drift)).outcome).toBe('wrong')
    expect(atDesk(codeAt(drift)).outcome).toBe('verified')
    const { caller, visit: opened } = await openVisit(office)
    const visit = office.app.visits.openHere(opened.id, caller.terminalId)
    if (visit === null) throw new Error('closed')
    const app = appWith(office.app.authenticators.enrol(visit).key)
    const early = app(office.app.officeData.clock.now() + drift * step)
    expect(office.app.authenticators.confirm(caller, visit, early).outcome).toBe('done')
  })

  it('locks after five wrong codes, doubling, across terminals and restarts, until a supervisor lifts it', async () => {
    const its = await enrolled()
    const { office, customerId } = its
    office.time.pass(step)
    const answers = Array.from({ length: 6 }, () => its.atDesk(wrongOf(its.codeAt()), office.caller('clerk')).outcome)
    expect(answers).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked'])
    expect(its.atDesk(its.codeAt()).outcome).toBe('locked')
    await office.close()
    const again = testOffice({ folder: office.folder, time: office.time, seed: 2 })
    const atDesk = (code: string) => again.app.appSignIn.byCustomer(again.caller('clerk'), { customerId, code })
    expect(atDesk(its.codeAt())).toMatchObject({ outcome: 'locked' })
    office.time.pass(step)
    for (let nth = 0; nth < 4; nth += 1) atDesk(wrongOf(its.codeAt()))
    const second = atDesk(wrongOf(its.codeAt()))
    expect(second).toEqual({ outcome: 'locked', untilMs: again.app.officeData.clock.now() + 2 * step })
    expect(again.app.verification.unlock(again.caller('supervisor'), { customerId, reason: 'new phone' })).toBe(1)
    expect(atDesk(its.codeAt()).outcome).toBe('verified')
  })

  it('works at the kiosk with no provider at all, and says the same to who has none', async () => {
    const its = await enrolled()
    const { office } = its
    office.time.pass(step)
    const one = kioskFor(office, 'A-1', true)
    const other = kioskFor(office, 'A-404', true)
    const messages = office.inbox.messages().length
    expect(one.type('not a code')).toEqual(other.type('not a code'))
    for (let nth = 0; nth < 3; nth += 1)
      expect(one.type(wrongOf(its.codeAt()))).toEqual(other.type(wrongOf(its.codeAt())))
    expect(one.type(its.codeAt()).outcome).toBe('verified')
    expect(other.type(its.codeAt()).outcome).toBe('wrong')
    expect(office.inbox.messages()).toHaveLength(messages)
  })

  it('stands in for the code that was sent, which then opens nothing; a lock made elsewhere does not show', async () => {
    const its = await enrolled()
    const { office } = its
    office.time.pass(3 * step)
    const sent = kioskFor(office, 'customer1@example.com')
    const code = await office.lastCode()
    expect(sent.type(its.codeAt())).toMatchObject({ outcome: 'verified' })
    const typed = { challengeId: sent.challengeId, code }
    expect(office.app.verification.verify(sent.kiosk, typed).outcome).toBe('nothing_asked')

    office.time.pass(3 * step)
    for (let nth = 0; nth < 5; nth += 1) its.atDesk(wrongOf(its.codeAt()))
    const locked = kioskFor(office, 'A-1')
    const stranger = kioskFor(office, 'A-404')
    expect(locked.type(its.codeAt())).toEqual(stranger.type(its.codeAt()))
  })

  it('takes at most the tries of a challenge, of 100 guesses at once, and at its terminal only', async () => {
    const its = await enrolled()
    const { office } = its
    office.time.pass(step)
    const one = kioskFor(office, 'A-1', true)
    const elsewhere = { challengeId: one.challengeId, code: its.codeAt() }
    expect(office.app.appSignIn.byChallenge(office.caller(), elsewhere).outcome).toBe('nothing_asked')
    await Promise.all(Array.from({ length: 100 }, async () => one.type(wrongOf(its.codeAt()))))
    const evaluated = office.app.officeData.db
      .prepare(`SELECT count(*) AS n FROM attempt WHERE outcome = 'wrong' AND challenge_id = ?`)
      .get(one.challengeId)
    expect(evaluated).toEqual({ n: 5 })
    expect(one.type(its.codeAt()).outcome).toBe('too_many_tries')
  })
})

describe('recovery codes', () => {
  it('open one visit each, also 50 at once, and lie hashed', async () => {
    const { office, recovery, customerId, atDesk } = await enrolled()
    const [code = ''] = recovery
    const answers = await Promise.all(Array.from({ length: 50 }, async () => atDesk(code.toLowerCase()).outcome))
    expect(answers.filter((answer) => answer === 'verified')).toHaveLength(1)
    expect(office.app.authenticators.state(customerId).recoveryLeft).toBe(9)
    const dump = JSON.stringify(office.app.officeData.db.prepare('SELECT * FROM customer_recovery_code').all())
    for (const each of recovery) expect(dump).not.toContain(each)
    const trail = JSON.stringify(office.app.officeData.db.prepare('SELECT * FROM audit').all())
    for (const each of recovery) expect(trail).not.toContain(each)
  })

  it('are another customer’s nothing, end with the new ones, and go with the app', async () => {
    const its = await enrolled()
    const { office, recovery, visit, caller, customerId } = its
    const other = await enrolled(office)
    expect(other.atDesk(recovery[0] ?? '').outcome).toBe('wrong')
    const renewed = office.app.authenticators.renewRecovery(caller, visit)
    if (renewed.outcome !== 'done') throw new Error(renewed.outcome)
    expect(its.atDesk(recovery[1] ?? '').outcome).toBe('wrong')
    expect(its.atDesk(renewed.recoveryCodes[1] ?? '')).toMatchObject({ outcome: 'verified' })
    office.app.authenticators.remove(caller, visit satisfies VisitRow)
    expect(office.app.authenticators.state(customerId)).toEqual({ enrolledAtMs: null, recoveryLeft: 0 })
    expect(its.atDesk(renewed.recoveryCodes[2] ?? '').outcome).toBe('nothing_asked')
  })
})
