import { describe, expect, it } from 'vitest'
import { branchesOfOne, meets } from '../support/branches.ts'

const { headquarters, newBranch } = branchesOfOne()

/** In what a clerk typed, and in nothing that is said of it. */
const secret = 'Zeppelin-7'

describe('what is said of a record that headquarters will not take', () => {
  it('repeats none of its values, here or there', async () => {
    const office = await newBranch()
    const { db } = office.app.officeData
    const insert = db.prepare('INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (1, ?, ?, ?)')
    const log = (entity: string, name: string, body: object) => insert.run(entity, name, JSON.stringify(body))
    const id = () => crypto.randomUUID()
    const code = {
      ...{ id: id(), purpose: 'visit', channel: 'sms', known: 1, customer_id: null, terminal_id: 't' },
      ...{ status: 'verified', tries_used: 0, asked_at_ms: 1, taken_at_ms: null },
    }
    const bill = {
      ...{ bill_no: 'B', customer_id: id(), period: 'p', issued_on: '2026-01-01', due_on: '2026-01-02' },
      ...{ amount_minor: 1, created_at_ms: 1, updated_at_ms: 1 },
    }
    log('verification', 'form', { ...code, id: `${secret}"\n"${secret}` })
    log('verification', 'range', { ...code, tries_used: 123_456_789_012 })
    log('bill', 'date', { ...bill, id: id(), issued_on: secret })
    log('bill', 'moment', { ...bill, id: id(), issued_on: '2026-77-01' })
    log('verification', 'zero', { ...code, purpose: `${secret}\u0000` })
    expect((await meets(office)).parked).toBe(5)
    const here = office.store.parkedList(0, 10).map(({ entity_id, reason }) => `${entity_id}: ${reason}`)
    expect(here.toSorted()).toEqual([
      'date: invalid datetime format (22007)',
      'form: invalid text representation (22P02)',
      'moment: datetime field overflow (22008)',
      'range: numeric value out of range (22003)',
      'zero: character not in repertoire (22021)',
    ])
    const { rows } = await headquarters()
      .client()
      .query<{ reason: string }>('SELECT reason FROM counterfoil.parked WHERE branch_id = $1', [office.branchId])
    expect(rows).toHaveLength(5)
    expect(rows.map(({ reason }) => reason).join()).not.toMatch(new RegExp(`${secret}|123456789012|2026-77`))
  })
})
