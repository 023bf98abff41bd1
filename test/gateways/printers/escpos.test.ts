import { describe, expect, it } from 'vitest'
import { receiptSlip } from '../../../src/core/billing/receipt-slip.ts'
import { needsPicture } from '../../../src/core/printing/slip.ts'
import { framed } from '../../../src/gateways/printers/escpos.ts'
import { rasterBody } from '../../../src/gateways/printers/escpos-picture.ts'
import { textBody } from '../../../src/gateways/printers/escpos-text.ts'
import { english, persian } from './given.ts'

/** Bytes as a person compares them: text as it is, everything else as `<1b>`, a line for each line. */
const readable = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(
      /[^\x20-\x7e]|[<>]/g,
      (byte) => `<${byte.charCodeAt(0).toString(16).padStart(2, '0')}>${byte === '\n' ? '\n' : ''}`,
    )

describe('a receipt in ESC/POS', () => {
  it.each([58, 80] as const)('is set in the type of %i mm paper', async (paperMm) => {
    const printer = { cut: true, drawer: true }
    const bytes = framed(await textBody(receiptSlip({ ...english, duplicate: true }), paperMm), {
      printer,
      opensDrawer: true,
    })
    await expect(readable(bytes)).toMatchFileSnapshot(`./golden/receipt-${paperMm}.txt`)
  })

  it('kicks the drawer only where one is and cash was taken, and cuts only where there is a knife', () => {
    const body = Uint8Array.of(65)
    const bytes = (cut: boolean, drawer: boolean, opensDrawer: boolean) =>
      readable(framed(body, { printer: { cut, drawer }, opensDrawer }))
    expect(bytes(false, false, true)).toBe('<1b>@<1d>a<00>A<1b>d<04>')
    expect(bytes(false, true, false)).toBe('<1b>@<1d>a<00>A<1b>d<04>')
    expect(bytes(true, true, true)).toBe('<1b>@<1d>a<00><1b>p<00><19><fa>A<1b>d<04><1d>V<01>')
  })

  it('sends a picture in bands, each with its own size', () => {
    const rows = 130
    const bytes = rasterBody({ width: 16, height: rows, bits: new Uint8Array(2 * rows).fill(0xa5) })
    expect([...bytes.subarray(0, 8)]).toEqual([0x1d, 0x76, 0x30, 0, 2, 0, 128, 0])
    expect([...bytes.subarray(8 + 256, 8 + 256 + 8)]).toEqual([0x1d, 0x76, 0x30, 0, 2, 0, 2, 0])
    expect(bytes.length).toBe(8 + 256 + 8 + 4)
  })
})

describe('the choice between type and picture', () => {
  it('sets Latin with accents, Greek, Cyrillic and a typographer’s marks in type', () => {
    expect(needsPicture(receiptSlip(english))).toBe(false)
    for (const text of ['Łódź Ünal “Q” – 5 pm', 'Ελλάδα', 'Привет', ''])
      expect([text, needsPicture([{ kind: 'text', text }])]).toEqual([text, false])
  })

  it('draws right-to-left, Indic and whatever else has no page of its own, were it only a name', () => {
    expect(needsPicture(receiptSlip(persian))).toBe(true)
    for (const customerName of ['سارا', 'שרה', 'प्रिया', 'প্রিয়া', '王', 'ชื่อ', '🙂'])
      expect([customerName, needsPicture(receiptSlip({ ...english, customerName }))]).toEqual([customerName, true])
  })
})

it('every letter either is set as itself or asks for a picture: none comes out as a question mark', async () => {
  for (let code = 0x20; code <= 0x20ac; code += 1) {
    const slip = [{ kind: 'text', text: `a${String.fromCodePoint(code)}b` }] as const
    if (code === 0x3f || needsPicture(slip)) continue
    const bytes = await textBody(slip, 80)
    expect(bytes.includes(0x3f), code.toString(16)).toBe(false)
  }
})
