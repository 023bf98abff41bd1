/** Who may read and write a file, in as much as the system keeps it with the file. */
import { statSync } from 'node:fs'

/**
 * Of a file that is its own user's alone. Windows keeps only whether it may be written to, and the folder's list decides
 * who reads: the data folder lies in the person's own.
 */
export const ownMode = process.platform === 'win32' ? 0o666 : 0o600

export const modeOf = (file: string): number => statSync(file).mode & 0o777
