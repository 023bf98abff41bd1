/** A way to a server that breaks off after so many bytes. */
import { connect, createServer, type Socket } from 'node:net'

export interface TcpCutter {
  readonly port: number
  /** The connections to come break after so many bytes, counted over both directions; null: never. */
  cutAfter(bytes: number | null, onCut?: () => void): void
  /** Bytes that have gone through since `cutAfter`. */
  passed(): number
  close(): Promise<void>
}

export function tcpCutter(target: number): Promise<TcpCutter> {
  let limit: number | null = null
  let onCut: () => void = () => {}
  let passed = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    const cut = (): void => {
      near.destroy()
      far.destroy()
    }
    const pass = (from: Socket, into: Socket): void => {
      sockets.add(from)
      from.on('error', cut)
      from.on('close', cut)
      from.on('data', (data) => {
        const left = limit === null ? data.length : limit - passed
        passed += data.length
        if (data.length < left || limit === null) {
          into.write(data)
          return
        }
        // What was let through arrives; whoever hears of it and answers finds nobody.
        into.write(data.subarray(0, Math.max(0, left)), cut)
        limit = 0
        onCut()
      })
    }
    pass(near, far)
    pass(far, near)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : 0,
        cutAfter(bytes, then = () => {}) {
          limit = bytes
          onCut = then
          passed = 0
        },
        passed: () => passed,
        close() {
          for (const socket of sockets) socket.destroy()
          return new Promise((closed) => server.close(() => closed()))
        },
      })
    })
  })
}
