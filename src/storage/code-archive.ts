/** Reads the archive of old codes, `archive.db` beside the office's database; opened for each question, never written to. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CodeArchive } from '../core/otp/history.ts'
import { archiveFileName } from './archive.ts'
import { openConnection } from './database.ts'

export function codeArchive(folder: string): CodeArchive {
  const file = join(folder, archiveFileName)
  return {
    read(read) {
      if (!existsSync(file)) return null
      const db = openConnection(file, { readonly: true, cacheKiB: 4_096 })
      try {
        return read(db)
      } finally {
        db.close()
      }
    },
  }
}
