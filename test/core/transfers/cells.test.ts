import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { neutralise, quoted, restore } from '../../../src/core/transfers/cells.ts'

const spreadsheetish = fc.string({
  unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', ' ', '＝', '1', 'a'),
})

describe('cells that a spreadsheet would run', () => {
  it('never begin with a formula character, whatever the text was', () => {
    fc.assert(
      fc.property(fc.oneof(spreadsheetish, fc.string({ unit: 'grapheme' })), (text) => {
        const cell = neutralise(text)
        expect(/^\+\d+$/.test(cell) || !/^[=+\-@\t\r\n＝＋－＠]/.test(cell.trimStart())).toBe(true)
      }),
    )
  })

  it('come back as they were, apostrophes of their own included', () => {
    fc.assert(
      fc.property(fc.oneof(spreadsheetish, fc.string({ unit: 'grapheme' })), (text) => {
        expect(restore(neutralise(text))).toBe(text)
      }),
    )
  })

  it.each([
    ['=HYPERLINK("http://evil.test")', `'=HYPERLINK("http://evil.test")`],
    ['-5.00', "'-5.00"],
    ["'=1", "''=1"],
    ["O'Brien", "O'Brien"],
    ["'Abd", "'Abd"],
    ['+919812345678', '+919812345678'],
    ['+919812345678;+919812345679', "'+919812345678;+919812345679"],
  ])('%s stands as %s', (text, cell) => {
    expect(neutralise(text)).toBe(cell)
    expect(restore(cell)).toBe(text)
  })

  it('an apostrophe someone typed to keep a phone as text goes, too', () => {
    expect(restore("'+919812345678")).toBe('+919812345678')
  })
})

describe('a refused value', () => {
  it('is shown on one line, bounded, without control or direction characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (value) => {
        const shown = quoted(value)
        expect(shown.length).toBeLessThanOrEqual(201)
        expect(shown).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u)
      }),
    )
  })
})
