/** The two containers that Windows and macOS want an icon in. */

export interface Picture {
  /** Width and height in pixels. */
  readonly size: number
  readonly png: Buffer
  /** Four bytes a pixel, top row first. */
  readonly rgba: Uint8Array
}

/** 32-bit pixels, bottom row first, then an empty mask: how every Windows and NSIS reads the small sizes. */
function bitmapOf({ size, rgba }: Picture): Buffer {
  const header = Buffer.alloc(40)
  header.writeUInt32LE(40, 0)
  header.writeInt32LE(size, 4)
  // Twice the height: the mask is counted in.
  header.writeInt32LE(size * 2, 8)
  header.writeUInt16LE(1, 12)
  header.writeUInt16LE(32, 14)
  const pixels = Buffer.alloc(size * size * 4)
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const from = (row * size + column) * 4
      const to = ((size - 1 - row) * size + column) * 4
      pixels[to] = rgba[from + 2] ?? 0
      pixels[to + 1] = rgba[from + 1] ?? 0
      pixels[to + 2] = rgba[from] ?? 0
      pixels[to + 3] = rgba[from + 3] ?? 0
    }
  }
  return Buffer.concat([header, pixels, Buffer.alloc(Math.ceil(size / 32) * 4 * size)])
}

/** An .ico: bitmaps up to 128 pixels, a PNG for 256. Source: Microsoft, "Icons", and the ICO format of Windows Vista. */
export function icoOf(pictures: readonly Picture[]): Buffer {
  const images = pictures.map((picture) => (picture.size < 256 ? bitmapOf(picture) : picture.png))
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  for (const [index, { size }] of pictures.entries()) {
    const at = 6 + 16 * index
    const length = images[index]?.length ?? 0
    // 0 stands for 256.
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += length
  }
  return Buffer.concat([head, ...images])
}

/** Which of an .icns's kinds hold a PNG of which size; the @2x kinds share a size with a plain one. */
const appleKinds: Readonly<Record<number, readonly string[]>> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

/** An .icns of PNGs, as macOS 10.7 and later read it. */
export function icnsOf(pictures: readonly Picture[]): Buffer {
  const parts = pictures.flatMap(({ size, png }) =>
    (appleKinds[size] ?? []).map((kind) => {
      const head = Buffer.alloc(8)
      head.write(kind, 'latin1')
      head.writeUInt32BE(png.length + 8, 4)
      return Buffer.concat([head, png])
    }),
  )
  const length = parts.reduce((sum, part) => sum + part.length, 8)
  const head = Buffer.alloc(8)
  head.write('icns', 'latin1')
  head.writeUInt32BE(length, 4)
  return Buffer.concat([head, ...parts])
}
