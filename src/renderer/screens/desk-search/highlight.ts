/** Finds which part of a shown value the typed words matched, so that the clerk sees why it was found. */

export interface Piece {
  readonly text: string
  readonly matched: boolean
  /** Where the piece begins, which also makes it unique in its value. */
  readonly from: number
}

const arabicLetters: Readonly<Record<string, string>> = { ي: 'ی', ك: 'ک', ة: 'ه' }

/** Folds one code unit without changing the length, so that places in the folded text are places in the shown one. */
function foldUnit(unit: string): string {
  const code = unit.charCodeAt(0)
  if (code >= 0x0660 && code <= 0x0669) return String(code - 0x0660)
  if (code >= 0x06f0 && code <= 0x06f9) return String(code - 0x06f0)
  if (code >= 0x0966 && code <= 0x096f) return String(code - 0x0966)
  const lower = arabicLetters[unit] ?? unit.toLowerCase()
  return lower.length === 1 ? lower : unit
}

function fold(text: string): string {
  return text.split('').map(foldUnit).join('')
}

function cut(text: string, marks: readonly boolean[]): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && marks[at] === marks[from]) continue
    pieces.push({ text: text.slice(from, at), matched: marks[from] ?? false, from })
    from = at
  }
  return pieces
}

/** Marks every typed word wherever it stands in `text`. */
export function highlightWords(text: string, query: string): readonly Piece[] {
  const folded = fold(text)
  const marks = new Array<boolean>(text.length).fill(false)
  for (const word of fold(query).split(/\s+/)) {
    if (word === '') continue
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) {
      marks.fill(true, at, at + word.length)
    }
  }
  return cut(text, marks)
}

/** Marks typed digits in a phone number whatever the notation: `0912 345` is found in `+98912345…`. */
export function highlightDigits(text: string, query: string): readonly Piece[] {
  const places: number[] = []
  const folded = fold(text)
  for (let at = 0; at < folded.length; at += 1) if (/\d/.test(folded.charAt(at))) places.push(at)
  const digits = places.map((place) => folded.charAt(place)).join('')
  const wanted = fold(query).replace(/\D/g, '').replace(/^0+/, '')
  const start = wanted.length >= 2 ? digits.indexOf(wanted) : -1
  const marks = new Array<boolean>(text.length).fill(false)
  const first = places[start]
  const last = places[start + wanted.length - 1]
  if (start !== -1 && first !== undefined && last !== undefined) marks.fill(true, first, last + 1)
  return cut(text, marks)
}
