/** Makes one encrypted backup: copied, checked, encrypted, read back, and only then given its name. */
import { createHash } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { BackupTrouble } from '../../contract/backup.ts'
import type { Chance } from '../../core/kernel/chance.ts'
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { databaseFileName, storageFault } from '../database.ts'
import type { BackupKey } from './backup-key.ts'
import { freeName, moment, sealedSuffix } from './backup-names.ts'
import { syncFolder } from './file-sync.ts'
import { type CopyFacts, copyOffice } from './plain-copy.ts'
import { chunkBytes, newFront, openBackup, readChunks, type SealedHeader, tagBytes } from './sealed-file.ts'

export interface BackupOrder {
  readonly dataFolder: string
  readonly folder: string
  /** What the folder's mark must say; null where any folder will do. */
  readonly mark: string | null
  readonly key: BackupKey
  readonly madeAtMs: number
}

export interface MadeBackup {
  readonly name: string
  readonly bytes: number
  readonly header: SealedHeader
}

export interface BackupFault {
  readonly trouble: BackupTrouble
  /** For the log and the command line. */
  readonly words: string
}

export type BackupStep = 'copying' | 'checking' | 'encrypting' | 'verifying' | 'reading' | 'preparing'
export type OnStep = (step: BackupStep, fraction: number) => void

const partSuffix = '.part'
/** By this file a folder is known again: an empty mount point, or another drive in its place, has none. */
export const markFileName = '.counterfoil-backups'
/** Where the plain copy stands while it is checked: beside the data, never on the drive that is carried away. */
export const workFolder = (dataFolder: string): string => join(dataFolder, 'backup-work')

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What a failure at the backups' folder means. */
function folderFault(error: unknown): BackupFault {
  const words = wordsOf(error)
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return { trouble: 'folder_full', words }
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return { trouble: 'folder_read_only', words }
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EIO':
    case 'ENODEV':
    case 'ENXIO':
    case 'ESTALE':
    case 'EHOSTDOWN':
      return { trouble: 'folder_gone', words }
    default:
      return { trouble: 'failed', words }
  }
}

function copyFault(error: unknown): BackupFault {
  const fault = storageFault(error)
  const words = wordsOf(error)
  if (fault === 'full' || codeOf(error) === 'ENOSPC') return { trouble: 'no_room', words }
  return { trouble: fault === 'corrupt' ? 'damaged' : 'failed', words }
}

/** Null where backups can be written there. */
function folderTrouble(folder: string, mark: string | null): BackupFault | null {
  try {
    if (!statSync(folder).isDirectory()) return { trouble: 'folder_gone', words: `${folder} is not a folder` }
    if (
      mark !== null &&
      (!existsSync(join(folder, markFileName)) || readFileSync(join(folder, markFileName), 'utf8').trim() !== mark)
    )
      return { trouble: 'folder_gone', words: `${folder} is not the folder that was chosen` }
    accessSync(folder, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return folderFault(error)
  }
}

export async function makeBackup(
  order: BackupOrder,
  chance: Chance,
  onStep: OnStep = () => {},
): Promise<Outcome<MadeBackup, BackupFault>> {
  const { dataFolder, folder, mark, madeAtMs } = order
  const trouble = folderTrouble(folder, mark)
  if (trouble !== null) return failed(trouble)
  const work = workFolder(dataFolder)
  const plain = join(work, `copy-${madeAtMs}.db`)
  try {
    const copied = await copyFrom(join(dataFolder, databaseFileName), work, plain, onStep)
    if (!copied.ok) return copied
    return await sealInto(order, plain, copied.value, chance, onStep)
  } finally {
    rmSync(plain, { force: true })
    rmSync(`${plain}-journal`, { force: true })
    dropWorkFolder(work)
  }
}

function dropWorkFolder(work: string): void {
  try {
    rmdirSync(work)
  } catch {
    // Another run is at work in it.
  }
}

async function sealInto(
  { folder, key, madeAtMs }: BackupOrder,
  source: string,
  facts: CopyFacts,
  chance: Chance,
  onStep: OnStep,
): Promise<Outcome<MadeBackup, BackupFault>> {
  const name = freeName(folder, madeAtMs, sealedSuffix)
  const part = join(folder, `${name}${partSuffix}`)
  try {
    dropOldParts(folder, madeAtMs)
    const header = { ...facts, madeAtMs, ...sumOf(source, (fraction) => onStep('encrypting', fraction * 0.3)) }
    const bytes = writeSealed({ plain: source, part, key, header }, chance, (fraction) =>
      onStep('encrypting', 0.3 + fraction * 0.7),
    )
    const opened = await openBackup(part, { own: key })
    const whole = opened.ok ? readChunks(part, opened.value, (_, fraction) => onStep('verifying', fraction)) : opened
    if (!whole.ok) return failed({ trouble: 'failed', words: 'what was written could not be read back' })
    renameSync(part, join(folder, name))
    syncFolder(folder)
    return done({ name, bytes, header })
  } catch (error) {
    return failed(folderFault(error))
  } finally {
    dropPart(part)
  }
}

function dropPart(part: string): void {
  try {
    rmSync(part, { force: true })
  } catch {
    // A drive that broke in the middle: that is what is told, and a later run deletes it.
  }
}

/** What a run that was killed has left, a day ago or more; a younger one may be another's, under way. */
function dropOldParts(folder: string, nowMs: number): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(sealedSuffix + partSuffix)) continue
    const madeAtMs = moment(name.slice(0, -partSuffix.length))
    if (madeAtMs !== null && madeAtMs < nowMs - 86_400_000) dropPart(join(folder, name))
  }
}

async function copyFrom(
  source: string,
  work: string,
  plain: string,
  onStep: OnStep,
): Promise<Outcome<CopyFacts, BackupFault>> {
  try {
    mkdirSync(work, { recursive: true, mode: 0o700 })
    const copied = await copyOffice(source, plain, onStep)
    return copied.ok ? copied : failed({ trouble: 'damaged', words: copied.failure })
  } catch (error) {
    return failed(copyFault(error))
  }
}

/** Reads the file piece by piece; no more than one piece is in memory. */
function eachPiece(file: string, take: (piece: Buffer, isLast: boolean, fraction: number) => void): void {
  const { size } = statSync(file)
  const handle = openSync(file, 'r')
  const buffer = Buffer.alloc(chunkBytes)
  try {
    for (let at = 0; at < size; ) {
      const wanted = Math.min(chunkBytes, size - at)
      let got = 0
      while (got < wanted) {
        const read = readSync(handle, buffer, got, wanted - got, at + got)
        if (read === 0) throw new Error('the copy became shorter while it was read')
        got += read
      }
      at += got
      take(buffer.subarray(0, got), at >= size, at / size)
    }
  } finally {
    closeSync(handle)
  }
}

function sumOf(file: string, onFraction: (fraction: number) => void): { plainBytes: number; sha256: string } {
  const sum = createHash('sha256')
  eachPiece(file, (piece, _, fraction) => {
    sum.update(piece)
    onFraction(fraction)
  })
  return { plainBytes: statSync(file).size, sha256: sum.digest('hex') }
}

/** Returns how long the file became. */
function writeSealed(
  what: { readonly plain: string; readonly part: string; readonly key: BackupKey; readonly header: SealedHeader },
  chance: Chance,
  onFraction: (fraction: number) => void,
): number {
  const { plain, part, key, header } = what
  const json = Buffer.from(JSON.stringify(header), 'utf8')
  const { front, cipher } = newFront(key, chance.bytes(32), json.length + tagBytes)
  const handle = openSync(part, 'w', 0o600)
  try {
    let bytes = 0
    const write = (piece: Uint8Array): void => {
      for (let at = 0; at < piece.length; ) at += writeSync(handle, piece, at, piece.length - at)
      bytes += piece.length
    }
    write(front)
    for (const piece of cipher.seal(0, false, json)) write(piece)
    let number = 0
    eachPiece(plain, (chunk, isLast, fraction) => {
      number += 1
      for (const piece of cipher.seal(number, isLast, chunk)) write(piece)
      onFraction(fraction)
    })
    fsyncSync(handle)
    return bytes
  } finally {
    closeSync(handle)
  }
}
