import { call } from '@orpc/server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { router } from '../../../src/api/router.ts'
import { everyCode, wholeTrail } from '../../support/filters.ts'
import { browserClient, startHost } from '../../support/host.ts'
import { passwordOf, type TestOffice, testOffice } from '../../support/office.ts'

const pin = '73914268'

/** A day of the office: codes right, wrong and refused, at desk and kiosk, to people known and unknown, with careless words. */
async function day(office: TestOffice): Promise<{ codes: string[]; contacts: string[] }> {
  const { app } = office
  const issued: string[] = []
  const contacts = ['lakshmi.narayanan@example.net', '+919812345678', 'stranger.person@example.org', '+919898989898']
  const [mail = '', phone = '', stranger = '', unknownPhone = ''] = contacts
  const who = office.addCustomer({ accountNo: 'GV-7001', name: 'Lakshmi', emails: [mail], phones: [phone] })
  office.addBill('GV-7001', 'B-1', 45_000)
  const clerk = office.caller('clerk')
  for (const kind of ['email', 'phone'] as const) {
    const channel = kind === 'email' ? 'email' : 'sms'
    const sent = app.verification.start(clerk, { customerId: who.customerId, contactId: who.contactId(kind), channel })
    if (sent.outcome !== 'sent') throw new Error(sent.reason)
    const { challengeId } = sent.challenge
    const code = await office.lastCode()
    issued.push(code)
    app.verification.resend(clerk, challengeId)
    app.verification.verify(clerk, { challengeId, code: code === '000000' ? '000001' : '000000' })
    const opened = app.verification.verify(clerk, { challengeId, code })
    if (opened.outcome !== 'verified') throw new Error(opened.outcome)
    const visit = app.visits.openHere(opened.visitId, clerk.terminalId)
    if (visit === null) throw new Error('closed')
    app.feedback.give(
      clerk,
      { id: visit.id, customerId: visit.customer_id },
      { rating: 2, category: 'bill', words: `write to ${mail}` },
    )
    app.visits.finish(visit, 'finished', clerk)
    office.time.pass(3 * 60_000)
  }
  const kiosk = office.caller()
  for (const identifier of [stranger, unknownPhone, phone, 'GV-7001', 'NO-SUCH']) {
    app.verification.identify(kiosk, { identifier, locale: 'en' })
    app.verification.identify(kiosk, { identifier, locale: 'en' })
    await app.delivery.idle()
    office.time.pass(3 * 60_000)
  }
  for (const message of office.inbox.messages()) {
    const code = /\b(\d{3}) ?(\d{3})\b/.exec(message.text)
    if (code !== null) issued.push(`${code[1]}${code[2]}`)
  }
  app.otp.putGuard(phone, { failures: 5, lockedAtMs: 1, lockedUntilMs: 2 })
  const reason = `spoke to ${phone} and ${mail}`
  app.verification.unlock(office.caller('supervisor'), { customerId: who.customerId, reason })
  const meera = await office.addStaff({ name: 'Meera Iyer', role: 'administrator', pin })
  await app.staff.check(meera.staffId, pin, clerk.terminalId)
  return { codes: [...new Set(issued)], contacts }
}

const rowsOf = (office: TestOffice, table: string): string =>
  JSON.stringify(office.app.officeData.db.prepare(`SELECT * FROM ${table}`).all(), (_, value: unknown) =>
    value instanceof Uint8Array ? '' : value,
  )

/** Times and ids are digits too; a code stands between what is none. */
const holds = (text: string, digits: string): boolean => new RegExp(`(?<![0-9a-f-])${digits}(?![0-9a-f-])`).test(text)

describe('after a day at desk and kiosk', () => {
  it('no code, no PIN and no whole contact is on the trail or in an answer', async () => {
    const office = testOffice()
    const { codes: issued, contacts } = await day(office)
    expect(issued.length).toBeGreaterThan(3)
    const supervisor = office.app.codeHistory.list(everyCode, undefined, false)
    const administrator = office.app.codeHistory.list(everyCode, undefined, true)
    expect(supervisor.codes.length).toBeGreaterThan(3)
    expect(administrator.codes.length).toBeGreaterThan(supervisor.codes.length)
    const answers = {
      trail: rowsOf(office, 'audit'),
      viewer: JSON.stringify(office.app.auditHistory.list(wholeTrail, undefined)),
      supervisor: JSON.stringify(supervisor),
    }
    for (const [name, text] of Object.entries(answers)) {
      for (const contact of contacts) expect([name, contact, text.includes(contact)]).toEqual([name, contact, false])
      expect(text).not.toContain('9812345678')
      expect(text).not.toContain(pin)
    }
    const everywhere = { ...answers, administrator: JSON.stringify(administrator) }
    for (const [name, text] of Object.entries(everywhere))
      for (const code of issued) expect([name, code, holds(text, code)]).toEqual([name, code, false])
    expect(everywhere.administrator).not.toContain('stranger.person@')
    expect(everywhere.administrator).not.toMatch(/hmac|code_hmac|secret/)
  })

  it('whatever is typed is looked for, nothing else', async () => {
    const office = testOffice()
    await day(office)
    const before = rowsOf(office, 'challenge')
    fc.assert(
      fc.property(fc.string({ maxLength: 40, unit: 'binary' }), (query) => {
        const found = office.app.auditHistory.list({ ...wholeTrail, query, outcome: 'wrong' }, undefined)
        expect(found.entries.every(({ outcome }) => outcome === 'wrong')).toBe(true)
        office.app.codeHistory.list({ ...everyCode, query }, undefined, true)
      }),
      { numRuns: 150 },
    )
    expect(rowsOf(office, 'challenge')).toBe(before)
  })
})

describe('the records over the wire', () => {
  it('are refused to everyone they are not for', async () => {
    const office = testOffice()
    const { terminal } = office.app.terminals.enrol()
    const as = (role: 'clerk' | 'supervisor' | null) => ({
      context: {
        app: office.app,
        transfers: null as never,
        session: {
          terminal,
          staff: role === null ? null : { staffId: office.app.officeData.newId(), name: role, role },
        },
      },
    })
    for (const role of ['clerk', 'supervisor', null] as const) {
      await expect(call(router.audit.list, { filter: wholeTrail }, as(role))).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
      await expect(call(router.audit.prove, undefined, as(role))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    for (const role of ['clerk', null] as const)
      await expect(call(router.codeHistory.list, { filter: everyCode }, as(role))).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
    await expect(call(router.codeHistory.list, { filter: everyCode }, as('supervisor'))).resolves.toMatchObject({
      codes: [],
    })
  })

  it('hold the contract, proof and filtered export included', async () => {
    const office = testOffice()
    await day(office)
    office.app.settings.change({ officeName: '=cmd|calc' }, { actor: '=HYPERLINK("x")', terminalId: null })
    const { address } = await startHost(office)
    const { client } = await browserClient(address)
    const [meera] = office.app.staff.list()
    await client.session.signIn({ name: meera?.name ?? '', password: passwordOf(pin) })
    expect((await client.audit.list({ filter: { ...wholeTrail, group: 'codes' } })).entries.length).toBeGreaterThan(5)
    expect((await client.audit.choices()).outcomes).toContain('wrong')
    expect((await client.codeHistory.list({ filter: everyCode })).codes.length).toBeGreaterThan(5)
    let last = ''
    for await (const word of await client.audit.prove()) last = word.state
    expect(last).toBe('whole')
    const started = await client.transfers.startExport({ kind: 'audit', audit: { ...wholeTrail, query: 'officeName' } })
    if (started.outcome !== 'started') throw new Error(started.reason)
    for await (const progress of await client.transfers.watch({ jobId: started.jobId })) last = progress.state
    expect(last).toBe('done')
    const file = await client.transfers.readFile({ jobId: started.jobId, offset: 0 })
    const lines = (file?.text ?? '').trim().split('\n')
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.slice(1).every((line) => line.includes('settings.changed'))).toBe(true)
    expect(file?.text).toContain(`"'=HYPERLINK(""x"")"`)
  })
})
