import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxProviderWords, providerWords } from '../../src/gateways/provider-words.ts'

describe("a provider's words", () => {
  it('are one bounded line of ordinary characters, whatever was said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_000 }), (raw) => {
        const words = providerWords(raw, [])
        expect(words.length).toBeLessThanOrEqual(maxProviderWords)
        expect(words).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u)
        expect(words.isWellFormed()).toBe(true)
      }),
    )
  })

  it('never hold a secret, plain, percent-encoded or in base64', () => {
    const secret = fc
      .string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 30 })
      .filter((text) => !/\*|^\s|\s$/.test(text))
    fc.assert(
      fc.property(secret, fc.lorem(), fc.lorem(), (hidden, before, after) => {
        const base64 = Buffer.from(hidden).toString('base64')
        const words = providerWords(`${before} ${hidden} ${encodeURIComponent(hidden)} ${base64} ${after}`, [hidden])
        expect(words).not.toContain(hidden)
        expect(words).not.toContain(base64)
      }),
    )
  })

  it('never hold the code, however it is grouped', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{4,10}$/), fc.constantFrom('', ' ', '  ', '\u00A0'), (code, gap) => {
        const grouped = code.replace(/(\d{3})(?=\d)/g, `$1 `)
        const said = code.replace(/(\d{2})(?=\d)/g, `$1${gap}`)
        expect(providerWords(`refused: [${said}]`, [], `K7: ${grouped} is your code`)).toBe('refused: [***]')
      }),
    )
  })
})
