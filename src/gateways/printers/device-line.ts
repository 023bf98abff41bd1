/** A printer behind a device file of this machine: USB (`/dev/usb/lp0`) or serial (`/dev/ttyUSB0`). */
import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { isatty } from 'node:tty'
import { promisify } from 'node:util'
import type { PrinterConnection } from '../../contract/printers.ts'
import { faultOf, LineFault, type PrinterLine } from './printer-line.ts'

type DeviceConnection = Exclude<PrinterConnection, { via: 'network' }>

/** A driver that has no room, or nothing to say, is asked again after 20 ms. */
const againMs = 20
/** No file of ours is bigger on the way: a driver may take a lot at once and then block. */
const pieceBytes = 4_096
/** NUL: no printer makes anything of it between two lines. */
const nothing = Uint8Array.of(0)

/** What a printer's device file is called, once links are followed. Anything else may be somebody's disk or terminal. */
const printerDevices =
  /^\/dev\/(usb\/lp\d+|usblp\d+|lp\d+|ulpt\d+|unlpt\d+|tty(USB|ACM|S|AMA|U)\d+|ttyu\d+|rfcomm\d+|cu\.[\w.-]+|tty\.[\w.-]+)$/

async function checked(path: string, file: FileHandle): Promise<void> {
  const standing = await file.stat()
  const isPrinter = standing.isCharacterDevice() && printerDevices.test(await realpath(path))
  if (!isPrinter && !standing.isFIFO()) throw new LineFault('not_a_device')
}

/** Raw bytes at the printer's speed. A line that is no terminal (a pipe) has no speed. */
async function tuned(connection: DeviceConnection, file: FileHandle): Promise<void> {
  if (connection.via !== 'serial' || !isatty(file.fd)) return
  const fileFlag = process.platform === 'darwin' ? '-f' : '-F'
  const how = [String(connection.baud), 'raw', '-echo', 'cs8', '-cstopb', '-parenb', 'clocal', '-hupcl']
  await promisify(execFile)('stty', [fileFlag, connection.path, ...how], { timeout: 2_000 })
}

/**
 * Opened without blocking: a device that hangs must not take one of the few threads that all files share. The file is never
 * made, cut or anything but a printer's device, whatever was typed.
 */
async function opened(connection: DeviceConnection): Promise<FileHandle> {
  const { O_NONBLOCK, O_NOCTTY, O_RDWR, O_WRONLY } = constants
  const how = O_NONBLOCK | O_NOCTTY
  const writeOnly = () => open(connection.path, O_WRONLY | how)
  try {
    // Both ways would keep a pipe open from this side alone; and some drivers let one write only.
    if ((await stat(connection.path)).isFIFO()) return await writeOnly()
    return await open(connection.path, O_RDWR | how).catch(writeOnly)
  } catch (error) {
    throw faultOf(error, 'device_missing')
  }
}

const mustWait = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK')

export async function openDeviceLine(connection: DeviceConnection, signal: AbortSignal): Promise<PrinterLine> {
  const file = await opened(connection)
  try {
    await checked(connection.path, file)
    await tuned(connection, file)
  } catch (error) {
    await file.close()
    throw faultOf(error, 'printer_error')
  }

  const inTime = (): void => {
    if (signal.aborted) throw new LineFault('timed_out')
  }
  async function piece(bytes: Uint8Array): Promise<number> {
    try {
      return (await file.write(bytes)).bytesWritten
    } catch (error) {
      if (!mustWait(error)) throw faultOf(error, 'disconnected')
      await pause(againMs)
      return 0
    }
  }
  async function taken(into: Uint8Array): Promise<number> {
    try {
      return (await file.read(into)).bytesRead
    } catch {
      // EAGAIN, or a driver that only listens: nothing was said.
      return 0
    }
  }

  async function write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      inTime()
      at += await piece(bytes.subarray(at, at + pieceBytes))
    }
  }

  return {
    write,
    async read(ms) {
      const into = new Uint8Array(64)
      for (let waitedMs = 0; ; waitedMs += againMs) {
        inTime()
        const length = await taken(into)
        if (length > 0 || waitedMs >= ms) return into.subarray(0, length)
        await pause(againMs)
      }
    },
    /**
     * The USB driver takes a piece, answers at once and drops at closing what the printer has not fetched: up to 4 KB, the
     * foot and the cut. It takes the next piece only when the one before is through, so a byte that prints nothing is
     * handed over and may be dropped instead. Source: Linux, drivers/usb/class/usblp.c, usblp_write and usblp_release.
     */
    settled: async () => {
      if (connection.via === 'usb') await write(nothing)
    },
    close: () => file.close().catch(() => undefined),
  }
}
