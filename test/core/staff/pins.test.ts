import { describe, expect, it } from 'vitest'
import { bySystem } from '../../../src/core/audit/trail.ts'
import { weakPin } from '../../../src/core/staff/rules.ts'
import { testOffice } from '../../support/office.ts'

async function withClerk() {
  const office = testOffice()
  const asha = await office.addStaff({ name: 'Asha', role: 'clerk', pin: '2580' })
  const { terminalId } = office.caller()
  const check = (pin: string) => office.app.staff.check(asha.staffId, pin, terminalId)
  return { office, check }
}

describe('a staff PIN', () => {
  it('locks the person after five wrong ones, twice as long each time, also across a right one too late', async () => {
    const { office, check } = await withClerk()
    for (const triesLeft of [4, 3, 2, 1]) expect(await check('9999')).toEqual({ outcome: 'wrong', triesLeft })
    const first = await check('9999')
    expect(first).toEqual({ outcome: 'locked', untilMs: office.app.officeData.clock.now() + 30_000 })
    expect((await check('2580')).outcome).toBe('locked')
    office.time.pass(30_000)
    for (let nth = 0; nth < 4; nth += 1) await check('9999')
    expect(await check('9999')).toEqual({ outcome: 'locked', untilMs: office.app.officeData.clock.now() + 60_000 })
    office.time.pass(60_000)
    expect((await check('2580')).outcome).toBe('done')
  })

  it('counts every one of 40 guesses sent at once', async () => {
    const { office, check } = await withClerk()
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => check('9999')))
    expect(outcomes.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(4)
    const counted = office.app.officeData.db.prepare(`SELECT failures FROM staff`).get()
    expect(counted).toEqual({ failures: 5 })
  })

  it('is kept as an Argon2id hash', async () => {
    const { office } = await withClerk()
    const row = office.app.officeData.db.prepare<[], { pin_hash: string }>('SELECT pin_hash FROM staff').get()
    expect(row?.pin_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it.each([
    ['1111', true],
    ['1234', true],
    ['9876', true],
    ['2580', false],
    ['1122', false],
    ['00000000', true],
  ])('%s is too easy: %s', (pin, weak) => {
    expect(weakPin(pin)).toBe(weak)
  })

  it('refuses a second person of the same name', async () => {
    const { office } = await withClerk()
    expect(await office.app.staff.add({ name: 'ASHA', role: 'clerk', pin: '2580' }, bySystem)).toEqual({
      outcome: 'refused',
      reason: 'name_taken',
    })
  })
})
