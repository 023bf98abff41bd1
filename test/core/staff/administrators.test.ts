/** What administrators do to others: with a full sign-in only, and told on the trail. */
import { call } from '@orpc/server'
import { expect, it } from 'vitest'
import type { CallContext } from '../../../src/api/guard.ts'
import { router } from '../../../src/api/router.ts'
import { bySystem } from '../../../src/core/audit/trail.ts'
import type { TransferJobs } from '../../../src/core/transfers/port.ts'
import { type TestOffice, testOffice } from '../../support/office.ts'
import { addPerson, typePassword } from '../../support/staff.ts'

async function chiefAt(office: TestOffice) {
  const { staffId } = await addPerson(office, { name: 'Chief', role: 'administrator' })
  const { terminalId, outcome } = await typePassword(office, 'Chief')
  if (outcome.outcome !== 'done') throw new Error(outcome.outcome)
  const contextOf = (opened: typeof outcome.session): CallContext => ({
    app: office.app,
    transfers: {} as TransferJobs,
    session: { terminal: { terminalId, label: 'T1' }, staff: opened.staff, staffSessionId: opened.sessionId },
  })
  return { staffId, terminalId, full: contextOf(outcome.session), contextOf }
}

it('with a PIN alone add, change and reset nobody; with a password they do', async () => {
  const office = testOffice()
  const asha = await addPerson(office)
  const { staffId, terminalId, full, contextOf } = await chiefAt(office)
  const person = { name: 'Asha Naidu', role: 'clerk', email: '', phone: '' } as const
  const tries = async (context: CallContext) => [
    await call(router.staff.add, { ...person, name: `New ${context === full}` }, { context }),
    await call(router.staff.change, { ...person, staffId: asha.staffId, active: true }, { context }),
    await call(router.staff.reset, { staffId: asha.staffId, secondFactor: true }, { context }),
  ]
  expect((await tries(full)).map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done'])
  const back = await office.app.staffAccess.signIn.switchTo(terminalId, { staffId, pin: '7391' })
  if (back.outcome !== 'done') throw new Error(back.outcome)
  const refused = { outcome: 'refused', reason: 'full_sign_in' }
  expect(await tries(contextOf(back.session))).toEqual([refused, refused, refused])
})

it('leave on the trail what they changed and forgot, and no contact', async () => {
  const office = testOffice()
  const { staffId, name } = await addPerson(office, { email: 'asha@example.com' })
  const fields = { name, role: 'supervisor', email: 'other@example.com', phone: '', active: true } as const
  office.app.staff.change(staffId, fields, bySystem)
  await office.app.staffAccess.changes.reset(staffId, { secondFactor: true, by: bySystem })
  const rows = office.app.officeData.db
    .prepare<[], { action: string; detail: string }>(`SELECT action, detail FROM audit ORDER BY seq DESC LIMIT 3`)
    .all()
  expect(rows.map(({ action, detail }) => [action, JSON.parse(detail)])).toEqual([
    ['staff.password', { sessionsEnded: 0, secondFactor: true }],
    ['staff.factors_forgotten', {}],
    ['staff.changed', { role: 'supervisor', roleBefore: 'clerk', active: 1, emailChanged: true }],
  ])
})
