/** Reading a job's file back, piece by piece. */
import { open } from 'node:fs/promises'
import { wholeCharacters } from './check-file.ts'

const pieceBytes = 1 << 20

/** About 1 MB of text from byte `offset`, cut between characters; `nextOffset` is null where the file ends. */
export async function readPiece(
  file: string,
  offset: number,
): Promise<{ readonly text: string; readonly nextOffset: number | null }> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const buffer = Buffer.alloc(Math.max(0, Math.min(pieceBytes, size - offset)))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset)
    const bytes = buffer.subarray(0, bytesRead)
    if (bytesRead === 0 || offset + bytesRead >= size) return { text: bytes.toString('utf8'), nextOffset: null }
    const whole = wholeCharacters(bytes)
    return { text: bytes.toString('utf8', 0, whole), nextOffset: offset + whole }
  } finally {
    await handle.close()
  }
}
