/** A printer on the network: raw TCP, one connection a job. */
import { createConnection, type Socket } from 'node:net'
import { faultOf, LineFault, type PrinterLine } from './printer-line.ts'

/** A printer that is on answers within this time: 4 s. */
const connectMs = 4_000
/** The last bytes get this long to leave when the line is closed: 0.5 s. */
const lingerMs = 500

function connected(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = createConnection({ host, port, noDelay: true })
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', aborted)
      socket.off('connect', succeeded)
      socket.off('error', failed)
    }
    const succeeded = (): void => {
      settle()
      resolve(socket)
    }
    const failed = (error: unknown): void => {
      settle()
      // A socket that is destroyed may still say why.
      socket.on('error', () => undefined)
      socket.destroy()
      reject(faultOf(error, 'unreachable'))
    }
    const aborted = (): void => failed(new LineFault('timed_out'))
    const timer = setTimeout(() => failed(new LineFault('unreachable')), connectMs)
    signal.addEventListener('abort', aborted, { once: true })
    socket.once('connect', succeeded)
    socket.once('error', failed)
  })
}

export async function openTcpLine(host: string, port: number, signal: AbortSignal): Promise<PrinterLine> {
  const socket = await connected(host, port, signal)
  let received: Buffer[] = []
  let fault: LineFault | null = signal.aborted ? new LineFault('timed_out') : null
  const waiting = new Set<() => void>()
  const wake = (): void => {
    for (const each of [...waiting]) each()
  }
  const broken = (why: LineFault): void => {
    fault ??= why
    wake()
  }
  const aborted = (): void => {
    broken(new LineFault('timed_out'))
    socket.destroy()
  }
  signal.addEventListener('abort', aborted, { once: true })
  socket.on('data', (bytes) => {
    received.push(bytes)
    wake()
  })
  socket.on('error', (error) => broken(faultOf(error, 'disconnected')))
  socket.on('close', () => broken(new LineFault('disconnected')))

  return {
    write(bytes) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          if (fault === null) return
          waiting.delete(look)
          reject(fault)
        }
        waiting.add(look)
        look()
        if (fault !== null) return
        socket.write(bytes, (error) => {
          waiting.delete(look)
          if (error === undefined || error === null) resolve()
          else reject(fault ?? faultOf(error, 'disconnected'))
        })
      })
    },
    read(ms) {
      return new Promise((resolve, reject) => {
        const settle = (): void => {
          clearTimeout(timer)
          waiting.delete(look)
          const bytes = Buffer.concat(received)
          received = []
          if (bytes.length === 0 && fault !== null) reject(fault)
          else resolve(bytes)
        }
        const look = (): void => {
          if (received.length > 0 || fault !== null) settle()
        }
        const timer = setTimeout(settle, ms)
        waiting.add(look)
        look()
      })
    },
    // Closing a connection sends what is on its way first.
    settled: async () => {},
    close() {
      signal.removeEventListener('abort', aborted)
      return new Promise((resolve) => {
        if (socket.destroyed) return resolve()
        const timer = setTimeout(() => socket.destroy(), lingerMs)
        socket.once('close', () => {
          clearTimeout(timer)
          resolve()
        })
        socket.end()
      })
    },
  }
}
