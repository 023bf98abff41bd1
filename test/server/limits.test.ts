import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { browserClient, startHost } from '../support/host.ts'
import { testOffice } from '../support/office.ts'
import { startTlsHost, tlsBrowser, tlsSocket } from '../support/tls-host.ts'

/** As the host has them, only sooner. */
const soon = { headersMs: 400, requestMs: 800, keepAliveMs: 400, handshakeMs: 400, checkEveryMs: 100 }
/** Every place but one is another machine. Linux and Windows own the whole of 127/8. */
const isLocal = (address: string): boolean => address === '127.0.0.1'

/** Opens sockets from `localAddress` in waves; those that the host keeps are left in the answer. */
async function flood(address: string, localAddress: string, count: number, wave = 500): Promise<Set<Socket>> {
  const { port, hostname } = new URL(address)
  const open = new Set<Socket>()
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
  })
  for (let begun = 0; begun < count; begun += wave) {
    await Promise.all(
      Array.from({ length: wave }, () => {
        const socket = connect({ port: Number(port), host: hostname, localAddress })
        socket.on('error', () => {})
        // What nobody reads would keep the end from being heard.
        socket.resume()
        return new Promise<void>((resolve) => {
          socket.once('connect', () => {
            open.add(socket)
            // The host's refusal comes right behind; one that is kept hears nothing.
            setTimeout(resolve, 150)
          })
          socket.once('close', () => {
            open.delete(socket)
            resolve()
          })
        })
      }),
    )
  }
  return open
}

/** Resolves with what was heard once the host hangs up. */
function hungUp(socket: Socket): Promise<string> {
  let heard = ''
  socket.on('data', (data) => {
    heard += data.toString('latin1')
  })
  socket.on('error', () => {})
  return new Promise((resolve) => socket.once('close', () => resolve(heard)))
}

describe.skipIf(process.platform === 'darwin')('idle sockets', () => {
  it('10,000 of them from one place hold 64 connections, and nobody else waits', { timeout: 60_000 }, async () => {
    const { address } = await startHost(testOffice(), { isLocal })
    const { client } = await browserClient(address)
    const flooding = flood(address, '127.0.0.2', 10_000)
    for (let nth = 0; nth < 20; nth += 1) expect((await client.office.state()).name).toBe('Test Office')
    const open = await flooding
    await expect.poll(() => open.size, { timeout: 20_000 }).toBeLessThanOrEqual(64)
    await expect((await browserClient(address)).client.office.state()).resolves.toBeTruthy()
  })

  it('from many places fill the house, and the place that holds the most makes room', async () => {
    const { address } = await startHost(testOffice(), { isLocal, limits: { perPlace: 30, inAll: 50 } })
    const many = await flood(address, '127.0.0.2', 40, 20)
    const few = await flood(address, '127.0.0.3', 20, 20)
    await expect.poll(() => [many.size, few.size], { timeout: 5_000 }).toEqual([30, 20])
    await expect((await browserClient(address)).client.office.state()).resolves.toBeTruthy()
    await expect.poll(() => many.size, { timeout: 5_000 }).toBeLessThan(30)
    expect(few.size).toBe(20)
  })

  it('are cut after a while, and their place is free again', async () => {
    const { address } = await startHost(testOffice(), { isLocal, limits: { ...soon, perPlace: 10 } })
    const open = await flood(address, '127.0.0.2', 20, 20)
    await expect.poll(() => open.size, { timeout: 5_000 }).toBe(0)
    expect((await flood(address, '127.0.0.2', 5, 5)).size).toBeGreaterThan(0)
  })
})

describe('slow callers', () => {
  it('are cut in the handshake, in their headers and in their body', async () => {
    const { address } = await startTlsHost(testOffice(), { limits: soon })
    const { port, hostname, host } = new URL(address)
    const silent = connect(Number(port), hostname)
    const headers = await tlsSocket(address)
    headers.write('POST /rpc/office/state HTTP/1.1\r\nHost: ')
    const trickle = setInterval(() => headers.write('x'), 50)
    onTestFinished(() => clearInterval(trickle))
    const body = await tlsSocket(address)
    body.write(
      `POST /rpc/office/state HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${new URL(address).origin}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    )
    const ends = await Promise.all([hungUp(silent), hungUp(headers), hungUp(body)])
    expect(ends[0]).toBe('')
    expect(ends[1]).toMatch(/^HTTP\/1\.1 408|^$/)
    await expect((await tlsBrowser(address)).client.pairing.ask()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('lose a connection that they keep without a use for it', async () => {
    const { address } = await startTlsHost(testOffice(), { limits: soon })
    const socket = await tlsSocket(address)
    socket.write(`GET / HTTP/1.1\r\nHost: ${new URL(address).host}\r\n\r\n`)
    expect(await hungUp(socket)).toMatch(/^HTTP\/1\.1 200/)
  })
})

describe('greedy callers', () => {
  const gigabyte = 1024 ** 3

  it.each([
    ['a length that says so', `Content-Length: ${gigabyte}`],
    ['pieces without an end', 'Transfer-Encoding: chunked'],
  ])('are cut early in a body of 1 GB, sent with %s', { timeout: 60_000 }, async (_how, framing) => {
    const { address } = await startTlsHost(testOffice())
    const { cookie } = await tlsBrowser(address)
    const { host, origin } = new URL(address)
    for (const start of ['POST /rpc/session/staff', 'POST /', 'GET /']) {
      const socket = await tlsSocket(address)
      let over = false
      const end = hungUp(socket).finally(() => {
        over = true
      })
      const fields = [
        `Host: ${host}`,
        `Origin: ${origin}`,
        `Cookie: ${cookie}`,
        'Content-Type: application/json',
        framing,
      ]
      socket.write(`${start} HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`)
      const piece = Buffer.alloc(64 * 1024, 0x20)
      const chunk = framing.startsWith('T')
        ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
        : piece
      let sent = 0
      while (!over && sent < gigabyte) {
        const failed = await new Promise<boolean>((resolve) => {
          socket.write(chunk, (error) => resolve(error !== null && error !== undefined))
        })
        if (failed) break
        sent += piece.length
      }
      await end
      expect([start, sent < 64 * 1024 * 1024]).toEqual([start, true])
    }
    await expect((await tlsBrowser(address)).client.office.state()).resolves.toBeTruthy()
  })

  it('are cut in headers of more than 16 KB', async () => {
    const { address } = await startTlsHost(testOffice())
    const socket = await tlsSocket(address)
    socket.write(`GET / HTTP/1.1\r\nHost: ${new URL(address).host}\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(await hungUp(socket)).toMatch(/^HTTP\/1\.1 431/)
  })
})
