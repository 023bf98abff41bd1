/** Values on their way into a message: cleaned, bounded, and put in so that no value can act as a template or as markup. */
import { cleanLine, westernDigits } from '../kernel/text.ts'

export type Values = Readonly<Record<string, string>>

/** What a placeholder becomes: a value, or a phrase of ours that holds values of its own (a greeting with a name). */
export type Filling = string | { readonly pattern: string; readonly values: Values }
export type Fillings = Readonly<Record<string, Filling>>

/** Formatting characters except the joiners that Persian and Hindi spelling needs (U+200C, U+200D). */
const formatting = /[[\p{Cf}\p{Co}]--[\u200C\u200D]]/gv

const ellipsis = '…'

/** One line of at most `max` graphemes: no line breaks, no control, direction or other invisible characters. */
export function lineValue(value: string | number, max: number): string {
  const clean = cleanLine(
    String(value)
      .slice(0, max * 16)
      .toWellFormed()
      .replace(formatting, ''),
  )
  return shortened(clean, max)
}

/** Several lines, each cleaned like one; at most one empty line between paragraphs. */
export function linesValue(value: string | number, max: number): readonly string[] {
  const bounded = shortened(String(value).slice(0, max * 4), max)
  const lines = bounded.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => lineValue(line, max))
  return lines.filter(
    (line, index) => line !== '' || (index > 0 && lines[index - 1] !== '' && index < lines.length - 1),
  )
}

/** The first `max` graphemes, the last of them an ellipsis where something was cut. */
export function shortened(text: string, max: number, mark: string = ellipsis): string {
  const graphemes = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)]
  if (graphemes.length <= max) return text
  const kept = graphemes.slice(0, Math.max(0, max - mark.length))
  return `${kept
    .map((part) => part.segment)
    .join('')
    .trimEnd()}${mark}`
}

/**
 * A person's name for the greeting, or null where there is none worth writing. Anyone may register any name with anyone's
 * address, so a name that reads like a link is left out: our mail must not carry a stranger's advertisement.
 */
export function greetingName(value: string | number): string | null {
  const name = lineValue(value, 60)
  const linkLike = /:\/|www\.|@|[\p{L}\p{N}-]{2,}\.\p{L}{2,}/iu
  return name === '' || linkLike.test(name) ? null : name
}

/**
 * Puts values into `{placeholders}` in one pass: a value that looks like a placeholder stays what it is. A name that is
 * not among them stays as it was written, which only a preview ever shows: what leaves was checked.
 */
export function fill(pattern: string, fillings: Fillings): string {
  return filled(pattern, fillings, (value) => value, fill)
}

/** The same for HTML: patterns and values are escaped, and each value keeps its own direction. */
export function fillHtml(pattern: string, fillings: Fillings): string {
  return filled(escapeHtml(pattern), fillings, (value) => `<bdi>${escapeHtml(value)}</bdi>`, fillHtml)
}

function filled(
  pattern: string,
  fillings: Fillings,
  write: (value: string) => string,
  writePhrase: (pattern: string, values: Values) => string,
): string {
  return pattern.replace(/\{(\w+)\}/g, (asWritten, name: string) => {
    const filling = Object.hasOwn(fillings, name) ? fillings[name] : undefined
    if (filling === undefined) return asWritten
    return typeof filling === 'string' ? write(filling) : writePhrase(filling.pattern, filling.values)
  })
}

export function escapeHtml(text: string): string {
  const entities: Values = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** Digits in groups a person can read out, always Western: `482913` becomes `482 913`; eight become two fours. */
export function groupedCode(code: string | number): string {
  const digits = westernDigits(String(code)).replace(/\D/g, '')
  if (digits.length <= 4) return digits
  const size = digits.length === 8 ? 4 : 3
  // The last group takes a single left-over digit along, so that none stands alone: 7 is 3 + 4.
  return digits.replace(new RegExp(`(\\d{${size}})(?=\\d{2,})`, 'g'), '$1 ')
}

/** Keeps `text` left-to-right inside right-to-left words (LRI … PDI). Source: Unicode UAX #9 §2.4. */
export function isolatedLtr(text: string, direction: string): string {
  return direction === 'rtl' ? `\u2066${text}\u2069` : text
}
