/** Pure decisions of the search box: what the words may mean, and how text is cut so that two characters suffice. */
import { type CountryCode, getCountryCallingCode } from 'libphonenumber-js/max'
import { foldText } from '../kernel/text.ts'

/** Pairs of letters within words, tagged with where they stand: `nka` in a name, `aro` in an address. */
export function pairsOf(foldedName: string, foldedPlace: string): string {
  const pairs = new Set<string>()
  for (const [tag, text] of [
    ['n', foldedName],
    ['a', foldedPlace],
  ] as const) {
    for (const word of text.split(' ')) {
      const letters = [...word]
      for (let at = 0; at + 2 <= letters.length; at += 1) pairs.add(`${tag}${letters[at]}${letters[at + 1]}`)
    }
  }
  return [...pairs].join(' ')
}

export interface SearchWords {
  /** The whole query, folded. */
  readonly folded: string
  readonly tokens: readonly string[]
  /** Digits only, where the query looks like a phone or a number; else empty. */
  readonly digits: string
}

export function readQuery(query: string): SearchWords {
  const folded = foldText(query).slice(0, 80)
  const digits = /^[+\d\s().\-/]+$/.test(folded) ? folded.replace(/\D/g, '') : ''
  return { folded, tokens: folded === '' ? [] : folded.split(' ').slice(0, 6), digits }
}

/** How the beginning of a phone typed in any notation begins in E.164. */
export function phonePrefixes(query: SearchWords, region: CountryCode | ''): string[] {
  const { digits, folded } = query
  if (digits.length < 2) return []
  if (folded.startsWith('+')) return [`+${digits}`]
  if (digits.startsWith('00')) return digits.length > 2 ? [`+${digits.slice(2)}`] : []
  const calling = region === '' ? null : getCountryCallingCode(region)
  if (calling === null) return [`+${digits}`]
  return digits.startsWith('0') ? [`+${calling}${digits.slice(1)}`] : [`+${calling}${digits}`, `+${digits}`]
}

/** An FTS5 string, quoted so that nothing in it is an operator. */
export const phrase = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** Whether every token stands somewhere in `text` (folded); tokens of one letter must begin a word. */
export function holdsAll(text: string, tokens: readonly string[]): boolean {
  return tokens.every((token) => (token.length === 1 ? ` ${text}`.includes(` ${token}`) : text.includes(token)))
}
