/** Writes CSV rows to a file as they come. RFC 4180 through csv-stringify; lines end in LF. For worker threads: writing blocks. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'

export interface CsvOutput {
  write(rows: readonly (readonly (string | number)[])[]): void
  /** All that was written is on disk, and the file closed. */
  close(): void
}

/** Only its owner may read what it writes: it holds people's data. */
export function csvOutput(file: string, header: readonly string[], byteOrderMark: boolean): CsvOutput {
  const descriptor = openSync(file, 'w', 0o600)
  const put = (text: string): void => {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
  }
  let isOpen = true
  put((byteOrderMark ? '\uFEFF' : '') + stringify([[...header]]))
  return {
    write(rows) {
      if (rows.length > 0) put(stringify(rows.map((row) => [...row])))
    },
    close() {
      if (!isOpen) return
      isOpen = false
      try {
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
    },
  }
}

export interface WholeFile extends Omit<CsvOutput, 'close'> {
  /** Puts the finished file in its place. */
  finish(): void
  /** Leaves what stood in its place, and nothing else. Does nothing once finished. */
  discard(): void
}

/** A file that appears under its name only when it is whole. */
export function wholeFile(file: string, header: readonly string[], byteOrderMark: boolean): WholeFile {
  const partial = `${file}.partial`
  const output = csvOutput(partial, header, byteOrderMark)
  return {
    write: output.write,
    finish() {
      output.close()
      renameSync(partial, file)
    },
    discard() {
      try {
        output.close()
      } finally {
        rmSync(partial, { force: true })
      }
    },
  }
}
