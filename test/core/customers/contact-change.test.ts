import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { openVisit, type TestOffice, testOffice } from '../../support/office.ts'

/** A customer with a mail address and a phone, in an open visit at a desk. */
async function inVisit(office = testOffice()) {
  const { caller, visit: opened } = await openVisit(office)
  const visit = office.app.visits.openHere(opened.id, caller.terminalId)
  if (visit === null) throw new Error('closed')
  const { contactChanges, customerStore } = office.app
  const values = () => customerStore.contactsOf(opened.customerId).map(({ value }) => value)
  const mail = customerStore.contactsOf(opened.customerId).find(({ kind }) => kind === 'email')
  const begin = (input: { contactId?: string; value?: string }) => {
    const begun = contactChanges.begin(visit, input)
    if (begun.outcome !== 'begun') throw new Error(begun.reason)
    return begun
  }
  const send = (changeId: string, side: 'old' | 'new') => {
    const sent = contactChanges.sendCode(caller, visit, { changeId, side, again: false })
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    return sent.challenge
  }
  const prove = (challengeId: string, code: string) => contactChanges.prove(caller, visit, { challengeId, code })
  return { office, caller, visit, values, mailId: mail?.id ?? '', begin, send, prove, customerId: opened.customerId }
}

async function people(office: TestOffice) {
  const hire = async (name: string, role: 'clerk' | 'supervisor', pin: string) => {
    const added = await office.app.staff.add({ name, role, pin }, bySystem)
    if (added.outcome !== 'done') throw new Error(added.reason)
    return added.staff
  }
  return { clerk: await hire('Asha', 'clerk', '7391'), chief: await hire('Ravi', 'supervisor', '2582') }
}

describe('changing a contact inside a visit', () => {
  it('changes nothing before both codes were read back, the old and the new', async () => {
    const its = await inVisit()
    const { changeId, needs } = its.begin({ contactId: its.mailId, value: 'New@Example.com' })
    expect(needs).toEqual(['old', 'new'])
    const old = its.send(changeId, 'old')
    const oldCode = await its.office.lastCode()
    const fresh = its.send(changeId, 'new')
    const newCode = await its.office.lastCode()
    expect([old.sentTo, fresh.sentTo]).toEqual(['customer1@example.com', 'new@example.com'])
    expect(its.prove(fresh.challengeId, oldCode).outcome).toBe('wrong')
    expect(its.prove(fresh.challengeId, newCode)).toEqual({ outcome: 'proven', needs: ['old'] })
    expect(its.values()).toContain('customer1@example.com')
    expect(its.prove(old.challengeId, oldCode)).toEqual({ outcome: 'proven', needs: [] })
    expect(its.values()).toEqual(['new@example.com', '+919876543211'])
    expect(its.prove(old.challengeId, oldCode).outcome).toBe('nothing_asked')
    const trail = JSON.stringify(its.office.app.officeData.db.prepare('SELECT detail FROM audit').all())
    expect(trail).not.toContain('new@example.com')
  })

  it('takes no code of another purpose, and its own opens no visit', async () => {
    const its = await inVisit()
    const { changeId } = its.begin({ value: 'new@example.com' })
    const { challengeId } = its.send(changeId, 'new')
    const code = await its.office.lastCode()
    expect(its.office.app.verification.verify(its.caller, { challengeId, code }).outcome).toBe('nothing_asked')
    expect(its.office.app.verification.resend(its.caller, challengeId)).toMatchObject({ reason: 'not_found' })
    const kiosk = { ...its.caller, staff: null }
    const asked = its.office.app.verification.identify(kiosk, { identifier: 'customer1@example.com', locale: 'en' })
    if (asked.outcome !== 'sent') throw new Error(asked.reason)
    expect(its.prove(asked.challenge.challengeId, await its.office.lastCode()).outcome).toBe('nothing_asked')
    expect(its.prove(challengeId, code)).toEqual({ outcome: 'proven', needs: [] })
  })

  it('belongs to its visit: another customer’s takes neither the change nor the code', async () => {
    const its = await inVisit()
    const other = await inVisit(its.office)
    const { changeId } = its.begin({ value: 'new@example.com' })
    const { challengeId } = its.send(changeId, 'new')
    const code = await its.office.lastCode()
    expect(other.prove(challengeId, code).outcome).toBe('nothing_asked')
    const stolen = its.office.app.contactChanges.begin(other.visit, { contactId: its.mailId })
    expect(stolen).toEqual({ outcome: 'refused', reason: 'not_found' })
  })

  it('refuses what is there already, what is no contact, and the last one’s removal', async () => {
    const its = await inVisit()
    const begin = (input: object) => its.office.app.contactChanges.begin(its.visit, input)
    expect(begin({ value: 'CUSTOMER1@example.com' })).toMatchObject({ reason: 'already_there' })
    expect(begin({ value: 'A-17' })).toMatchObject({ reason: 'malformed' })
    expect(begin({})).toMatchObject({ reason: 'malformed' })
    const phone = its.office.app.customerStore.contactsOf(its.customerId).find(({ kind }) => kind === 'phone')
    const { changeId } = its.begin({ contactId: phone?.id ?? '' })
    const { challengeId } = its.send(changeId, 'old')
    expect(its.prove(challengeId, await its.office.lastCode())).toEqual({ outcome: 'proven', needs: [] })
    expect(begin({ contactId: its.mailId })).toMatchObject({ reason: 'last_contact' })
  })

  it('is approved by a second person with their PIN and a reason, once, and the contact stays unproven', async () => {
    const its = await inVisit()
    const { clerk, chief } = await people(its.office)
    const { changeId } = its.begin({ contactId: its.mailId, value: 'new@example.com' })
    const desk = { ...its.caller, staff: clerk }
    const approve = (changed: object = {}) =>
      its.office.app.contactChanges.approve(desk, its.visit, {
        changeId,
        reason: 'The old mailbox is lost',
        approverId: chief.staffId,
        approverPin: '2582',
        ...changed,
      })
    expect(await approve({ approverId: clerk.staffId, approverPin: '7391' })).toMatchObject({
      reason: 'approver_is_clerk',
    })
    expect((await approve({ approverPin: '9999' })).outcome).toBe('wrong')
    expect(its.values()).toContain('customer1@example.com')
    const both = await Promise.all([approve(), approve()])
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused'])
    const [mail] = its.office.app.customerStore.contactsOf(its.customerId)
    expect(mail).toMatchObject({ value: 'new@example.com', proven_at_ms: null })
    const row = its.office.app.officeData.db
      .prepare<[], { detail: string }>(`SELECT detail FROM audit WHERE action = 'contact.changed'`)
      .get()
    expect(JSON.parse(row?.detail ?? '')).toMatchObject({ approver: chief.staffId, reason: 'The old mailbox is lost' })
  })
})

describe('a clerk’s correction of contacts', () => {
  const save = (its: Awaited<ReturnType<typeof inVisit>>, contacts: { emails: string[]; phones: string[] }) => {
    const row = its.office.app.customerStore.byId(its.customerId)
    if (row === undefined) throw new Error('gone')
    const { account_no: accountNo, name, address, ward, locale, preferred_channel: preferredChannel } = row
    const fields = { accountNo, name, address, ward, locale, preferredChannel, ...contacts }
    return its.office.app.customers.change(row.id, row.updated_at_ms, fields, {
      actor: 'clerk',
      terminalId: its.caller.terminalId,
    })
  }

  it('is free while nobody proved them; a proven one stays, and beside it nothing comes in unproven', async () => {
    const its = await inVisit()
    const phones = ['+919876543211']
    // The code of the visit proved the mail address that the customer came with.
    expect(save(its, { emails: ['b@example.com'], phones })).toMatchObject({ reason: 'proven_contact' })
    its.office.app.officeData.db.exec('UPDATE contact SET proven_at_ms = NULL')
    expect(save(its, { emails: ['b@example.com'], phones }).outcome).toBe('done')
    const { changeId } = its.begin({ value: 'proven@example.com' })
    const { challengeId } = its.send(changeId, 'new')
    its.prove(challengeId, await its.office.lastCode())
    const emails = ['b@example.com', 'proven@example.com']
    expect(save(its, { emails: ['b@example.com'], phones })).toMatchObject({ reason: 'proven_contact' })
    expect(save(its, { emails: ['thief@example.com'], phones })).toMatchObject({ reason: 'proven_contact' })
    expect(save(its, { emails: [...emails, 'thief@example.com'], phones })).toMatchObject({ reason: 'needs_proof' })
    expect(save(its, { emails: ['c@example.com', 'proven@example.com'], phones: [] }).outcome).toBe('done')
    expect(its.values()).toEqual(['c@example.com', 'proven@example.com'])
  })
})
