/** The size of a text message, which is its price: 160 characters a segment in the GSM alphabet, 70 in any other. */
import type { SmsSize } from '../../contract/templates.ts'
import { shortened } from './template-text.ts'

/** GSM 7-bit default alphabet and, after it, the characters that take two places. Source: 3GPP TS 23.038 §6.2.1. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const doubled = '^{}\\[~]|€'

const widths: ReadonlyMap<string, number> = new Map([
  ...Array.from(basic, (character): [string, number] => [character, 1]),
  ...Array.from(doubled, (character): [string, number] => [character, 2]),
])

/** Places the text takes in the GSM alphabet; null where it holds a character that is not in it. */
export function gsmPlaces(text: string): number | null {
  let places = 0
  for (const character of text) {
    const width = widths.get(character)
    if (width === undefined) return null
    places += width
  }
  return places
}

/** How a text travels and what it costs; see the contract's `smsSize`. */
export function smsSizeOf(text: string): SmsSize {
  const characters = Array.from(text)
  const costly = new Set(characters.filter((character) => !widths.has(character)))
  const gsm7 = costly.size === 0
  const taken = characters.map((character) => (gsm7 ? (widths.get(character) ?? 1) : character.length))
  return {
    encoding: gsm7 ? 'gsm7' : 'ucs2',
    places: total(taken),
    segments: gsm7 ? packed(taken, 160, 153) : packed(taken, 70, 67),
    costly: [...costly].slice(0, 10),
  }
}

/** Segments a text is sent and billed as. */
export const smsSegments = (text: string): number => smsSizeOf(text).segments

const total = (taken: readonly number[]): number => taken.reduce((sum, places) => sum + places, 0)

/** Parts of a long text carry a header, hence `part` below `single`. No part begins within a character. */
function packed(taken: readonly number[], single: number, part: number): number {
  if (total(taken) <= single) return 1
  let segments = 1
  let used = 0
  for (const width of taken) {
    if (used + width > part) {
      segments += 1
      used = 0
    }
    used += width
  }
  return segments
}

/**
 * `render(value)` with as much of `value` as fits into `segments`, or into as few as the words around it allow; at least
 * its first eight graphemes.
 */
export function fittedSms(render: (value: string) => string, value: string, segments: number): string {
  const mark = gsmPlaces(value) === null ? '…' : '...'
  let text = render(value)
  if (smsSegments(text) <= segments) return text
  const goal = Math.max(segments, smsSegments(render(shortened(value, 8, mark))))
  const longest = Math.min([...value].length - 1, goal * 160)
  for (let length = longest; smsSegments(text) > goal && length >= 8; length -= 1)
    text = render(shortened(value, length, mark))
  return text
}

/** `render(value)` with as much of `value` as fits into `max` UTF-16 units; at least its first eight graphemes. */
export function fittedText(render: (value: string) => string, value: string, max: number): string {
  let text = render(value)
  let length = [...value].length
  while (text.length > max && length > 8) {
    length = Math.max(8, length - (text.length - max))
    text = render(shortened(value, length))
  }
  return text
}

/** The text in the GSM alphabet: accents it lacks and typographic marks are written plainly, the rest is left out. */
export function gsmWriting(text: string): string {
  const plain = text
    .replace(/[‘’‚′]/g, "'")
    .replace(/[“”„″«»]/g, '"')
    .replace(/[‐-―−]/g, '-')
    .replaceAll('…', '...')
  const written = Array.from(plain, (character) =>
    gsmPlaces(character) !== null
      ? character
      : [...character.normalize('NFKD')].filter((part) => gsmPlaces(part) !== null).join(''),
  )
  return written.join('').replace(/\s+/g, ' ').trim()
}
