import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalText, formatMoney, parseMoney } from '../../../src/renderer/ui/money.ts'

const amounts = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const digitCounts = fc.integer({ min: 0, max: 4 })
const paid = (amountMinor: number) => ({ outcome: 'done', amountMinor })
const refused = (reason: string) => ({ outcome: 'refused', reason })

/** The same digits, as a Persian keyboard types them. */
const persian = (text: string): string => text.replace(/\d/g, (digit) => String.fromCharCode(0x06f0 + Number(digit)))

describe('an amount of money on screen', () => {
  it('reads back every amount that it writes, in ASCII and in Persian digits', () => {
    fc.assert(
      fc.property(amounts, digitCounts, (amountMinor, digits) => {
        const text = decimalText(amountMinor, digits)
        expect(parseMoney(text, digits)).toEqual(paid(amountMinor))
        expect(parseMoney(persian(text).replace('.', '\u066b'), digits)).toEqual(paid(amountMinor))
      }),
    )
  })

  it('shows every digit of the largest amounts, which a float would round', () => {
    const shown = formatMoney(Number.MAX_SAFE_INTEGER, { currency: 'INR', digits: 2, locale: 'en-IN' })
    expect(shown).toBe('₹9,00,71,99,25,47,409.91')
    fc.assert(
      fc.property(amounts, (amountMinor) => {
        const shown = formatMoney(amountMinor, { currency: 'USD', digits: 2, locale: 'en-US' })
        expect(shown.replace(/[$,]/g, '')).toBe(decimalText(amountMinor, 2))
      }),
    )
  })

  it.each([
    ['1,234.50', 123_450],
    ['12,34,567', 123_456_700],
    ['۱٬۲۳۴٫۵', 123_450],
    ['१२३', 12_300],
    [' .5 ', 50],
    ['5.', 500],
    ['0.10000', 10],
  ])('reads %s as people write it', (text, amountMinor) => {
    expect(parseMoney(text, 2)).toEqual(paid(amountMinor))
  })

  it.each([
    ['', 'empty'],
    ['12,5', 'malformed'],
    ['1.2.3', 'malformed'],
    ['-5', 'malformed'],
    ['1e3', 'malformed'],
    ['abc', 'malformed'],
    ['0.105', 'too_precise'],
    ['90071992547409.92', 'too_large'],
  ])('refuses %j and says why instead of guessing', (text, reason) => {
    expect(parseMoney(text, 2)).toEqual(refused(reason))
  })

  it('knows currencies without a decimal point', () => {
    expect(parseMoney('1200', 0)).toEqual(paid(1200))
    expect(parseMoney('1200.5', 0)).toEqual(refused('too_precise'))
    expect(decimalText(-7, 2)).toBe('-0.07')
  })
})
