import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const locales = fileURLToPath(new URL('../../resources/locales/', import.meta.url))

interface Words {
  readonly [key: string]: string | Words
}

/** Each key and its words, the file's name before it. */
function texts(words: Words, path: string): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] satisfies [string, string]] : texts(value, `${path}${key}.`),
  )
}

const textsOf = (language: string): [string, string][] =>
  readdirSync(join(locales, language))
    .sort()
    .flatMap((file) => texts(JSON.parse(readFileSync(join(locales, language, file), 'utf8')), file.replace('json', '')))

/** Each key with the placeholders of its words, sorted. */
const shapeOf = (language: string): string[] =>
  textsOf(language).map(([key, words]) => `${key} ${(words.match(/\{\{\w+/g) ?? []).sort().join(' ')}`)

/** Here the number is a place, a measure, or never one. */
const neverOne = new Set(['desk.form.row', 'desk.transfers.rejectsFirst', 'printers.mm', 'terminals.customer.codeMore'])

describe('the words on screen', () => {
  it.each(['fa', 'hi'])('say in %s all that the English ones do', (language) => {
    expect(shapeOf(language)).toEqual(shapeOf('en'))
  })

  it('know one from many, wherever they count', () => {
    const counted = textsOf('en').filter(([key, words]) => /\{\{count\b/.test(words) && !neverOne.has(key))
    expect(counted.map(([key]) => key).filter((key) => !/_(one|other)$/.test(key))).toEqual([])
    const keys = new Set(textsOf('en').map(([key]) => key))
    const alone = [...keys].filter((key) => key.endsWith('_one') && !keys.has(key.replace(/_one$/, '_other')))
    expect(alone).toEqual([])
  })
})
