import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type JoiningHeadquarters, joiningHeadquarters } from '../support/joining.ts'
import { meetingOffice } from '../support/meeting-office.ts'

let there: JoiningHeadquarters
beforeAll(async () => {
  there = await joiningHeadquarters()
})
afterAll(() => there.stop())

const by = { actor: 'staff-1', terminalId: null }
const minuteMs = 60_000

describe('a wrong setting at headquarters', () => {
  it('that keeps the branch out is got over by itself, about every half hour', { timeout: 60_000 }, async () => {
    const office = meetingOffice()
    const branch = await there.addBranch('shut-out')
    await office.headquarters.join(branch.joinCode, '', by)
    expect(await office.nextEnd()).toMatchObject({ ok: true })
    // PostgreSQL says the same class of thing of a wrong line in pg_hba.conf.
    await there.run(`ALTER ROLE ${branch.role} NOLOGIN`)
    const untilNextMs = () => (office.headquarters.status().nextAtMs ?? Number.NaN) - office.time.wallMs()
    office.headquarters.meetNow(by)
    for (let time = 0; time < 3; time += 1) {
      if (time > 0) office.timers.pass(untilNextMs())
      expect(await office.nextEnd()).toMatchObject({ ok: false, trouble: 'refused' })
      expect(untilNextMs()).toBeGreaterThanOrEqual(24 * minuteMs - 1)
      expect(untilNextMs()).toBeLessThanOrEqual(36 * minuteMs + 1)
    }
    await there.run(`ALTER ROLE ${branch.role} LOGIN`)
    office.timers.pass(untilNextMs())
    expect(await office.nextEnd()).toMatchObject({ ok: true })
    expect(office.headquarters.summary()).toMatchObject({ trouble: null })
  })
})
