/** A slip in the printer's own type. */
import type { ThermalPrinter } from '../../contract/printers.ts'
import { plainText, type SlipLine, wordsOf } from '../../core/printing/slip.ts'
import { columnsAcross } from './escpos.ts'

/** A scale that shows where the paper's width ends: `----:----1----:`. */
const ruler = (columns: number): string =>
  Array.from({ length: columns }, (_, at) => {
    const column = at + 1
    return column % 10 === 0 ? String((column / 10) % 10) : column % 5 === 0 ? ':' : '-'
  }).join('')

const isPlain = (line: SlipLine): boolean => wordsOf(line).every((text) => /^[\x20-\x7E]*$/.test(plainText(text)))

/** The body of a job, without its begin and its end. */
export async function textBody(slip: readonly SlipLine[], paperMm: ThermalPrinter['paperMm']): Promise<Uint8Array> {
  // A quarter of a megabyte that an office without such a printer never loads.
  const { default: Encoder } = await import('@point-of-sale/receipt-printer-encoder')
  const columns = columnsAcross[paperMm]
  const encoder = new Encoder({ language: 'esc-pos', columns, codepageMapping: 'epson', newline: '\n' })
  const pair = (label: string, value: string): void => {
    // A long value gets lines of its own: cut in the middle of a name, a receipt is no use.
    if (label.length + value.length + 1 > columns) {
      encoder.line(label).align('right').line(value).align('left')
      return
    }
    const width = columns - label.length
    encoder.table([{ width: label.length }, { width, align: 'right' }], [[label, value]])
  }
  const amountWidth = paperMm === 58 ? 13 : 18
  const billWidth = paperMm === 58 ? 11 : 18
  const bills = [
    { width: billWidth },
    { width: columns - billWidth - amountWidth, marginLeft: 1 },
    { width: amountWidth, align: 'right' as const },
  ].map((column, at) => (at === 1 ? { ...column, width: column.width - 1 } : column))
  for (const line of slip) {
    // Looking for a code page that has every letter costs 5 ms a line; most lines need none.
    encoder.codepage(isPlain(line) ? 'cp437' : 'auto')
    switch (line.kind) {
      case 'title':
        encoder.align('center').bold(true).line(plainText(line.text)).bold(false).align('left')
        break
      case 'centre':
        encoder.align('center').line(plainText(line.text)).align('left')
        break
      case 'mark':
        encoder
          .align('center')
          .bold(true)
          .size(2, 2)
          .line(`* ${plainText(line.text)} *`)
        encoder.size(1, 1).bold(false).align('left')
        break
      case 'text':
        encoder.line(plainText(line.text))
        break
      case 'pair':
        pair(plainText(line.label), plainText(line.value))
        break
      case 'total':
        encoder.bold(true)
        pair(plainText(line.label), plainText(line.value))
        encoder.bold(false)
        break
      case 'row':
        encoder.table(bills, [line.cells.map(plainText)])
        break
      case 'rule':
        encoder.line('-'.repeat(columns))
        break
      case 'ruler':
        encoder.line(ruler(columns))
        break
    }
  }
  return encoder.encode()
}
