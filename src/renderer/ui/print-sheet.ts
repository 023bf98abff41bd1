/** A sheet to keep on paper: what is shown this once, written by the screen itself. */
import { printPage } from './print-page.ts'

interface Sheet {
  readonly title: string
  /** What to do with it. */
  readonly more?: string
  /** Codes or keys, in their order; they are read from left to right. One alone is not numbered. */
  readonly codes: readonly string[]
}

/** Text of a person or an office inside HTML. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** The sheet as a page, in the language and direction of `root`. */
export function sheetPage(
  { title, more, codes }: Sheet,
  root: { readonly lang: string; readonly dir: string },
): string {
  const { lang, dir } = root
  const items = codes.map((code) => `<li dir="ltr">${escaped(code)}</li>`).join('')
  const body = codes.length === 1 ? `<h2 dir="ltr">${escaped(codes[0] ?? '')}</h2>` : `<ol>${items}</ol>`
  const said = more === undefined ? '' : `<p>${escaped(more)}</p>`
  return `<!doctype html><html lang="${lang}" dir="${dir}"><meta charset="utf-8"><title>${escaped(title)}</title><h1>${escaped(title)}</h1>${said}${body}</html>`
}

/** Prints it through the browser's dialog. False where the browser could not even begin. */
export const printSheet = (sheet: Sheet): Promise<boolean> =>
  printPage(sheetPage(sheet, document.documentElement), sheet.title)
