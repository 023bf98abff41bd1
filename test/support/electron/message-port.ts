/** The main process's end of a port whose other end is in a page. */
import { EventEmitter } from 'node:events'
import type { MessageChannelMain, MessagePortMain } from 'electron'

export class StandInPort extends EventEmitter implements Pick<MessagePortMain, 'postMessage' | 'start' | 'close'> {
  readonly #send: (data: unknown) => void
  readonly #tellClosed: () => void
  #waiting: unknown[] | null = []
  #isClosed = false

  constructor(send: (data: unknown) => void, tellClosed: () => void) {
    super()
    this.#send = send
    this.#tellClosed = tellClosed
  }

  /** A message from the page. Kept until the port is started. */
  arrive(data: unknown): void {
    if (this.#isClosed) return
    if (this.#waiting === null) this.emit('message', { data, ports: [] })
    else this.#waiting.push(data)
  }

  /** The page's end is gone. */
  end(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.emit('close')
  }

  postMessage(message: unknown): void {
    if (!this.#isClosed) this.#send(message)
  }

  start(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const data of waiting) this.arrive(data)
  }

  close(): void {
    if (this.#isClosed) return
    this.#tellClosed()
    this.end()
  }
}

/** Two ports of the main process, one behind the other. */
export class StandInChannel implements Record<keyof MessageChannelMain, StandInPort> {
  readonly port1: StandInPort
  readonly port2: StandInPort

  constructor() {
    const port1: StandInPort = new StandInPort(
      (data) => queueMicrotask(() => port2.arrive(structuredClone(data))),
      () => port2.end(),
    )
    const port2: StandInPort = new StandInPort(
      (data) => queueMicrotask(() => port1.arrive(structuredClone(data))),
      () => port1.end(),
    )
    this.port1 = port1
    this.port2 = port2
  }
}
