import { describe, expect, it } from 'vitest'
import { verifyTrail } from '../../../src/core/audit/trail.ts'
import { testOffice } from '../../support/office.ts'

function trailOf(rows: number) {
  const office = testOffice()
  for (let nth = 0; nth < rows; nth += 1) {
    office.app.officeData.audit.append({
      actor: 'system',
      terminalId: null,
      visitId: null,
      action: 'test',
      subject: `s${nth}`,
      outcome: 'done',
      detail: { nth },
    })
  }
  const { db } = office.app.officeData
  const tamper = (sql: string): void => {
    db.exec('DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete')
    db.exec(sql)
  }
  return { db, tamper, verify: () => verifyTrail(db, office.app.officeData.keys.code) }
}

describe('the audit trail', () => {
  it('is whole as written', () => {
    expect(trailOf(20).verify()).toMatchObject({ outcome: 'intact' })
  })

  it('cannot be changed or shortened while its triggers stand', () => {
    const { db } = trailOf(3)
    expect(() => db.exec(`UPDATE audit SET outcome = 'other' WHERE seq = 2`)).toThrow('append-only')
    expect(() => db.exec('DELETE FROM audit WHERE seq = 2')).toThrow('append-only')
  })

  it.each([
    ['a changed row', `UPDATE audit SET outcome = 'other' WHERE seq = 7`, { seq: 7, why: 'changed' }],
    ['the last rows cut off', 'DELETE FROM audit WHERE seq > 15', { seq: 16, why: 'missing' }],
    [
      'the last rows cut off with the note of where the trail ends',
      'DELETE FROM audit WHERE seq > 15; DELETE FROM audit_head',
      { seq: 16, why: 'missing' },
    ],
    [
      'the last rows cut off and the note rewritten without the key',
      'DELETE FROM audit WHERE seq > 15; UPDATE audit_head SET seq = 15',
      { seq: 16, why: 'missing' },
    ],
    ['a changed note of where the trail ends', "UPDATE audit_head SET mac = x'00'", { seq: 23, why: 'missing' }],
    ['a removed row', 'DELETE FROM audit WHERE seq = 7', { seq: 7, why: 'missing' }],
    [
      'two rows that changed places',
      'UPDATE audit SET seq = -1 WHERE seq = 7; UPDATE audit SET seq = 7 WHERE seq = 8; UPDATE audit SET seq = 8 WHERE seq = -1',
      { seq: 7, why: 'reordered' },
    ],
  ] as const)('names %s', (_, sql, found) => {
    const { tamper, verify } = trailOf(20)
    tamper(sql)
    expect(verify()).toEqual({ outcome: 'broken', ...found })
  })
})
