/**
 * The product's own letters on receipts: a page without network has only its system's, and a bare one has none for Persian
 * or Hindi. The built screens bring them; without those the page stays as it was.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Face {
  readonly family: string
  /** What the built file's name begins with. */
  readonly file: string
  readonly range: string
  /** Whether a page needs it. */
  readonly needed: RegExp
}

const faces: readonly Face[] = [
  { family: 'Inter Variable', file: 'inter-latin-wght-normal-', range: 'U+0-FF,U+2000-206F', needed: /[A-Za-z0-9]/ },
  { family: 'Inter Variable', file: 'inter-latin-ext-wght-normal-', range: 'U+100-2BA', needed: /[\u0100-\u02BA]/ },
  {
    family: 'Vazirmatn Variable',
    file: 'vazirmatn-arabic-wght-normal-',
    range: 'U+600-6FF,U+200C-200E,U+FB50-FDFF,U+FE70-FEFC',
    needed: /[\u0600-\u06FF]/,
  },
  {
    family: 'Noto Sans Devanagari Variable',
    file: 'noto-sans-devanagari-devanagari-wght-normal-',
    range: 'U+900-97F,U+200C-200D,U+20B9,U+25CC',
    needed: /[\u0900-\u097F]/,
  },
]

/** Puts into a page the letters that it needs, out of the built screens' folder of files. */
export type SlipFonts = (html: string) => string

export function slipFonts(assetsFolder: string): SlipFonts {
  const read = new Map<Face, string>()
  const ruleOf = (face: Face, files: readonly string[]): string => {
    const known = read.get(face)
    if (known !== undefined) return known
    const file = files.find((name) => name.startsWith(face.file) && name.endsWith('.woff2'))
    if (file === undefined) return ''
    const font = readFileSync(join(assetsFolder, file)).toString('base64')
    const source = `url(data:font/woff2;base64,${font}) format('woff2')`
    const rule = `@font-face{font-family:'${face.family}';font-weight:100 900;src:${source};unicode-range:${face.range}}\n`
    read.set(face, rule)
    return rule
  }
  return (html) => {
    try {
      const files = readdirSync(assetsFolder)
      const rules = faces.filter(({ needed }) => needed.test(html)).map((face) => ruleOf(face, files))
      return html.replace('<style>', () => `<style>${rules.join('')}`)
    } catch {
      // The screens are not built here: the system's own letters have to do.
      return html
    }
  }
}
