/** Text as people type it, brought to one form so that equal things compare equal. */

/** Persian, Arabic, Devanagari and full-width digits become 0-9; everything else stays. */
export function westernDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹०-९０-９]/g, (digit) => {
    const code = digit.charCodeAt(0)
    if (code >= 0xff10) return String(code - 0xff10)
    if (code >= 0x0966 && code <= 0x096f) return String(code - 0x0966)
    return String(code >= 0x06f0 ? code - 0x06f0 : code - 0x0660)
  })
}

/** Marks that change nothing a reader sees: bidirectional marks, joiners at word edges, byte order marks. */
const invisible = /[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g

/**
 * The form in which names and addresses are compared and indexed: NFKD without Latin diacritics, lower case, Arabic yeh,
 * kaf and hamza carriers as Persian writes them, Western digits, single spaces.
 */
export function foldText(text: string): string {
  return westernDigits(text)
    .normalize('NFKD')
    .replace(/[\u0300-\u036F\u064B-\u065F\u0670\u0640]/g, '')
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[\u200C\u200D]/g, '')
    .toLowerCase()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

/** NFC, trimmed, runs of white space as one space, invisible direction marks and control characters removed. */
export function cleanLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}
