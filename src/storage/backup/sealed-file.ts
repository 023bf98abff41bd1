/**
 * The form of an encrypted backup. Format 1, all numbers big-endian:
 *
 *   "COUNTERFOIL BACKUP\n", one byte: the format        who it is
 *   uint32 length, JSON                                 key slots, the file's salt, sizes: readable, nothing of the office
 *   sealed header                                       what it holds: AES-256-GCM, nonce 0
 *   sealed chunks of 1 MiB                              the database: AES-256-GCM, nonces 1, 2, …, the last one marked
 *
 * The file's key is derived from the master key over every byte before the header, so that a change there changes the
 * key. Chunks have their number and whether they are the last in their nonce (STREAM: Hoang, Reyhanitabar, Rogaway,
 * Vizár, 2015): none can be changed, moved, left out or cut off.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { z } from 'zod'
import { type BackupRefusal, backupHolds } from '../../contract/backup.ts'
import { done, failed, type Outcome } from '../../core/kernel/outcome.ts'
import { type BackupKey, keySlots, unlock } from './backup-key.ts'

export const magic = Buffer.from('COUNTERFOIL BACKUP\n', 'latin1')
const formatNumber = 1
export const chunkBytes = 1 << 20
export const tagBytes = 16
const mostPreamble = 8_192
const mostHeader = 8_192

const preamble = z.strictObject({
  slots: keySlots,
  /** The file's own: no two files share a key. */
  salt: z.base64().length(44),
  headerBytes: z.int().positive().max(mostHeader),
})

export const sealedHeader = backupHolds.extend({
  /** Newest migration of the database inside. */
  schema: z.int().nonnegative(),
  /** Of the plain database. */
  plainBytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where the audit trail ended. */
  audit: z.object({ seq: z.int().nonnegative(), hash: z.string() }),
})
export type SealedHeader = z.infer<typeof sealedHeader>

const nonceOf = (number: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt8(isLast ? 1 : 0, 0)
  nonce.writeUIntBE(number, 6, 6)
  return nonce
}

export interface ChunkCipher {
  /** The sealed bytes and their tag, to be written one after the other. Good until the next chunk. */
  seal(number: number, isLast: boolean, plain: Uint8Array): readonly [Buffer, Buffer]
  /** Null where a byte of it, or its place, is another. Good until the next chunk. */
  open(number: number, isLast: boolean, sealed: Uint8Array): Buffer | null
}

/**
 * Bytes that Node's cipher takes at once. It gives each piece in memory of its own, outside V8's heap: in pieces of a chunk's
 * size V8 hardly notices them, and lets a hundred MiB lie before it collects.
 */
const pieceBytes = 4_096

/** Runs the bytes through the cipher into one buffer; GCM holds nothing back, so they are as many as before. */
function through(cipher: { update(bytes: Uint8Array): Buffer }, bytes: Uint8Array, into: Buffer): Buffer {
  for (let at = 0; at < bytes.length; at += pieceBytes) into.set(cipher.update(bytes.subarray(at, at + pieceBytes)), at)
  return into.subarray(0, bytes.length)
}

/** `front`: every byte of the file before the sealed header. */
function chunkCipher(master: Uint8Array, salt: Uint8Array, front: Uint8Array): ChunkCipher {
  const info = Buffer.concat([Buffer.from('counterfoil backup 1 '), createHash('sha256').update(front).digest()])
  const key = Buffer.from(hkdfSync('sha256', master, salt, info, 32))
  const chunk = Buffer.alloc(chunkBytes)
  return {
    seal(number, isLast, plain) {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast))
      const sealed = through(cipher, plain, chunk)
      cipher.final()
      return [sealed, cipher.getAuthTag()]
    },
    open(number, isLast, sealed) {
      if (sealed.length < tagBytes) return null
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast))
        decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
        const plain = through(decipher, sealed.subarray(0, sealed.length - tagBytes), chunk)
        decipher.final()
        return plain
      } catch {
        // Changed bytes or another key are the one expected failure, and null says so.
        return null
      }
    },
  }
}

/** The front of a new file, and the cipher for the rest. */
export function newFront(
  key: BackupKey,
  salt: Uint8Array,
  headerBytes: number,
): { front: Buffer; cipher: ChunkCipher } {
  const json = Buffer.from(
    JSON.stringify({ slots: key.slots, salt: Buffer.from(salt).toString('base64'), headerBytes }),
    'utf8',
  )
  const length = Buffer.alloc(4)
  length.writeUInt32BE(json.length)
  const front = Buffer.concat([magic, Buffer.from([formatNumber]), length, json])
  return { front, cipher: chunkCipher(key.master, salt, front) }
}

interface Front {
  readonly slots: z.infer<typeof keySlots>
  readonly salt: Buffer
  readonly headerBytes: number
  readonly front: Buffer
}

function readExactly(handle: number, from: number, length: number, into?: Buffer): Buffer | null {
  const bytes = into?.subarray(0, length) ?? Buffer.alloc(length)
  let read = 0
  while (read < length) {
    const got = readSync(handle, bytes, read, length - read, from + read)
    if (got === 0) return null
    read += got
  }
  return bytes
}

function readFront(handle: number): Outcome<Front, BackupRefusal> {
  const start = readExactly(handle, 0, magic.length + 5)
  if (start === null || !start.subarray(0, magic.length).equals(magic)) return failed('not_a_backup')
  if (start[magic.length] !== formatNumber) return failed('newer')
  const length = start.readUInt32BE(magic.length + 1)
  const json = length > mostPreamble ? null : readExactly(handle, start.length, length)
  if (json === null) return failed('damaged')
  try {
    const parsed = preamble.safeParse(JSON.parse(json.toString('utf8')))
    if (!parsed.success) return failed('damaged')
    const { slots, salt, headerBytes } = parsed.data
    return done({ slots, headerBytes, salt: Buffer.from(salt, 'base64'), front: Buffer.concat([start, json]) })
  } catch {
    return failed('damaged')
  }
}

export interface OpenedBackup {
  readonly header: SealedHeader
  /** Opens this very file again without stretching a passphrase. */
  readonly key: BackupKey
  readonly cipher: ChunkCipher
  /** Where the chunks begin. */
  readonly chunksAt: number
}

/** Either what a person typed, or the office's own key, which opens its own backups only. */
export type BackupOpener = { readonly typed: string } | { readonly own: BackupKey }

/** Opens the header. `wrong`: not this passphrase, or, with the office's own key, a backup of another one. */
export async function openBackup(file: string, opener: BackupOpener): Promise<Outcome<OpenedBackup, BackupRefusal>> {
  let handle: number
  try {
    handle = openSync(file, 'r')
  } catch {
    return failed('gone')
  }
  try {
    const front = readFront(handle)
    if (!front.ok) return front
    const { slots, salt, headerBytes, front: bytes } = front.value
    const master = 'typed' in opener ? await unlock(slots, opener.typed) : ownKey(opener.own, slots.keyId)
    if (master === null) return failed('wrong')
    const sealed = readExactly(handle, bytes.length, headerBytes)
    const cipher = chunkCipher(master, salt, bytes)
    const plain = sealed === null ? null : cipher.open(0, false, sealed)
    if (plain === null) return failed('damaged')
    const header = sealedHeader.safeParse(JSON.parse(plain.toString('utf8')))
    if (!header.success) return failed('newer')
    const chunksAt = bytes.length + headerBytes
    if (fstatSync(handle).size !== chunksAt + sealedSize(header.data.plainBytes)) return failed('damaged')
    return done({ header: header.data, key: { slots, master }, cipher, chunksAt })
  } finally {
    closeSync(handle)
  }
}

const ownKey = (own: BackupKey, keyId: string): Uint8Array | null => (own.slots.keyId === keyId ? own.master : null)

/** How long the chunks of that many bytes are. */
const sealedSize = (plainBytes: number): number => plainBytes + Math.ceil(plainBytes / chunkBytes) * tagBytes

/** Gives the plain bytes chunk by chunk; ends with `damaged` where one is not what was written, or the whole is not. */
export function readChunks(
  file: string,
  opened: OpenedBackup,
  take: (plain: Buffer, fraction: number) => void,
): Outcome<null, 'damaged'> {
  const { header, cipher, chunksAt } = opened
  const handle = openSync(file, 'r')
  const sum = createHash('sha256')
  try {
    const count = Math.ceil(header.plainBytes / chunkBytes)
    const buffer = Buffer.alloc(chunkBytes + tagBytes)
    for (let number = 1; number <= count; number += 1) {
      const isLast = number === count
      const plainLength = isLast ? header.plainBytes - (count - 1) * chunkBytes : chunkBytes
      const at = chunksAt + (number - 1) * (chunkBytes + tagBytes)
      const sealed = readExactly(handle, at, plainLength + tagBytes, buffer)
      const plain = sealed === null ? null : cipher.open(number, isLast, sealed)
      if (plain === null) return failed('damaged')
      sum.update(plain)
      take(plain, number / count)
    }
  } finally {
    closeSync(handle)
  }
  return sum.digest('hex') === header.sha256 ? done(null) : failed('damaged')
}
