import { describe, expect, it, vi } from 'vitest'
import { buildRest } from '../../src/app-rest.ts'
import type { Db } from '../../src/core/kernel/db.ts'
import { restKey } from '../../src/storage/rest-key.ts'
import { testOffice } from '../support/office.ts'

/** Tables that grow with the office's work; a counter call that walks one of them whole gets slower every day. */
const growing = [
  'customer',
  'contact',
  'challenge',
  'attempt',
  'contact_guard',
  'visit',
  'outbox',
  'delivery_attempt',
  'alarm',
  'bill',
  'bill_line',
  'payment',
  'allocation',
  'receipt',
  'payment_void',
  'payment_untold',
  'pay_code',
  'feedback',
  'audit',
  'change_log',
  'app_user',
  'app_session',
  'refresh_token',
  'rest_request',
]

/** Every statement the counter prepares, caught where it is prepared. */
async function preparedStatements(): Promise<{ db: Db; statements: string[] }> {
  const { default: Database } = await import('better-sqlite3')
  const prepare = vi.spyOn(Database.prototype, 'prepare')
  try {
    const office = testOffice()
    buildRest(office.app, restKey(office.folder, office.app.officeData.chance))
    return { db: office.app.officeData.db, statements: [...new Set(prepare.mock.calls.map(([sql]) => String(sql)))] }
  } finally {
    prepare.mockRestore()
  }
}

describe('every prepared statement', () => {
  it('reaches the tables that grow through an index', async () => {
    const { db, statements } = await preparedStatements()
    const explainable = statements.filter((sql) => /^\s*(SELECT|UPDATE|DELETE|INSERT)/i.test(sql))
    expect(explainable.length).toBeGreaterThan(90)
    const scans = explainable.flatMap((sql) => {
      const asked = sql.replace(/(?<=[\s(,=])[:@$][a-z]\w*/gi, '?')
      const parameters = Array.from({ length: (asked.match(/\?/g) ?? []).length }, () => null)
      const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${asked}`).all(...parameters)
      return plan
        .map((step) => step.detail)
        .filter((detail) => growing.some((table) => new RegExp(`^SCAN ${table}$`).test(detail)))
        .map((detail) => `${detail}: ${sql.replace(/\s+/g, ' ')}`)
    })
    expect(scans).toEqual([])
  })
})
