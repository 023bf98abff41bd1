/** Looks a file over before anything of it is taken: that it is there, and is UTF-8 from end to end. */
import { isUtf8 } from 'node:buffer'
import { type FileHandle, open } from 'node:fs/promises'
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { fileFault } from './file-fault.ts'

const pieceBytes = 1 << 20
const advice = 'Save the file as UTF-8 (in a spreadsheet: "CSV UTF-8").'

export interface CheckedFile {
  /** Bytes that make whole characters: all of them, unless the file is cut off. */
  readonly bytes: number
  /** Whether the file ends in the middle of a character. */
  readonly cutOff: boolean
}

/** One line says why the file cannot be read. Reads it once through: a second for a gigabyte or two. */
export async function checkFile(file: string, shownName = file): Promise<Outcome<CheckedFile, string>> {
  try {
    const handle = await open(file, 'r')
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) return failed(`${shownName} is not a file.`)
      if (stat.size === 0) return failed(`${shownName} is empty.`)
      const checked = await checkEncoding(handle, stat.size)
      return checked.ok ? checked : failed(`${shownName} ${checked.failure} ${advice}`)
    } finally {
      await handle.close()
    }
  } catch (error) {
    return failed(fileFault(error, shownName, 'read'))
  }
}

async function checkEncoding(handle: FileHandle, size: number): Promise<Outcome<CheckedFile, string>> {
  const buffer = Buffer.alloc(Math.min(pieceBytes, size))
  let position = 0
  let lineBreaks = 0
  while (position < size) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position)
    if (bytesRead === 0) break
    const piece = buffer.subarray(0, bytesRead)
    if (position === 0 && looksLikeUtf16(piece)) return failed('is written in UTF-16, from byte 1 in line 1 on.')
    const whole = piece.subarray(0, wholeCharacters(piece))
    if (!isUtf8(whole)) {
      const at = firstInvalid(whole)
      const line = lineBreaks + countLineBreaks(whole.subarray(0, at)) + 1
      return failed(`is not UTF-8: byte ${position + at + 1}, in line ${line}, is not part of any character.`)
    }
    lineBreaks += countLineBreaks(whole)
    position += whole.length
    if (position + piece.length - whole.length >= size) break
  }
  if (position === 0) return failed('is not UTF-8: byte 1, in line 1, is not part of any character.')
  return done({ bytes: position, cutOff: position < size })
}

/** A byte order mark of UTF-16, or every other byte of the beginning zero. */
function looksLikeUtf16(bytes: Buffer): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true
  const start = bytes.subarray(0, 512)
  return start.length >= 4 && start.filter((byte) => byte === 0).length * 3 > start.length
}

/** How many bytes a character has that begins with this one. */
const lengthOf = (byte: number): number => (byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4)

/** How many of the bytes make whole characters; one begun at the very end is left for the next piece. */
export function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0x80 && byte < 0xc0) continue
    return byte < 0x80 || lengthOf(byte) <= back ? bytes.length : bytes.length - back
  }
  return bytes.length
}

function firstInvalid(bytes: Buffer): number {
  let at = 0
  while (at < bytes.length) {
    const length = lengthOf(bytes[at] ?? 0)
    if (!isUtf8(bytes.subarray(at, at + length))) return at
    at += length
  }
  return at
}

function countLineBreaks(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1
  return count
}
