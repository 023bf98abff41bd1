/** Which second factors count: never the one by which the password itself was replaced, never silently none. */
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { providerStore } from '../../../src/core/delivery/provider-store.ts'
import { mailServer } from '../../support/mail-server.ts'
import { type TestOffice, testOffice } from '../../support/office.ts'
import { addAuthenticator, addPerson, newestCode, typePassword } from '../../support/staff.ts'

const better = 'quiet harbour lantern'
const email = 'asha@example.com'
const mail = { channel: 'email', locale: 'en' } as const

async function proveMail(office: TestOffice) {
  const { forgotten } = office.app.staffAccess
  const { terminalId } = office.caller()
  const sent = forgotten.forgot(terminalId, { contact: email, ...mail })
  if (sent.outcome !== 'sent') throw new Error(sent.outcome)
  const code = await newestCode(office)
  expect(forgotten.prove(terminalId, { challengeId: sent.challengeId, code })).toEqual({ outcome: 'proven' })
  return { challengeId: sent.challengeId, terminalId }
}

async function forgot(office: TestOffice) {
  const { challengeId, terminalId } = await proveMail(office)
  return office.app.staffAccess.forgotten.reset(terminalId, { challengeId, password: better })
}

async function kinds(office: TestOffice, typed = better): Promise<string[]> {
  const { outcome } = await typePassword(office, 'Asha Naidu', typed)
  return outcome.outcome === 'second_factor' ? outcome.ways.map(({ kind }) => kind) : [outcome.outcome]
}

describe('after a password was replaced by mail', () => {
  it('mail is no second factor where there is an authenticator, until that was given', async () => {
    const office = testOffice()
    const { staffId } = await addPerson(office, { email })
    const codeAt = addAuthenticator(office, staffId)
    expect((await forgot(office)).outcome).toBe('done')
    const { signIn } = office.app.staffAccess
    const { terminalId, outcome } = await typePassword(office, 'Asha Naidu', better)
    expect(outcome).toEqual({ outcome: 'second_factor', ways: [{ kind: 'totp', to: '' }] })
    expect(signIn.sendCode(terminalId, mail)).toEqual({ outcome: 'refused', reason: 'no_contact' })
    office.time.pass(60_000)
    expect(signIn.answer(terminalId, { kind: 'totp', code: codeAt() }).outcome).toBe('done')
    expect(await kinds(office)).toEqual(['totp', 'email'])
  })

  it('mail is none where there are recovery codes or a phone; alone it goes on', async () => {
    const office = testOffice()
    const { staffId, name } = await addPerson(office, { email })
    await forgot(office)
    expect(await kinds(office)).toEqual(['email'])
    office.app.staffAccess.factors.newRecoveryCodes(staffId, bySystem)
    expect(await kinds(office)).toEqual(['recovery'])
    const fields = { name, role: 'clerk', email, phone: '+919876543210', active: true } as const
    office.app.staff.change(staffId, fields, bySystem)
    expect(await kinds(office)).toEqual(['sms', 'whatsapp', 'recovery'])
  })

  it('the proof is not for whose contact it became meanwhile', async () => {
    const office = testOffice()
    const asha = await addPerson(office, { email })
    const ravi = await addPerson(office, { name: 'Ravi' })
    const { challengeId, terminalId } = await proveMail(office)
    expect(office.app.staffAccess.forgotten.isProvenAt(terminalId)).toBe(true)
    const fields = { role: 'clerk', phone: '', active: true } as const
    office.app.staff.change(asha.staffId, { ...fields, name: asha.name, email: '' }, bySystem)
    office.app.staff.change(ravi.staffId, { ...fields, name: 'Ravi', email }, bySystem)
    expect(office.app.staffAccess.forgotten.isProvenAt(terminalId)).toBe(false)
    const reset = await office.app.staffAccess.forgotten.reset(terminalId, { challengeId, password: better })
    expect(reset).toEqual({ outcome: 'over' })
  })
})

describe('without a channel that works', () => {
  it('recovery codes are asked for, and an account that has none is told of', async () => {
    const office = testOffice({ ports: { inbox: null } })
    const { staffId } = await addPerson(office, { email })
    expect(office.app.staff.account(staffId)?.twoFactors).toBe(false)
    office.app.staffAccess.factors.newRecoveryCodes(staffId, bySystem)
    expect(await kinds(office, 'counterfoil test 7391')).toEqual(['recovery'])
    expect(office.app.staff.account(staffId)?.twoFactors).toBe(true)
  })

  it('yet, because the providers’ secrets are still being read, a contact counts', async () => {
    const office = testOffice({ ports: { inbox: null } })
    const { staffId } = await addPerson(office, { email })
    providerStore(office.app.officeData.db).insert('smtp', mailServer, 1)
    await office.close()
    const again = testOffice({ folder: office.folder, ports: { inbox: null }, seed: 3, time: office.time })
    expect(again.app.delivery.directory.loaded()).toBe(false)
    expect(again.app.staff.account(staffId)?.twoFactors).toBe(true)
  })
})
