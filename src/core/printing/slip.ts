/** A slip as lines of text, for printers that set their own type, and the rule which texts they cannot set. */

export type SlipLine =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'centre'; readonly text: string }
  /** DUPLICATE, VOID. */
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pair'; readonly label: string; readonly value: string }
  | { readonly kind: 'total'; readonly label: string; readonly value: string }
  /** Label, what it is for, amount. */
  | { readonly kind: 'row'; readonly cells: readonly [string, string, string] }
  | { readonly kind: 'rule' }
  /** A scale over the whole width of the paper. */
  | { readonly kind: 'ruler' }

/** Typography that no printer's code page has, and the plain character that says the same. */
const plainer: readonly (readonly [RegExp, string])[] = [
  [/[\u00A0\u2000-\u200A\u202F\u205F]/g, ' '],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/[\u2018\u2019\u201A\u2032]/g, "'"],
  [/[\u201C-\u201E\u2033]/g, '"'],
  [/\u2026/g, '...'],
  [/[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g, ''],
]

export const plainText = (text: string): string =>
  plainer.reduce((plain, [mark, instead]) => plain.replace(mark, instead), text.normalize('NFC'))

/** Latin with its accents, Greek and Cyrillic: what receipt printers have code pages for, written left to right. */
const settable = /^[\x20-\x7E\u00A1-\u017F\u0386-\u03CE\u0400-\u045F\u0490\u0491\u20AC]*$/
/** Letters among them that no code page has. */
const unsettable =
  /[\u0114\u0115\u012C\u012D\u0132\u0133\u0138\u013F\u0140\u014A\u014B\u014E\u014F\u0166\u0167\u0174-\u0177\u017F\u038B\u038D\u03A2\u0400\u040D\u0450\u045D]/

/** What is to be read on a line. */
export const wordsOf = (line: SlipLine): readonly string[] => {
  switch (line.kind) {
    case 'rule':
    case 'ruler':
      return []
    case 'row':
      return line.cells
    case 'pair':
    case 'total':
      return [line.label, line.value]
    default:
      return [line.text]
  }
}

/** Whether these lines hold a script that a receipt printer cannot set: right-to-left, Indic, or any other it has no page for. */
export const needsPicture = (slip: readonly SlipLine[]): boolean =>
  slip.some((line) =>
    wordsOf(line).some((text) => {
      const plain = plainText(text)
      return !settable.test(plain) || unsettable.test(plain)
    }),
  )
