/** Files on their way in: announced with their size, then sent in order, never more than announced. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportKind } from '../../contract/transfers.ts'
import type { Clock } from '../../core/kernel/clock.ts'
import type { NewId } from '../../core/kernel/ids.ts'

/** No file may be larger: 2 GiB. */
const uploadLimitBytes = 2 ** 31
/** What one `append` carries, before base64. */
const chunkBytes = 1 << 20
/** Uploads open at once; the one that was opened first gives way. */
const mostOpen = 8

export type AppendOutcome =
  | { outcome: 'done'; received: number }
  | { outcome: 'refused'; reason: 'not_found' | 'out_of_order' | 'too_large' }

interface Upload {
  readonly kind: ImportKind
  readonly shownName: string
  readonly folder: string
  readonly file: string
  readonly bytes: number
  readonly openedAtMs: number
  received: number
  /** Where the last piece began: it may come again, where its answer was lost. */
  lastOffset: number
  /** The write under way; the next one waits for it. */
  writing: Promise<unknown>
}

export interface UploadParts {
  readonly root: string
  readonly newId: NewId
  readonly clock: Clock
  readonly remove: (folder: string) => void
}

export function uploads(parts: UploadParts) {
  const pending = new Map<string, Upload>()

  function makeFolder(name: string): string {
    const folder = join(parts.root, name)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return folder
  }

  function drop(uploadId: string, upload: Upload): void {
    pending.delete(uploadId)
    parts.remove(upload.folder)
  }

  async function take(upload: Upload, offset: number, base64: string): Promise<AppendOutcome> {
    const bytes = Buffer.from(base64, 'base64')
    // Base64 that Node would read over in silence is a piece that got damaged on its way: the client sends it again.
    const damaged = !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)
    const again = offset === upload.lastOffset && offset + bytes.length === upload.received
    if (damaged || (offset !== upload.received && !again)) return { outcome: 'refused', reason: 'out_of_order' }
    if (upload.bytes > uploadLimitBytes || offset + bytes.length > upload.bytes)
      return { outcome: 'refused', reason: 'too_large' }
    await writeAt(upload.file, bytes, offset)
    upload.received = offset + bytes.length
    upload.lastOffset = offset
    return { outcome: 'done', received: upload.received }
  }

  return {
    makeFolder,
    open(announced: { kind: ImportKind; fileName: string; bytes: number }): { uploadId: string; chunkBytes: number } {
      const [oldest] = pending
      if (pending.size >= mostOpen && oldest !== undefined) drop(...oldest)
      const uploadId = parts.newId()
      const folder = makeFolder(uploadId)
      const file = join(folder, 'upload.csv')
      writeFileSync(file, '', { mode: 0o600 })
      pending.set(uploadId, {
        kind: announced.kind,
        shownName: announced.fileName,
        bytes: announced.bytes,
        folder,
        file,
        openedAtMs: parts.clock.now(),
        received: 0,
        lastOffset: 0,
        writing: Promise.resolve(),
      })
      return { uploadId, chunkBytes }
    },
    append(uploadId: string, offset: number, base64: string): Promise<AppendOutcome> {
      const upload = pending.get(uploadId)
      if (upload === undefined) return Promise.resolve({ outcome: 'refused', reason: 'not_found' })
      const taken = upload.writing.then(() => take(upload, offset, base64))
      upload.writing = taken.catch(() => {})
      return taken
    },
    get(uploadId: string) {
      const upload = pending.get(uploadId)
      return upload === undefined ? undefined : { ...upload, complete: upload.received === upload.bytes }
    },
    /** The file now belongs to a job. */
    release(uploadId: string): void {
      pending.delete(uploadId)
    },
    sweep(beforeMs: number): void {
      for (const [uploadId, upload] of pending) if (upload.openedAtMs <= beforeMs) drop(uploadId, upload)
    },
  }
}

async function writeAt(file: string, bytes: Buffer, offset: number): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, offset + at)
      at += bytesWritten
    }
  } finally {
    await handle.close()
  }
}
