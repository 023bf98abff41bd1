/** A headless Chromium spoken to over its DevTools pipe: file descriptors 3 and 4, JSON messages that end with a zero byte. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

export interface DevTools {
  /** Calls a DevTools method; rejects where the browser refuses it, dies, or is killed. */
  call(
    method: string,
    params: Readonly<Record<string, unknown>>,
    sessionId?: string,
  ): Promise<Readonly<Record<string, unknown>>>
  kill(): void
}

interface Answer {
  readonly id?: number
  readonly result?: Record<string, unknown>
  readonly error?: { readonly message: string }
}

interface Waiting {
  resolve(result: Readonly<Record<string, unknown>>): void
  reject(error: Error): void
}

/** Source: chromium, content/public/common/content_switches.cc, `--remote-debugging-pipe`. */
export function launchOverPipe(file: string, flags: readonly string[], deadlineMs: number): DevTools {
  const child: ChildProcess = spawn(file, ['--headless', '--remote-debugging-pipe', ...flags, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
  })
  const input = child.stdio[3] as Writable
  const output = child.stdio[4] as Readable
  const waiting = new Map<number, Waiting>()
  let calls = 0
  let ended: Error | null = null

  const end = (): void => {
    ended ??= new Error('the browser ended')
    for (const each of waiting.values()) each.reject(ended)
    waiting.clear()
  }
  child.once('error', end)
  child.once('exit', end)
  input.on('error', end)
  output.on('error', end)

  let received = ''
  output.setEncoding('utf8')
  output.on('data', (piece: string) => {
    const messages = (received + piece).split('\0')
    received = messages.pop() ?? ''
    for (const message of messages) {
      const { id, result, error }: Answer = JSON.parse(message)
      const caller = id === undefined ? undefined : waiting.get(id)
      if (id === undefined || caller === undefined) continue
      waiting.delete(id)
      if (error === undefined) caller.resolve(result ?? {})
      else caller.reject(new Error(error.message))
    }
  })

  return {
    call(method, params, sessionId) {
      return new Promise((resolve, reject) => {
        if (ended !== null) return reject(ended)
        calls += 1
        waiting.set(calls, { resolve, reject })
        input.write(
          `${JSON.stringify({ id: calls, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
        )
      })
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}
