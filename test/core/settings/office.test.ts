import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { testOffice } from '../../support/office.ts'

const setUp = {
  name: 'Ward Office',
  region: 'IN',
  currency: 'INR',
  defaultLocale: 'en',
  administratorName: 'Chief',
  administratorEmail: '',
  password: 'harvest window 19',
} as const

describe('setting the office up', () => {
  it('keeps the currency that bills were read in', async () => {
    const office = testOffice()
    office.addCustomer({ accountNo: 'A' })
    office.addBill('A', 'B-1', 58_999)
    expect(await office.app.office.setUp({ ...setUp, currency: 'JPY' }, bySystem)).toEqual({
      outcome: 'refused',
      reason: 'unknown_currency',
    })
    expect(office.app.office.configured()).toBe(false)
    expect(await office.app.office.setUp(setUp, bySystem)).toEqual({ outcome: 'done' })
  })

  it('happens once, however often it is asked for at once', async () => {
    const office = testOffice()
    await Promise.all([office.app.office.loadDemo(bySystem), office.app.office.loadDemo(bySystem)])
    expect(office.app.staff.list()).toHaveLength(3)
  })

  it('leaves data that only the office itself may read', () => {
    const office = testOffice()
    const modes = ['counterfoil.db', 'office.keys'].map((file) => statSync(join(office.folder, file)).mode & 0o777)
    expect(modes).toEqual([0o600, 0o600])
  })
})
