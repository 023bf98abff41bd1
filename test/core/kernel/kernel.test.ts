import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isIsoDate } from '../../../src/core/kernel/calendar.ts'
import { randomBelow } from '../../../src/core/kernel/chance.ts'
import { type ClockJump, officeClock } from '../../../src/core/kernel/clock.ts'
import { idMaker } from '../../../src/core/kernel/ids.ts'
import { decimalText, moneyText, parseAmount } from '../../../src/core/kernel/money.ts'
import { foldText, westernDigits } from '../../../src/core/kernel/text.ts'
import { handTime, seededChance } from '../../support/office.ts'

describe('money', () => {
  it('survives text and back, in every currency, to the last minor unit', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: Number.MAX_SAFE_INTEGER }),
        fc.constantFrom('INR', 'IRR', 'JPY', 'KWD', 'EUR'),
        (amountMinor, currency) => {
          expect(parseAmount(decimalText(amountMinor, currency), currency)).toEqual({ ok: true, amountMinor })
        },
      ),
    )
  })

  it.each([
    ['589.99', 58_999],
    ['1,23,456.5', 12_345_650],
    ['1,234', 123_400],
    ['۱۲۳٫۴۵', 12_345],
    ['٩٬٨٧٦', 987_600],
    ['0.10', 10],
    [' 7 ', 700],
    ['5.000', 500],
    ['0.1', 10],
    ['1.10', 110],
    ['4.35', 435],
  ])('reads %j', (text, amountMinor) => {
    expect(parseAmount(text, 'INR')).toEqual({ ok: true, amountMinor })
  })

  it.each(['', '-1', '+1', '1.234', '1e3', '1.2.3', 'NaN', '12a', ',1', '1,', '9'.repeat(16), '1 000', '=1+1', '０x1'])(
    'refuses %j',
    (text) => {
      expect(parseAmount(text, 'INR').ok).toBe(false)
    },
  )

  it('is grouped for people', () => {
    expect([moneyText(123_456_789, 'INR'), moneyText(5, 'KWD'), moneyText(1_000, 'JPY')]).toEqual([
      'INR 1,234,567.89',
      'KWD 0.005',
      'JPY 1,000',
    ])
  })
})

describe('ids', () => {
  it('are UUIDv7, unique, and sort by time', () => {
    const time = handTime()
    const newId = idMaker({ now: () => time.wallMs() }, seededChance(4))
    const ids = Array.from({ length: 5_000 }, () => {
      time.pass(1)
      return newId()
    })
    expect(new Set(ids).size).toBe(5_000)
    expect([...ids].sort()).toEqual(ids)
    for (const id of ids.slice(0, 50))
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('chance', () => {
  it('gives every digit about as often', () => {
    const chance = seededChance(7)
    const counts = Array.from({ length: 10 }, () => 0)
    for (let nth = 0; nth < 20_000; nth += 1) {
      const digit = randomBelow(chance, 10)
      counts[digit] = (counts[digit] ?? 0) + 1
    }
    for (const count of counts) expect(count).toBeGreaterThan(1_800)
  })
})

describe('the office clock', () => {
  it('never goes back, whatever the wall clock does, and reports each jump', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ pass: fc.nat({ max: 100_000 }), leap: fc.integer({ min: -10_000_000, max: 10_000_000 }) }),
          { maxLength: 40 },
        ),
        (steps) => {
          const time = handTime()
          const jumps: ClockJump[] = []
          const clock = officeClock(time, 0, (jump) => jumps.push(jump))
          let last = clock.now()
          for (const { pass, leap } of steps) {
            time.pass(pass)
            time.leap(leap)
            const now = clock.now()
            expect(now).toBeGreaterThanOrEqual(last + Math.min(0, pass))
            if (leap < 0) expect(now - last).toBeGreaterThanOrEqual(pass)
            last = now
          }
          expect(jumps.length).toBe(steps.filter((step) => Math.abs(step.leap) > 2_000).length)
        },
      ),
    )
  })

  it('does not fall behind what is on record after a restart', () => {
    const time = handTime()
    const jumps: ClockJump[] = []
    const clock = officeClock(time, time.wallMs() + 3_600_000, (jump) => jumps.push(jump))
    expect(clock.now()).toBe(time.wallMs() + 3_600_000)
    expect(jumps).toEqual([{ direction: 'back', byMs: 3_600_000 }])
  })
})

describe('text', () => {
  it('turns every script of digits into Western ones, and leaves the rest', () => {
    expect(westernDigits('۱۲۳ ٤٥٦ ७८९ ０ abc')).toBe('123 456 789 0 abc')
  })

  it('folds what people type to one form', () => {
    expect(foldText('  JOSÉ \t كَرِيمي ‌ ')).toBe('jose کریمی')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text))
      }),
    )
  })

  it.each([
    ['2026-02-29', false],
    ['2024-02-29', true],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['2026-10-21', true],
  ])('%s is a day: %s', (text, real) => {
    expect(isIsoDate(text)).toBe(real)
  })
})
