import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { argon2Pins } from '../../../src/gateways/system.ts'
import { temporaryFolder, testOffice } from '../../support/office.ts'
import { addAuthenticator, addPerson, newestCode, password, typePassword } from '../../support/staff.ts'

describe('guessing passwords', () => {
  it('evaluates five of 40 sent at once, from as many terminals, then locks, twice as long each time', async () => {
    const office = testOffice()
    await addPerson(office)
    const guesses = await Promise.all(Array.from({ length: 40 }, () => typePassword(office, 'Asha Naidu', 'a guess')))
    expect(guesses.filter(({ outcome }) => outcome.outcome === 'wrong')).toHaveLength(4)
    const now = office.app.officeData.clock.now()
    expect(guesses[4]?.outcome).toEqual({ outcome: 'locked', untilMs: now + 30_000 })
    expect((await typePassword(office, 'asha naidu')).outcome.outcome).toBe('locked')
    office.time.pass(30_000)
    for (let nth = 0; nth < 4; nth += 1) await typePassword(office, 'Asha Naidu', 'a guess')
    expect((await typePassword(office, 'Asha Naidu', 'a guess')).outcome).toEqual({
      outcome: 'locked',
      untilMs: now + 30_000 + 60_000,
    })
    office.time.pass(60_000)
    expect((await typePassword(office, 'Asha Naidu')).outcome.outcome).toBe('done')
  })

  it('stays locked across a restart', async () => {
    const folder = temporaryFolder()
    const before = testOffice({ folder })
    await addPerson(before)
    for (let nth = 0; nth < 5; nth += 1) await typePassword(before, 'Asha Naidu', 'a guess')
    await before.close()
    const after = testOffice({ folder, time: before.time })
    expect((await typePassword(after, 'Asha Naidu')).outcome.outcome).toBe('locked')
  })

  it('learns nothing of which names exist: same words, same locks, same hash', async () => {
    const office = testOffice()
    await addPerson(office)
    const answers = async (name: string) => {
      const outcomes = []
      for (let nth = 0; nth < 6; nth += 1) outcomes.push((await typePassword(office, name, 'a guess')).outcome)
      return outcomes
    }
    expect(await answers('Nobody At All')).toEqual(await answers('Asha Naidu'))
    const guards = office.app.officeData.db.prepare('SELECT key FROM sign_in_guard').all()
    expect(JSON.stringify(guards)).not.toContain('Nobody')
  })

  it('costs one slow hash for a name nobody has, as for a known one', async () => {
    const hashes: string[] = []
    const verify = (hash: string, typed: string): Promise<boolean> => {
      hashes.push(hash)
      return argon2Pins.verify(hash, typed)
    }
    const office = testOffice({ ports: { passwords: { hash: argon2Pins.hash, verify } } })
    await addPerson(office)
    for (const name of ['Asha Naidu', 'Nobody At All']) await typePassword(office, name, 'a guess')
    const costs = hashes.map((hash) => hash.split('$').slice(1, 4))
    expect(costs).toHaveLength(2)
    expect(costs[1]).toEqual(costs[0])
  })

  it('counts a name, an address and a number as the one person they are', async () => {
    const office = testOffice()
    await addPerson(office, { email: 'asha@example.org', phone: '+919876543210' })
    for (const name of ['Asha Naidu', 'ASHA@example.org', '98765 43210', 'asha@example.org'])
      expect((await typePassword(office, name, 'a guess')).outcome.outcome).toBe('wrong')
    expect((await typePassword(office, '+91 98765 43210', 'a guess')).outcome.outcome).toBe('locked')
    office.time.pass(30_000)
    expect((await typePassword(office, 'asha@example.org')).outcome.outcome).toBe('second_factor')
  })

  it('does not start anew with each right password: wrong factors count on', async () => {
    const office = testOffice()
    const { staffId } = await addPerson(office)
    addAuthenticator(office, staffId)
    for (let nth = 1; nth <= 5; nth += 1) {
      const { terminalId, outcome } = await typePassword(office, 'Asha Naidu')
      expect(outcome.outcome).toBe('second_factor')
      const answer = office.app.staffAccess.signIn.answer(terminalId, { kind: 'totp', code: '000000' })
      expect(answer.outcome).toBe(nth === 5 ? 'locked' : 'wrong')
    }
    expect((await typePassword(office, 'Asha Naidu')).outcome.outcome).toBe('locked')
  })
})

describe('the second factor', () => {
  it('takes a step of the authenticator once, though it is sent twice at the same moment', async () => {
    const office = testOffice()
    const { staffId } = await addPerson(office)
    const codeAt = addAuthenticator(office, staffId)
    const { signIn } = office.app.staffAccess
    const enrolled = await typePassword(office, 'Asha Naidu')
    expect(signIn.answer(enrolled.terminalId, { kind: 'totp', code: codeAt() }).outcome).toBe('wrong')
    office.time.pass(30_000)
    const [one, other] = await Promise.all([typePassword(office, 'Asha Naidu'), typePassword(office, 'Asha Naidu')])
    const code = codeAt(1)
    const answers = [one, other].map(({ terminalId }) => signIn.answer(terminalId, { kind: 'totp', code }).outcome)
    expect(answers).toEqual(['done', 'wrong'])
    const late = await typePassword(office, 'Asha Naidu')
    expect(signIn.answer(late.terminalId, { kind: 'totp', code: codeAt() }).outcome).toBe('wrong')
  })

  it('takes a recovery code once, though it is sent twice at the same moment, and none of an earlier sheet', async () => {
    const office = testOffice()
    const { staffId } = await addPerson(office, { email: 'asha@example.com' })
    const { signIn, factors } = office.app.staffAccess
    const [old = ''] = factors.newRecoveryCodes(staffId, bySystem)
    const [code = ''] = factors.newRecoveryCodes(staffId, bySystem)
    const [one, other] = await Promise.all([typePassword(office, 'Asha Naidu'), typePassword(office, 'Asha Naidu')])
    expect(signIn.answer(one.terminalId, { kind: 'recovery', code: old }).outcome).toBe('wrong')
    const answers = [one, other].map(({ terminalId }) => signIn.answer(terminalId, { kind: 'recovery', code }).outcome)
    expect(answers).toEqual(['done', 'wrong'])
    expect(office.app.staff.account(staffId)?.recoveryCodesLeft).toBe(9)
  })

  it('takes a mailed code at the terminal that asked for it, once, and for nothing else', async () => {
    const office = testOffice()
    await addPerson(office, { email: 'asha@example.com' })
    office.addCustomer({ emails: ['asha@example.com'] })
    const { signIn } = office.app.staffAccess
    const { terminalId, outcome } = await typePassword(office, 'Asha Naidu')
    expect(outcome).toEqual({ outcome: 'second_factor', ways: [{ kind: 'email', to: 'a***@example.com' }] })
    const sent = signIn.sendCode(terminalId, { channel: 'email', locale: 'en' })
    if (sent.outcome !== 'sent') throw new Error(sent.outcome)
    const code = await newestCode(office)
    const kiosk = { terminalId, terminalLabel: 'T', staff: null }
    const asVisit = office.app.verification.verify(kiosk, { challengeId: sent.challengeId, code })
    expect(asVisit).toEqual({ outcome: 'nothing_asked' })
    expect(office.app.verification.resend(kiosk, sent.challengeId)).toMatchObject({ reason: 'not_found' })
    const asReset = office.app.staffAccess.forgotten.prove(terminalId, { challengeId: sent.challengeId, code })
    expect(asReset).toEqual({ outcome: 'dead' })
    const elsewhere = await typePassword(office, 'Asha Naidu')
    expect(signIn.answer(elsewhere.terminalId, { kind: 'email', code }).outcome).toBe('dead')
    expect(signIn.answer(terminalId, { kind: 'email', code }).outcome).toBe('done')
    expect(signIn.answer(terminalId, { kind: 'email', code }).outcome).toBe('over')
  })

  it('cannot be skipped, nor given without the password, nor after ten minutes', async () => {
    const office = testOffice()
    const { staffId } = await addPerson(office)
    const codeAt = addAuthenticator(office, staffId)
    const { signIn } = office.app.staffAccess
    office.time.pass(60_000)
    const stranger = office.caller()
    const totp = () => ({ kind: 'totp', code: codeAt() }) as const
    expect(signIn.answer(stranger.terminalId, totp()).outcome).toBe('over')
    const { terminalId } = await typePassword(office, 'Asha Naidu')
    expect((await signIn.choosePassword(terminalId, 'a brand new pass phrase')).outcome).toBe('over')
    office.time.pass(10 * 60_000)
    expect(signIn.answer(terminalId, totp()).outcome).toBe('over')
  })

  it('is kept sealed: neither the database nor the audit trail holds secret, password or code', async () => {
    const office = testOffice()
    const { staffId } = await addPerson(office)
    const { factors, row } = office.app.staffAccess
    const person = row(staffId)
    if (person === undefined) throw new Error('gone')
    const { secret } = factors.offerTotp(person)
    const codes = factors.newRecoveryCodes(staffId, bySystem)
    const { db } = office.app.officeData
    const kept = JSON.stringify([
      db.prepare('SELECT * FROM staff').all(),
      db.prepare('SELECT * FROM recovery_code').all(),
      db.prepare('SELECT * FROM audit').all(),
    ])
    for (const told of [secret, ...codes, password]) expect(kept).not.toContain(told)
  })
})
