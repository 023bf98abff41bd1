import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { passwordStrength } from '../../../src/core/staff/passwords.ts'
import { argon2CostFor, argon2Passwords } from '../../../src/gateways/system.ts'
import { settle, temporaryFolder, testOffice } from '../../support/office.ts'
import { addPerson, newestCode, typePassword } from '../../support/staff.ts'

const better = 'quiet harbour lantern'

describe('a password', () => {
  it.each([
    ['short1', 'short'],
    ['password1', 'weak'],
    ['aaaaaaaaaaaa', 'weak'],
    ['12345678', 'weak'],
    ['Asha Naidu', 'weak'],
    [better, null],
    ['شب‌های روشن تابستان', null],
  ])('%s is %s', async (typed, problem) => {
    expect((await passwordStrength(typed, ['Asha Naidu'])).problem).toBe(problem)
  })

  it.each([
    [2_000, 19_456, 2],
    [250, 19_456, 2],
    [125, 38_912, 2],
    [30, 65_536, 5],
    [1, 65_536, 20],
  ])(
    'costs a quarter of a second where the floor takes %i ms, never less than the floor',
    (ms, memoryCost, timeCost) => {
      expect(argon2CostFor(ms)).toEqual({ memoryCost, timeCost, parallelism: 1 })
    },
  )

  it('of the time of PINs alone is the PIN, once: a real one comes before the session', async () => {
    const office = testOffice()
    const { staffId } = await addPerson(office)
    office.app.officeData.db.prepare('UPDATE staff SET password_hash = NULL').run()
    const { terminalId, outcome } = await typePassword(office, 'Asha Naidu', '7391')
    expect(outcome).toEqual({ outcome: 'new_password' })
    const { signIn } = office.app.staffAccess
    expect(await signIn.choosePassword(terminalId, 'password1')).toEqual({ outcome: 'refused', reason: 'weak' })
    expect((await signIn.choosePassword(terminalId, better)).outcome).toBe('done')
    expect((await typePassword(office, 'Asha Naidu', '7391')).outcome.outcome).toBe('wrong')
    expect(office.app.staff.account(staffId)?.mustChoosePassword).toBe(false)
  })

  it('is hashed anew at a sign-in where this machine can make a dearer hash', async () => {
    const folder = temporaryFolder()
    const before = testOffice({ folder })
    await addPerson(before)
    await before.close()
    const dear = argon2Passwords()
    const office = testOffice({ folder, ports: { passwords: dear } })
    const hash = () => office.app.staffAccess.row(office.app.staff.list()[0]?.staffId ?? '')?.password_hash ?? ''
    const first = hash()
    expect(await dear.outdated?.('$argon2id$v=19$m=19456,t=1,p=1$c2FsdA$aGFzaA')).toBe(true)
    expect((await typePassword(office, 'Asha Naidu', 'a guess')).outcome.outcome).toBe('wrong')
    expect(hash()).toBe(first)
    expect((await typePassword(office, 'Asha Naidu')).outcome.outcome).toBe('done')
    expect(hash() === first).toBe((await dear.outdated?.(first)) === false)
    expect(await dear.outdated?.(hash())).toBe(false)
    expect((await typePassword(office, 'Asha Naidu')).outcome.outcome).toBe('done')
  })

  it('that an administrator reset is good for one sign-in, and ends every session', async () => {
    const office = testOffice()
    const { staffId } = await addPerson(office, { email: 'asha@example.com' })
    office.app.staffAccess.factors.newRecoveryCodes(staffId, bySystem)
    const { changes, signIn } = office.app.staffAccess
    const given = (await changes.reset(staffId, { secondFactor: true, by: bySystem })) ?? ''
    expect(given).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    expect((await typePassword(office, 'Asha Naidu')).outcome.outcome).toBe('wrong')
    const { terminalId } = await typePassword(office, 'Asha Naidu', given)
    signIn.sendCode(terminalId, { channel: 'email', locale: 'en' })
    const code = await newestCode(office)
    expect(signIn.answer(terminalId, { kind: 'email', code })).toEqual({ outcome: 'new_password' })
    expect(await signIn.choosePassword(terminalId, given)).toEqual({ outcome: 'refused', reason: 'same' })
    expect((await signIn.choosePassword(terminalId, better)).outcome).toBe('done')
    expect(office.app.staff.account(staffId)?.recoveryCodesLeft).toBe(0)
  })
})

describe('a forgotten password', () => {
  const ask = (office: ReturnType<typeof testOffice>, contact: string, channel: 'email' | 'sms' = 'email') => {
    const { terminalId } = office.caller()
    return { terminalId, sent: office.app.staffAccess.forgotten.forgot(terminalId, { contact, channel, locale: 'en' }) }
  }

  it('is replaced by who proves the contact: other sessions end, the lock lifts, the owner is told', async () => {
    const office = testOffice()
    await addPerson(office, { email: 'asha@example.com', phone: '+919876543210' })
    const before = await typePassword(office, 'Asha Naidu')
    expect(before.outcome.outcome).toBe('second_factor')
    for (let nth = 0; nth < 5; nth += 1) await typePassword(office, 'Asha Naidu', 'a guess')
    const { sent, terminalId } = ask(office, 'Asha@example.com', 'sms')
    if (sent.outcome !== 'sent') throw new Error(sent.outcome)
    const code = await newestCode(office)
    expect(office.inbox.messages()[0]).toMatchObject({ to: '+919876543210', channel: 'sms' })
    const { forgotten } = office.app.staffAccess
    const challengeId = sent.challengeId
    expect(await forgotten.reset(terminalId, { challengeId, password: better })).toEqual({ outcome: 'over' })
    expect(forgotten.prove(terminalId, { challengeId, code })).toEqual({ outcome: 'proven' })
    const other = office.caller().terminalId
    expect(await forgotten.reset(other, { challengeId, password: better })).toEqual({ outcome: 'over' })
    const weak = await forgotten.reset(terminalId, { challengeId, password: 'password1' })
    expect(weak).toEqual({ outcome: 'refused', reason: 'weak' })
    const twice = await Promise.all(
      [better, better].map((next) => forgotten.reset(terminalId, { challengeId, password: next })),
    )
    expect(twice.map(({ outcome }) => outcome).sort()).toEqual(['done', 'over'])
    await settle(office.app)
    expect(office.inbox.messages()[0]).toMatchObject({
      to: 'asha@example.com',
      subject: 'Your password at Test Office was changed',
    })
    expect((await typePassword(office, 'Asha Naidu')).outcome.outcome).toBe('wrong')
    expect((await typePassword(office, 'Asha Naidu', better)).outcome.outcome).toBe('second_factor')
  })

  it('says the same of a contact that nobody has, and sends nothing there', async () => {
    const office = testOffice()
    await addPerson(office, { email: 'asha@example.com' })
    for (const channel of ['email', 'sms'] as const) {
      const known = ask(office, 'asha@example.com', channel)
      const unknown = ask(office, 'nobody@example.com', channel)
      if (known.sent.outcome !== 'sent' || unknown.sent.outcome !== 'sent') throw new Error('told apart')
      expect(Object.keys(unknown.sent)).toEqual(Object.keys(known.sent))
      // Guesses end the code; it must have left by then.
      await settle(office.app)
      const guesses = [known, unknown].map(({ terminalId, sent }) => {
        if (sent.outcome !== 'sent') return null
        const guess = { challengeId: sent.challengeId, code: '000000' }
        return Array.from({ length: 6 }, () => office.app.staffAccess.forgotten.prove(terminalId, guess).outcome)
      })
      expect(guesses[1]).toEqual(guesses[0])
    }
    await settle(office.app)
    expect(office.inbox.messages().map(({ to }) => to)).toEqual(['asha@example.com'])
  })
})
