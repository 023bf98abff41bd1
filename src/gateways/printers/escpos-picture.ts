/** A page as a picture in one colour, and as the bytes that print it. */
import { pixelsOfPng } from './png-pixels.ts'

/** Rows of bits, eight dots a byte, the leftmost in the highest bit; 1 is black. */
export interface Monochrome {
  readonly width: number
  readonly height: number
  readonly bits: Uint8Array
}

/** Darker than this is ink: letters stay crisp, and the page's grey words stay words. */
const inkBelow = 160

/** `width` dots across, whatever a browser's rounding made of it; empty rows at the end are left out. */
export function monochrome(png: Uint8Array, width: number): Monochrome {
  const picture = pixelsOfPng(png)
  const bytesAcross = Math.ceil(width / 8)
  const bits = new Uint8Array(bytesAcross * picture.height)
  let height = 0
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < Math.min(width, picture.width); x += 1) {
      const at = (y * picture.width + x) * picture.channels
      const [red = 255, green = 255, blue = 255] = picture.bytes.subarray(at, at + 3)
      if (red * 0.299 + green * 0.587 + blue * 0.114 >= inkBelow) continue
      const place = y * bytesAcross + (x >> 3)
      bits[place] = (bits[place] ?? 0) | (0x80 >> (x & 7))
      height = y + 1
    }
  }
  return { width: bytesAcross * 8, height, bits: bits.subarray(0, height * bytesAcross) }
}

/** Small printers hold no more than about this many rows at a time. */
const bandRows = 128

/** GS v 0, band by band. */
export function rasterBody({ width, height, bits }: Monochrome): Uint8Array {
  const bytesAcross = width / 8
  const bands: Uint8Array[] = []
  for (let top = 0; top < height; top += bandRows) {
    const rows = Math.min(bandRows, height - top)
    bands.push(
      Uint8Array.of(0x1d, 0x76, 0x30, 0, bytesAcross & 0xff, bytesAcross >> 8, rows & 0xff, rows >> 8),
      bits.subarray(top * bytesAcross, (top + rows) * bytesAcross),
    )
  }
  return Buffer.concat(bands)
}
