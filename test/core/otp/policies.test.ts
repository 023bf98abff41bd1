import { describe, expect, it } from 'vitest'
import { codeIssuer } from '../../../src/core/otp/issue.ts'
import { doublingLockMs, limitedUntil, type Purpose, policies, readCode } from '../../../src/core/otp/rules.ts'
import { codeChecker } from '../../../src/core/otp/verify.ts'
import { type TestOffice, testOffice } from '../../support/office.ts'

const minute = 60_000

/** A code of any purpose, issued and checked through the same core as a visit's. */
function codes(office: TestOffice) {
  const { limits: sendLimits, alarms } = office.app.delivery
  const parts = {
    ...office.app.officeData,
    store: office.app.otp,
    outbox: office.app.outbox,
    limits: () => office.app.settings.get().limits,
    sendLimits,
    alarms,
  }
  const { terminalId } = office.caller()
  const issue = codeIssuer(parts)
  const check = codeChecker(parts)
  const purposeOf = (challengeId: string): Purpose => office.app.otp.byId(challengeId)?.purpose ?? 'visit'
  return {
    issue(purpose: Purpose, contactValue = '+919876543210') {
      const issued = issue({
        purpose,
        customerId: null,
        contactKind: 'phone',
        contactValue,
        channel: 'sms',
        locale: 'en',
        terminalId,
        requestedBy: 'customer',
        digits: 6,
        name: '',
        decoy: false,
        again: false,
        askedAs: purpose === 'password_reset' ? `reset:sms:${contactValue}` : '',
      })
      if (issued.outcome !== 'issued') throw new Error(issued.reason)
      return issued.challenge.id
    },
    check: (challengeId: string, code: string) =>
      check<{ outcome: string }>(
        { challengeId, code, terminalId, actor: 'customer', purpose: purposeOf(challengeId) },
        () => ({
          status: 'spent',
          result: { outcome: 'right' },
        }),
      ),
  }
}

describe('the policy of each purpose', () => {
  it.each<[Purpose, number, number]>([
    ['visit', 5 * minute, 5],
    ['registration', 15 * minute, 5],
    ['staff_sign_in', 10 * minute, 5],
    ['password_reset', 10 * minute, 5],
    ['rest_sign_in', 5 * minute, 3],
  ])('%s: valid %i ms from being taken, %i tries', async (purpose, validMs, maxTries) => {
    const office = testOffice()
    const { issue, check } = codes(office)
    const first = issue(purpose)
    const code = await office.lastCode()
    office.time.pass(validMs - 1)
    const wrong = code === '000000' ? '000001' : '000000'
    expect(check(first, wrong).outcome).toBe('wrong')
    office.time.pass(1)
    expect(check(first, code).outcome).toBe('expired')

    const second = issue(purpose, '+919876543211')
    await office.lastCode()
    const outcomes = Array.from({ length: maxTries }, () => check(second, wrong).outcome)
    expect(outcomes).toEqual([...Array.from({ length: maxTries - 1 }, () => 'wrong'), 'too_many_tries'])
    expect(policies[purpose].resendAfterMs).toBe(minute)
  })

  it('lets no code of one purpose or contact pass for another', async () => {
    const office = testOffice()
    const { issue, check } = codes(office)
    const visit = issue('visit')
    const code = await office.lastCode()
    const reset = issue('password_reset')
    const other = issue('visit', '+919876543299')
    expect([check(reset, code).outcome, check(other, code).outcome]).toEqual(['wrong', 'wrong'])
    expect(check(visit, code).outcome).toBe('right')
  })
})

describe('limits and locks', () => {
  it('lock 30 s, doubling to an hour', () => {
    expect([1, 2, 3, 7, 8, 50].map(doublingLockMs)).toEqual([30_000, 60_000, 120_000, 1_920_000, 3_600_000, 3_600_000])
  })

  it('open again when the oldest of the window leaves it', () => {
    const limits = [{ count: 3, windowMs: 120_000 }]
    expect(limitedUntil(limits, [100_000, 90_000], 100_001)).toBeNull()
    expect(limitedUntil(limits, [100_000, 90_000, 10_000], 100_001)).toBe(130_000)
    expect(limitedUntil(limits, [100_000, 90_000, 10_000], 130_000)).toBeNull()
  })

  it.each([
    ['482913', '482913'],
    ['482 913', '482913'],
    ['۴۸۲ ۹۱۳', '482913'],
    ['482-913\n', '482913'],
    ['48291', null],
    ['4829130', null],
    ['48291a', null],
    ['', null],
  ])('read %j as %j', (typed, code) => {
    expect(readCode(typed, 6)).toBe(code)
  })
})
