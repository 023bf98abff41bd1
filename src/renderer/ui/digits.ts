/** Digits of the scripts our customers type in. Arabic-Indic, Persian and Devanagari digits are digits. */

const zeros = [0x0660, 0x06f0, 0x0966]

/** Turns Arabic-Indic, Persian and Devanagari digits into ASCII ones and leaves the rest alone. */
export function asciiDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) => {
    const point = digit.charCodeAt(0)
    const zero = zeros.findLast((start) => start <= point) ?? point
    return String(point - zero)
  })
}

/** Only the digits, as ASCII. */
export const onlyDigits = (text: string): string => asciiDigits(text).replace(/\D/g, '')

/**
 * The code in a pasted text: the first run of exactly `length` digits, spaces and dashes inside it allowed, so that
 * "K7: 482 913" gives 482913 and not 748291; failing that, the first digits there are.
 */
export function codeIn(text: string, length: number): string {
  const plain = asciiDigits(text)
  const runs = plain.match(/\d(?:[\s\p{Pd}]?\d)*/gu) ?? []
  const exact = runs.map((run) => run.replace(/\D/g, '')).find((run) => run.length === length)
  return exact ?? plain.replace(/\D/g, '').slice(0, length)
}
