import { expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { testOffice } from '../../support/office.ts'
import { addPerson, typePassword } from '../../support/staff.ts'

it('a badge may be scanned where somebody who signed in today has one, also where nobody has a PIN', async () => {
  const office = testOffice()
  const { staffId } = await addPerson(office)
  await addPerson(office, { name: 'Ravi Iyer' })
  office.app.officeData.db.prepare('UPDATE staff SET pin_hash = NULL').run()
  const { changes, sessions, signIn } = office.app.staffAccess
  const { terminalId } = await typePassword(office, 'Ravi Iyer')
  const other = office.caller()
  expect(changes.setBadge(staffId, '0004713301', bySystem)).toBe('done')
  expect(sessions.badges(terminalId)).toBe(false)
  await typePassword(office, 'Asha Naidu')
  expect([sessions.switchable(terminalId), sessions.badges(terminalId)]).toEqual([[], true])
  expect(sessions.badges(other.terminalId)).toBe(false)
  expect(signIn.switchByBadge(terminalId, '0004713301').outcome).toBe('done')
})
