/** The log on disk: at most five files of a megabyte in the data folder's `logs/`, newest first. */
import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const filesKept = 5
const bytesEach = 1024 * 1024
const name = 'counterfoil.log'

export const logFolder = (dataFolder: string): string => join(dataFolder, 'logs')

const nth = (folder: string, number: number): string => join(folder, number === 0 ? name : `${name}.${number}`)

function sizeOf(file: string): number {
  try {
    return statSync(file).size
  } catch {
    return 0
  }
}

/** `counterfoil.log` becomes `.1`, `.1` becomes `.2`; what would be the sixth is gone. */
function rotate(folder: string): void {
  rmSync(nth(folder, filesKept - 1), { force: true })
  for (let number = filesKept - 2; number >= 0; number -= 1) {
    const file = nth(folder, number)
    if (sizeOf(file) > 0) renameSync(file, nth(folder, number + 1))
  }
}

/**
 * Writes lines, at once: what a crash leaves is whole. A folder that cannot be written is no reason to stop a counter, so
 * nothing here throws; the same lines stand on standard error.
 */
export function logFile(dataFolder: string, most = bytesEach): { write(line: string): void } {
  const folder = logFolder(dataFolder)
  let bytes = -1
  return {
    write(line) {
      try {
        if (bytes === -1) {
          mkdirSync(folder, { recursive: true, mode: 0o700 })
          bytes = sizeOf(nth(folder, 0))
        }
        const size = Buffer.byteLength(line)
        if (bytes > 0 && bytes + size > most) {
          rotate(folder)
          bytes = 0
        }
        appendFileSync(nth(folder, 0), line, { mode: 0o600 })
        bytes += size
      } catch {
        // The disk is full or gone; the next line tries anew from the beginning.
        bytes = -1
      }
    },
  }
}

/** What `doctor` says of it: how many files, and how large together. */
export function loggedSoFar(dataFolder: string): { readonly files: number; readonly bytes: number } {
  try {
    const files = readdirSync(logFolder(dataFolder)).filter((file) => file.startsWith(name))
    return {
      files: files.length,
      bytes: files.reduce((sum, file) => sum + sizeOf(join(logFolder(dataFolder), file)), 0),
    }
  } catch {
    return { files: 0, bytes: 0 }
  }
}
