/** What anyone at a kiosk can do with a known contact of staff must not keep its owner out. */
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { settle, type TestOffice, testOffice } from '../../support/office.ts'
import { addPerson, newestCode, typePassword } from '../../support/staff.ts'

const email = 'asha@example.com'
const day = 24 * 60 * 60_000
const mail = { channel: 'email', locale: 'en' } as const

/** Asks for a new password at a kiosk and types wrong codes until this one is used up. */
async function guessOnce(office: TestOffice) {
  const { forgotten } = office.app.staffAccess
  const { terminalId } = office.caller()
  const sent = forgotten.forgot(terminalId, { contact: email, ...mail })
  if (sent.outcome !== 'sent') return sent.outcome
  await settle(office.app)
  const guess = { challengeId: sent.challengeId, code: '000000' }
  for (let nth = 0; nth < 5; nth += 1) forgotten.prove(terminalId, guess)
  return sent.outcome
}

async function blocked(office: TestOffice): Promise<void> {
  for (let nth = 0; nth < 20; nth += 1) {
    office.time.pass(day)
    expect(await guessOnce(office)).toBe('sent')
  }
  office.time.pass(day)
  expect(await guessOnce(office)).toBe('refused')
}

async function signIn(office: TestOffice) {
  const { signIn: way } = office.app.staffAccess
  const { terminalId } = await typePassword(office, 'Asha Naidu')
  const sent = way.sendCode(terminalId, mail)
  if (sent.outcome !== 'sent') return sent
  return way.answer(terminalId, { kind: 'email', code: await newestCode(office) })
}

describe('wrong reset codes, a hundred of them', () => {
  it('block the reset and not the second factor; whoever gives that may reset again', async () => {
    const office = testOffice()
    await addPerson(office, { email })
    await blocked(office)
    expect((await signIn(office)).outcome).toBe('done')
    expect(await guessOnce(office)).toBe('sent')
  })

  it('are lifted by an administrator’s reset', async () => {
    const office = testOffice()
    const { staffId } = await addPerson(office, { email })
    await blocked(office)
    await office.app.staffAccess.changes.reset(staffId, { secondFactor: false, by: bySystem })
    expect(await guessOnce(office)).toBe('sent')
  })
})

it('asking at kiosks for a person’s codes uses up none of their second factors', async () => {
  const office = testOffice()
  await addPerson(office, { email })
  for (let nth = 0; nth < 15; nth += 1) {
    office.time.pass(3 * 60_000)
    office.app.staffAccess.forgotten.forgot(office.caller().terminalId, { contact: email, ...mail })
  }
  office.time.pass(3 * 60_000)
  expect((await signIn(office)).outcome).toBe('done')
})
