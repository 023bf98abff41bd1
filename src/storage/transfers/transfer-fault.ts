/** Why a transfer ended early, in one line for a person. */
import { storageFault } from '../database.ts'
import { codeOf, fileFault } from './file-fault.ts'
import { shownNameOf, type TransferRequest } from './transfer.ts'

const databaseWords = {
  full: 'The disk is full or cannot be written to.',
  read_only: 'The office’s database cannot be written to.',
  corrupt: 'The office’s database is damaged: run counterfoil doctor.',
} as const

export function transferFault(error: unknown, request: TransferRequest): string {
  const fault = storageFault(error)
  if (fault !== null) return databaseWords[fault]
  const code = codeOf(error)
  if (code.startsWith('SQLITE_BUSY')) return 'The office’s database was busy for too long; try again.'
  if (/^E[A-Z0-9]+$/.test(code)) {
    const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : ''
    const reading = request.direction === 'import' && path === request.file
    return fileFault(
      error,
      path === '' || path.startsWith(request.file) ? shownNameOf(request) : path,
      reading ? 'read' : 'written',
    )
  }
  const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
  return `It stopped because of a fault in Counterfoil itself: ${reason.slice(0, 200)}`
}
