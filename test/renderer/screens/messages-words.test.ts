import { describe, expect, it } from 'vitest'
import en from '../../../resources/locales/en/messages.json' with { type: 'json' }
import fa from '../../../resources/locales/fa/messages.json' with { type: 'json' }
import hi from '../../../resources/locales/hi/messages.json' with { type: 'json' }

interface Words {
  readonly [key: string]: string | Words
}

/** Each key with the placeholders of its words, sorted. */
function shape(words: Words, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[path + key, (value.match(/\{\{\w+/g) ?? []).sort().join(' ')] satisfies [string, string]]
      : shape(value, `${path}${key}.`),
  )
}

describe('the words of the messages section', () => {
  it.each([
    ['Persian', fa],
    ['Hindi', hi],
  ])('say in %s all that the English ones do', (_language, words) => {
    expect(shape(words)).toEqual(shape(en))
  })
})
