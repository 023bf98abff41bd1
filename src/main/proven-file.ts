/** Proof of a file on the disk by what a signed manifest says of it. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ReleaseFile } from '../core/update/feed.ts'

/** Whether the file is, byte for byte, one of `files`; false where it cannot be read. */
export async function isProven(path: string, files: readonly ReleaseFile[]): Promise<boolean> {
  try {
    const { size } = await stat(path)
    const sameSize = files.filter(({ bytes }) => bytes === size)
    if (sameSize.length === 0) return false
    const hash = createHash('sha512')
    for await (const piece of createReadStream(path)) hash.update(piece)
    const found = hash.digest('base64')
    return sameSize.some(({ sha512 }) => sha512 === found)
  } catch {
    return false
  }
}
