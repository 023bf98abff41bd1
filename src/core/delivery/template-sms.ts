/** The size of a text message, which is its price: 160 characters a segment in the GSM alphabet, 70 in any other. */
import { shortened } from './template-text.ts'

/** GSM 7-bit default alphabet and, after it, the characters that take two places. Source: 3GPP TS 23.038 §6.2.1. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const doubled = '^{}\\[~]|€'

/** Places the text takes in the GSM alphabet; null where it holds a character that is not in it. */
export function gsmPlaces(text: string): number | null {
  let places = 0
  for (const character of text) {
    if (basic.includes(character)) places += 1
    else if (doubled.includes(character)) places += 2
    else return null
  }
  return places
}

/** Segments a text is sent and billed as; parts of a long one carry a header, hence 153 and 67. */
export function smsSegments(text: string): number {
  const places = gsmPlaces(text)
  if (places !== null) return places <= 160 ? 1 : Math.ceil(places / 153)
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67)
}

/** `render(value)` with as much of `value` as fits into `segments`; at least its first eight graphemes. */
export function fittedSms(render: (value: string) => string, value: string, segments: number): string {
  const mark = gsmPlaces(value) === null ? '…' : '...'
  let text = render(value)
  const longest = Math.min([...value].length - 1, segments * 160)
  for (let length = longest; smsSegments(text) > segments && length >= 8; length -= 1)
    text = render(shortened(value, length, mark))
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
