import { describe, expect, it } from 'vitest'
import { asciiDigits, codeIn, onlyDigits } from '../../../src/renderer/ui/digits.ts'

describe('digits of every script that customers type', () => {
  it('become ASCII and leave everything else alone', () => {
    expect(asciiDigits('۰۱۲۳۴۵۶۷۸۹')).toBe('0123456789')
    expect(asciiDigits('٠١٢٣٤٥٦٧٨٩')).toBe('0123456789')
    expect(asciiDigits('०१२३४५६७८९')).toBe('0123456789')
    expect(asciiDigits('کد ۴۸۲ is A-۷')).toBe('کد 482 is A-7')
    expect(onlyDigits('+۹۸ (۹۱۲) 345')).toBe('98912345')
  })
})

describe('the code in a pasted text', () => {
  it.each([
    ['482913', '482913'],
    ['482 913', '482913'],
    ['482\u00a0913', '482913'],
    ['482–913', '482913'],
    ['K7: 482 913', '482913'],
    ['Your code K7: 482 913. It is valid for 5 minutes.', '482913'],
    ['کد شما ۴۸۲ ۹۱۳ است', '482913'],
    ['2 messages, code 482913', '482913'],
    ['4829', '4829'],
    ['no digits here', ''],
  ])('of %j is %j', (text, code) => {
    expect(codeIn(text, 6)).toBe(code)
  })

  it('is cut to its length where no run of digits has exactly that length', () => {
    expect(codeIn('12345678', 6)).toBe('123456')
  })
})
