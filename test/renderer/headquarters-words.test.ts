import { describe, expect, it } from 'vitest'
import en from '../../resources/locales/en/headquarters.json'
import fa from '../../resources/locales/fa/headquarters.json'
import hi from '../../resources/locales/hi/headquarters.json'
import { meetingTrouble, mergedFields, parkedReason } from '../../src/contract/headquarters.ts'

type Words = Readonly<Record<string, string>>

const languages = [
  { language: 'en', words: en, script: /\p{Script=Latin}/u },
  { language: 'fa', words: fa, script: /\p{Script=Arabic}/u },
  { language: 'hi', words: hi, script: /\p{Script=Devanagari}/u },
] as const

describe.each(languages)('headquarters in words: $language', ({ words, script }) => {
  it('has a sentence of its own for every reason of a record that was left over', () => {
    const reasons: Words = words.reason
    for (const reason of parkedReason.options) {
      expect(reasons[reason], reason).toMatch(script)
      expect(reasons[reason], reason).toMatch(/[.।]$/)
      expect(reasons[reason], reason).not.toContain('_')
    }
    expect(Object.keys(reasons).toSorted()).toEqual(parkedReason.options.toSorted())
    expect(new Set(Object.values(reasons)).size).toBe(parkedReason.options.length)
  })

  it('has one for every cause of a meeting that did not come about, and a name for every field', () => {
    const troubles: Words = words.trouble
    const fields: Words = words.field
    for (const trouble of meetingTrouble.options) expect(troubles[trouble], trouble).toMatch(script)
    for (const field of [...mergedFields, 'other']) expect(fields[field], field).toMatch(script)
  })
})
