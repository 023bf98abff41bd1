/** A thermal printer on the network: a real TCP server that speaks as much ESC/POS as a job needs, and can be in any mood. */
import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ThermalMood {
  readonly paper: 'in' | 'out'
  readonly cover: 'closed' | 'open'
  /** `silent` takes everything and answers nothing; `hung` does so once a job has begun. */
  readonly answers: 'yes' | 'silent' | 'hung'
  /** Cuts the connection after so many bytes of a job. */
  readonly dropsAfter: number | null
  /** Knows DLE EOT, but not GS r. */
  readonly knowsDone: boolean
  /** Someone lifts the cover once so many bytes of a job are there; what came stands in its buffer until it is closed. */
  readonly opensAfter: number | null
}

export interface ThermalPeer {
  readonly port: number
  /** What each connection brought, status questions left out, the oldest first. */
  readonly jobs: Buffer[]
  /** How many connections were open at most. */
  mostAtOnce(): number
  be(mood: Partial<ThermalMood>): void
  /** As text: what stands between the commands. */
  words(job?: number): string
  /** Goes off: connections are refused from now on. */
  off(): Promise<void>
}

const cheerful: ThermalMood = {
  paper: 'in',
  cover: 'closed',
  answers: 'yes',
  dropsAfter: null,
  knowsDone: true,
  opensAfter: null,
}

const dleEot = Buffer.from([0x10, 0x04])
const gsR = Buffer.from([0x1d, 0x72, 1])

export async function thermalPeer(): Promise<ThermalPeer> {
  let mood = cheerful
  let open = 0
  let most = 0
  const jobs: Buffer[] = []
  const sockets = new Set<Socket>()

  const stateByte = (which: number): number => {
    const fixed = 0x12
    if (which === 4) return fixed | (mood.paper === 'out' ? 0x60 : 0)
    return fixed | (mood.cover === 'open' ? 0x04 : 0) | (mood.paper === 'out' ? 0x20 : 0)
  }

  function hear(socket: Socket): void {
    const at = jobs.push(Buffer.alloc(0)) - 1
    let rest = Buffer.alloc(0)
    const say = (byte: number): void => {
      const hangs = mood.answers === 'hung' && (jobs[at]?.length ?? 0) > 0
      if (mood.answers !== 'silent' && !hangs) socket.write(Uint8Array.of(byte))
    }
    socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes])
      for (;;) {
        if (rest.subarray(0, 2).equals(dleEot) && rest.length >= 3) {
          const which = rest[2] ?? 0
          rest = rest.subarray(3)
          say(stateByte(which))
          continue
        }
        const ends = [dleEot, gsR].map((mark) => rest.indexOf(mark)).filter((found) => found > 0)
        const asked = rest.subarray(0, 3).equals(gsR)
        if (asked) {
          rest = rest.subarray(3)
          if (mood.knowsDone && mood.paper === 'in' && mood.cover === 'closed') say(0)
          continue
        }
        if (rest.length === 0) return
        const end = ends.length === 0 ? rest.length : Math.min(...ends)
        jobs[at] = Buffer.concat([jobs[at] ?? Buffer.alloc(0), rest.subarray(0, end)])
        rest = rest.subarray(end)
        if (mood.opensAfter !== null && (jobs[at]?.length ?? 0) >= mood.opensAfter) mood = { ...mood, cover: 'open' }
        if (mood.dropsAfter !== null && (jobs[at]?.length ?? 0) >= mood.dropsAfter) return socket.resetAndDestroy()
      }
    })
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    open += 1
    most = Math.max(most, open)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      open -= 1
      sockets.delete(socket)
    })
    hear(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const off = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  onTestFinished(async () => {
    if (server.listening) await off()
  })
  return {
    port: address.port,
    jobs,
    mostAtOnce: () => most,
    be: (next) => {
      mood = { ...mood, ...next }
    },
    words: (job = jobs.length - 1) =>
      (jobs[job] ?? Buffer.alloc(0)).toString('latin1').replace(/\x1b[@tEadJ!pM-][\s\S]|\x1d[VaB!][\s\S]/g, ''),
    off,
  }
}
