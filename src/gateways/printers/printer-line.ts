/** The way to a thermal printer, whatever it runs over: bytes out, bytes back, and a fault with its name. */
import type { PrintFailure } from '../../contract/printers.ts'

export interface PrinterLine {
  /** Resolves once the bytes were handed over; rejects with a `LineFault`. */
  write(bytes: Uint8Array): Promise<void>
  /** What came since the last look; waits up to `ms` for a first byte, and gives none where none came. */
  read(ms: number): Promise<Uint8Array>
  /** Resolves once the line may be closed without losing what was handed over last; rejects with a `LineFault`. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Why a line is of no more use. */
export class LineFault extends Error {
  readonly failure: PrintFailure
  constructor(failure: PrintFailure) {
    super(failure)
    this.failure = failure
  }
}

/** The system's word for what happened, as one of ours. */
export function faultOf(error: unknown, otherwise: PrintFailure): LineFault {
  if (error instanceof LineFault) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return new LineFault(faults[code] ?? otherwise)
}

const faults: Readonly<Record<string, PrintFailure>> = {
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ECONNRESET: 'disconnected',
  EPIPE: 'disconnected',
  EIO: 'disconnected',
  // Linux, drivers/usb/class/usblp.c: the printer's status said "no paper".
  ENOSPC: 'paper_out',
  ENODEV: 'device_missing',
  ENOENT: 'device_missing',
  // Nobody reads at the other end.
  ENXIO: 'device_missing',
  EACCES: 'no_permission',
  EPERM: 'no_permission',
  EBUSY: 'busy',
}
