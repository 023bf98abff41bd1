/** Nobody holds so many connections that others find none. */
import type { Server, Socket } from 'node:net'
import { addressBlock } from '../core/terminals/pairing-rules.ts'

export interface ConnectionCaps {
  /** From one place on the network. A browser opens six. */
  readonly perPlace: number
  readonly inAll: number
}

/**
 * Ends a connection at once where its place has its share. Where the house is full, the place that holds the most gives
 * up its oldest one, so that a flood costs those who flood.
 */
export function capConnections(server: Server, caps: ConnectionCaps, isLocal: (address: string) => boolean): void {
  const places = new Map<string, Set<Socket>>()
  let open = 0

  function makeRoom(share: number): boolean {
    const largest = [...places.values()].reduce(
      (most, each) => (each.size > most.size ? each : most),
      new Set<Socket>(),
    )
    const [oldest] = largest
    if (oldest === undefined || largest.size <= share) return false
    oldest.destroy()
    return true
  }

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress
    if (address === undefined) {
      socket.destroy()
      return
    }
    const place = addressBlock(address)
    const here = places.get(place) ?? new Set<Socket>()
    // All the screens of this machine are one place.
    const share = isLocal(address) ? caps.inAll / 2 : caps.perPlace
    if (here.size >= share || (open >= caps.inAll && !makeRoom(here.size + 1))) {
      socket.destroy()
      return
    }
    here.add(socket)
    places.set(place, here)
    open += 1
    socket.once('close', () => {
      open -= 1
      here.delete(socket)
      if (here.size === 0) places.delete(place)
    })
  })
}
