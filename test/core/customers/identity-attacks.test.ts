/** What somebody at a counter may try against registrations, changes of contact and authenticators. */

import { describe, expect, it } from 'vitest'
import type { SendOutcome } from '../../../src/contract/verification.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { codeIssuer } from '../../../src/core/otp/issue.ts'
import type { Purpose } from '../../../src/core/otp/rules.ts'
import type { Caller } from '../../../src/core/visits/caller.ts'
import { browserClient, startHost } from '../../support/host.ts'
import { enrolled, kioskFor, step, wrongOf } from '../../support/identity.ts'
import { openVisit, type TestOffice, testOffice } from '../../support/office.ts'

const mail = 'meera@example.com'
const newcomer = { name: 'Meera Rao', address: '', ward: '', locale: 'en', contact: mail } as const
const count = (office: TestOffice, table: 'customer' | 'visit') =>
  office.app.officeData.db.prepare(`SELECT count(*) AS n FROM ${table}`).get()

function sent(outcome: SendOutcome | { outcome: 'known' }): string {
  if (outcome.outcome !== 'sent') throw new Error(JSON.stringify(outcome))
  return outcome.challenge.challengeId
}

describe('an authenticator', () => {
  it('is taken once for one step at a desk and at kiosks at the same moment, of two hosts on one database', async () => {
    const its = await enrolled()
    const { office } = its
    office.time.pass(step)
    const second = testOffice({ folder: office.folder, time: office.time, seed: 7 })
    const kiosks = [kioskFor(office, 'A-1', true), kioskFor(office, 'customer1@example.com'), kioskFor(second, 'A-1')]
    const code = its.codeAt()
    const answers = await Promise.all([
      ...kiosks.map(async (kiosk) => kiosk.type(code).outcome),
      Promise.resolve().then(() => its.atDesk(code).outcome),
      Promise.resolve().then(() => second.app.appSignIn.byCustomer(its.caller, { ...its, code }).outcome),
    ])
    expect(answers.filter((answer) => answer === 'verified')).toHaveLength(1)
  })

  it('gives a recovery code out once to all of them', async () => {
    const its = await enrolled()
    const { office } = its
    const second = testOffice({ folder: office.folder, time: office.time, seed: 7 })
    const kiosks = [kioskFor(office, 'A-1', true), kioskFor(office, 'A-1'), kioskFor(second, 'A-1', true)]
    const code = its.recovery[3] ?? ''
    const answers = await Promise.all(kiosks.map(async (kiosk) => kiosk.type(code).outcome))
    expect([...answers, its.atDesk(code).outcome].filter((answer) => answer === 'verified')).toHaveLength(1)
  })

  it('is locked by guesses spread over kiosks and names, and the right code is then wrong everywhere', async () => {
    const its = await enrolled()
    const { office } = its
    office.time.pass(step)
    for (const identifier of ['A-1', 'customer1@example.com', '+919876543211', 'A-1', 'A-1'])
      expect(kioskFor(office, identifier, true).type(wrongOf(its.codeAt())).outcome).toBe('wrong')
    expect(kioskFor(office, 'customer1@example.com', true).type(its.codeAt()).outcome).toBe('wrong')
    expect(its.atDesk(its.codeAt()).outcome).toBe('locked')
    // Codes that are sent are another matter: a stranger's guesses at an app must not keep the customer from one.
    const desk = office.caller('clerk')
    const contact = office.app.customerStore.contactsOf(its.customerId)[0]
    const ask = { customerId: its.customerId, contactId: contact?.id ?? '', channel: 'email' } as const
    expect(office.app.verification.start(desk, ask).outcome).toBe('sent')
    office.time.pass(step + 1)
    expect(its.atDesk(its.codeAt()).outcome).toBe('verified')
  })

  it('is blocked after a hundred wrong codes in a row, until a supervisor lifts it everywhere', async () => {
    const its = await enrolled()
    const { office, customerId } = its
    for (let nth = 0; nth < 20; nth += 1) {
      office.time.pass(60 * 60_000)
      for (let guess = 0; guess < 5; guess += 1) its.atDesk(wrongOf(its.codeAt()))
    }
    office.time.pass(24 * 60 * 60_000)
    expect(its.atDesk(its.codeAt()).outcome).toBe('blocked')
    const kiosk = kioskFor(office, 'A-1', true)
    for (let nth = 0; nth < 5; nth += 1) kiosk.type(its.codeAt())
    expect(
      office.app.verification.identify(kiosk.kiosk, { identifier: 'A-1', locale: 'en', byApp: true }),
    ).toMatchObject({
      reason: 'locked',
    })
    office.app.verification.unlock(office.caller('supervisor'), { customerId, reason: 'It is them' })
    expect(kioskFor(office, 'A-1', true).type(its.codeAt()).outcome).toBe('verified')
  })

  it('proves a customer with no provider at all, and where the network is down while a code waits', async () => {
    const its = await enrolled()
    const { office } = its
    await office.close()
    office.time.pass(step)
    const alone = testOffice({ folder: office.folder, time: office.time, seed: 3, ports: { inbox: null } })
    expect(alone.app.delivery.channels()).toEqual([])
    const ask = { identifier: 'A-1', locale: 'en' } as const
    expect(alone.app.verification.identify(alone.caller(), ask)).toMatchObject({ reason: 'channel_unavailable' })
    expect(kioskFor(alone, 'A-1', true).type(its.codeAt()).outcome).toBe('verified')
    expect(kioskFor(alone, 'customer1@example.com', true).type(its.recovery[0] ?? '').outcome).toBe('verified')
    office.time.pass(step)
    const typed = { customerId: its.customerId, code: its.codeAt() }
    expect(alone.app.appSignIn.byCustomer(alone.caller('clerk'), typed).outcome).toBe('verified')
    await alone.close()
    office.time.pass(step)
    const down = testOffice({ folder: office.folder, time: office.time, seed: 4, ports: { networkUp: () => false } })
    expect(kioskFor(down, 'A-1').type(its.codeAt()).outcome).toBe('verified')
  })
})

describe('two who register the same contact', () => {
  const at = async (office: TestOffice, caller: Caller, desk = false) => {
    const begin = desk ? office.app.registrations.beginAtDesk : office.app.registrations.begin
    const challengeId = sent(begin(caller, newcomer))
    const code = await office.lastCode()
    return () => office.app.verification.verify(caller, { challengeId, code })
  }

  it.each([false, true])(
    'make one account, and the second is at home in it; one of them at a desk: %s',
    async (desk) => {
      const office = testOffice()
      const first = await at(office, office.caller())
      const second = await at(office, office.caller(desk ? 'clerk' : undefined), desk)
      expect(second()).toMatchObject({ outcome: 'verified' })
      expect(first()).toMatchObject({ outcome: 'verified', customerName: 'Meera Rao' })
      expect(count(office, 'customer')).toEqual({ n: 1 })
      expect(count(office, 'visit')).toEqual({ n: 2 })
    },
  )

  it('open the account that somebody else made of it between the sending and the proving, or none where its codes are off', async () => {
    const office = testOffice()
    const prove = await at(office, office.caller())
    const late = await at(office, office.caller())
    const { customerId } = office.addCustomer({ name: 'Known meanwhile', emails: [mail], phones: [] })
    expect(prove()).toMatchObject({ outcome: 'verified', customerName: 'Known meanwhile' })
    office.app.switchCodes(office.caller('supervisor'), { customerId, on: false, reason: 'Asked' })
    expect(late()).toEqual({ outcome: 'nothing_asked' })
    expect(count(office, 'customer')).toEqual({ n: 1 })
  })
})

describe('a change of contact', () => {
  async function changing(office = testOffice()) {
    const { caller, visit: opened } = await openVisit(office)
    const visit = office.app.visits.openHere(opened.id, caller.terminalId)
    if (visit === null) throw new Error('closed')
    const begun = office.app.contactChanges.begin(visit, { value: 'new@example.com' })
    if (begun.outcome !== 'begun') throw new Error(begun.reason)
    const { changeId } = begun
    const challengeId = sent(office.app.contactChanges.sendCode(caller, visit, { changeId, side: 'new', again: false }))
    return { office, caller, visit, changeId, challengeId, code: await office.lastCode() }
  }

  it('is proven at its terminal only, once, and not by the code of one that was begun anew', async () => {
    const its = await changing()
    const { contactChanges } = its.office.app
    const typed = { challengeId: its.challengeId, code: its.code }
    expect(contactChanges.prove(its.office.caller(), its.visit, typed).outcome).toBe('nothing_asked')
    contactChanges.begin(its.visit, { value: 'other@example.com' })
    expect(contactChanges.prove(its.caller, its.visit, typed).outcome).toBe('nothing_asked')
    const values = its.office.app.customerStore.contactsOf(its.visit.customer_id).map(({ value }) => value)
    expect(values).not.toContain('new@example.com')
  })

  it('ends with its visit', async () => {
    const its = await changing()
    const { address } = await startHost(its.office)
    const { client } = await browserClient(address)
    its.office.app.visits.finish(its.visit, 'finished', its.caller)
    const typed = { visitId: its.visit.id, challengeId: its.challengeId, code: its.code }
    await expect(client.identity.proveChange(typed)).rejects.toMatchObject({ code: 'VISIT_CLOSED' })
  })

  it('is approved five times an hour at a terminal at most, also after a restart', async () => {
    const office = testOffice()
    const chief = await office.app.staff.add({ name: 'Ravi', role: 'supervisor', pin: '2582' }, bySystem)
    if (chief.outcome !== 'done') throw new Error(chief.reason)
    const { caller, visit: opened } = await openVisit(office)
    const approval = { reason: 'Lost', approverId: chief.staff.staffId, approverPin: '2582' }
    const approve = (where: TestOffice, nth: number) => {
      const visit = where.app.visits.openHere(opened.id, caller.terminalId)
      if (visit === null) throw new Error('closed')
      const begun = where.app.contactChanges.begin(visit, { value: `new${nth}@example.com` })
      if (begun.outcome !== 'begun') throw new Error(begun.reason)
      return where.app.contactChanges.approve(caller, visit, { changeId: begun.changeId, ...approval })
    }
    for (let nth = 0; nth < 5; nth += 1) expect(await approve(office, nth)).toEqual({ outcome: 'done' })
    const nowMs = office.app.officeData.clock.now()
    const refused = { outcome: 'refused', reason: 'too_many', retryAtMs: nowMs + 60 * 60_000 }
    expect(await approve(office, 5)).toEqual(refused)
    await office.close()
    const again = testOffice({ folder: office.folder, time: office.time, seed: 2 })
    expect(await approve(again, 6)).toEqual(refused)
    again.time.pass(29 * 60_000)
    const wrongPin = { ...approval, approverPin: '9999' }
    const visit = again.app.visits.openHere(opened.id, caller.terminalId)
    if (visit === null) throw new Error('closed')
    // A limit is told before a PIN is looked at: it is no way to try PINs.
    const begun = again.app.contactChanges.begin(visit, { value: 'new7@example.com' })
    if (begun.outcome !== 'begun') throw new Error(begun.reason)
    expect(await again.app.contactChanges.approve(caller, visit, { changeId: begun.changeId, ...wrongPin })).toEqual(
      refused,
    )
  })
})

describe('a code', () => {
  const purposes = [
    'visit',
    'registration',
    'contact_change',
    'staff_sign_in',
    'password_reset',
    'rest_sign_in',
  ] as const satisfies readonly Purpose[]

  it.each(purposes)('for %s passes for nothing else', async (purpose) => {
    const its = await enrolled()
    const { office, caller, visit } = its
    const { app } = office
    const { limits: sendLimits, alarms } = app.delivery
    const limits = () => app.settings.get().limits
    const issue = codeIssuer({ ...app.officeData, store: app.otp, outbox: app.outbox, limits, sendLimits, alarms })
    office.time.pass(2 * step)
    const issued = issue({
      purpose,
      customerId: its.customerId,
      contactKind: 'email',
      contactValue: 'customer1@example.com',
      channel: 'email',
      locale: 'en',
      terminalId: caller.terminalId,
      requestedBy: 'customer',
      digits: 6,
      name: '',
      decoy: false,
      again: true,
      askedAs: purpose === 'password_reset' ? 'reset:email:customer1@example.com' : '',
    })
    if (issued.outcome !== 'issued') throw new Error(issued.reason)
    const { id: challengeId } = issued.challenge
    const typed = { challengeId, code: await office.lastCode() }
    const opens = purpose === 'visit' || purpose === 'registration'
    expect(app.contactChanges.prove(caller, visit, typed).outcome).toBe('nothing_asked')
    if (purpose !== 'visit')
      expect(app.appSignIn.byChallenge(caller, { challengeId, code: its.codeAt() }).outcome).toBe('nothing_asked')
    expect(app.verification.choose(caller, { ...its, challengeId }).outcome).toBe('nothing_asked')
    if (!opens) {
      expect(app.verification.resend(caller, challengeId)).toEqual({ outcome: 'refused', reason: 'not_found' })
      app.verification.cancel(caller, challengeId)
      expect(app.otp.byId(challengeId)).toMatchObject({ status: 'live', tries_used: 0 })
    }
    const verified = app.verification.verify(caller, typed).outcome
    expect(verified).toBe(opens ? 'verified' : 'nothing_asked')
  })
})

describe('a name', () => {
  it('with a script or SQL in it is kept as it was typed and does nothing; one that reads backwards is refused', async () => {
    const office = testOffice()
    const { address } = await startHost(office)
    const { client } = await browserClient(address)
    for (const name of ['\u202eoaR areeM', 'Meera\u0000', 'Meera \u2066Rao', ' ', 'x'.repeat(201)])
      await expect(client.identity.register({ ...newcomer, name })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const names = [
      `Robert'); DROP TABLE customer;--`,
      '<script>alert(1)</script>',
      '=HYPERLINK("http://x","y")',
      '{{7*7}}',
    ]
    for (const [nth, name] of names.entries()) {
      const contact = `newcomer${nth}@example.com`
      const challengeId = sent(
        await client.identity.register({ ...newcomer, name, address: name, ward: name, contact }),
      )
      const code = await office.lastCode()
      expect(office.inbox.messages()[0]?.text).not.toContain(name)
      const verified = await client.verification.verify({ challengeId, code })
      expect(verified).toMatchObject({ outcome: 'verified', customerName: name })
      office.time.pass(60_000)
    }
    expect(count(office, 'customer')).toEqual({ n: names.length })
    const { hits } = office.app.search.search('DROP TABLE', 5, 'IN')
    expect(hits.map((hit) => hit.name)).toEqual([names[0]])
  })
})
