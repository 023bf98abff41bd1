/** The rejects of an import: one row for each row that was not taken, in a file that is there only if there were any. */
import { accessSync, constants, mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { neutralise } from '../../core/transfers/cells.ts'
import { rejectColumns } from '../../core/transfers/columns.ts'
import type { Reject } from '../../core/transfers/row-fault.ts'
import { type CsvOutput, csvOutput } from './csv-output.ts'

/** `customers.csv` has its rejects in `customers.rejects.csv`. */
const rejectsNameOf = (file: string): string => `${basename(file).replace(/\.csv$/i, '')}.rejects.csv`

/** Beside the input; where that folder cannot be written to (a read-only medium), `rejects` in the data folder. */
export function rejectsFolderFor(file: string, dataFolder: string): string {
  const beside = dirname(file)
  try {
    accessSync(beside, constants.W_OK | constants.X_OK)
    return beside
  } catch {
    // Not writable is the one question asked here; what else is wrong with the folder shows when the file is read.
    return join(dataFolder, 'rejects')
  }
}

export interface RejectsFile {
  write(rejects: readonly Reject[]): void
  /** The file, or null where nothing was rejected. */
  close(): string | null
}

/** Takes away the rejects of an earlier run at once, and makes a new file at the first reject. */
export function rejectsFile(folder: string, input: string): RejectsFile {
  const file = join(folder, rejectsNameOf(input))
  rmSync(file, { force: true })
  let output: CsvOutput | null = null
  return {
    write(rejects) {
      if (rejects.length === 0) return
      if (output === null) mkdirSync(folder, { recursive: true, mode: 0o700 })
      output ??= csvOutput(file, rejectColumns, false)
      output.write(rejects.map(({ row, column, value, reason }) => [row, column, neutralise(value), reason]))
    },
    close() {
      output?.close()
      return output === null ? null : file
    },
  }
}
