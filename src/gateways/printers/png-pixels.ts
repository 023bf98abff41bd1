/** Reads the PNG that a browser makes of a page: 8 bits a channel, without alpha or with, not interlaced. */
import { inflateSync } from 'node:zlib'

export interface Pixels {
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  readonly bytes: Uint8Array
}

const signature = '89504e470d0a1a0a'
/** No receipt is larger; a page that is would be somebody's mischief: 64 MiB. */
const mostBytes = 64 * 1024 * 1024

/** The value that PNG's fourth filter predicts. Source: PNG specification, 9.4. */
function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner
  const [toLeft, toAbove, toCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)]
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return above
  if (filter === 3) return (left + above) >> 1
  return filter === 4 ? paeth(left, above, corner) : 0
}

function chunksOf(png: Buffer): { header: Buffer; data: Buffer } {
  if (png.subarray(0, 8).toString('hex') !== signature) throw new Error('not a PNG')
  const data: Buffer[] = []
  let header: Buffer | null = null
  for (let at = 8; at + 8 <= png.length; ) {
    const length = png.readUInt32BE(at)
    const kind = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (kind === 'IHDR') header = body
    if (kind === 'IDAT') data.push(body)
    at += length + 12
  }
  if (header === null) throw new Error('a PNG without a header')
  return { header, data: Buffer.concat(data) }
}

export function pixelsOfPng(png: Uint8Array): Pixels {
  const { header, data } = chunksOf(Buffer.from(png.buffer, png.byteOffset, png.byteLength))
  const [width, height, depth, colour, interlace] = [
    header.readUInt32BE(0),
    header.readUInt32BE(4),
    header[8],
    header[9],
    header[12],
  ]
  if (depth !== 8 || (colour !== 2 && colour !== 6) || interlace !== 0) throw new Error('not a kind of PNG we read')
  const channels = colour === 6 ? 4 : 3
  const across = width * channels
  const raw = inflateSync(data, { maxOutputLength: mostBytes })
  const bytes = new Uint8Array(across * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (across + 1)] ?? 0
    for (let x = 0; x < across; x += 1) {
      const at = y * across + x
      const left = x < channels ? 0 : (bytes[at - channels] ?? 0)
      const above = y === 0 ? 0 : (bytes[at - across] ?? 0)
      const corner = x < channels || y === 0 ? 0 : (bytes[at - across - channels] ?? 0)
      bytes[at] = ((raw[y * (across + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner)) & 0xff
    }
  }
  return { width, height, channels, bytes }
}
