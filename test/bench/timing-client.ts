/** The stranger of the timing bench, in a thread of its own: what the server does after its answer must not slow the clock. */
import { Agent, request } from 'node:http'
import { parentPort } from 'node:worker_threads'

export interface TimedCall {
  readonly url: string
  readonly body: object
  readonly headers: Readonly<Record<string, string>>
}

/** Milliseconds up to the answer's first byte; null where it was a refusal. */
export interface TimedAnswer {
  readonly ms: number | null
  readonly said: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

parentPort?.on('message', ({ url, body, headers }: TimedCall) => {
  const text = JSON.stringify(body)
  const fields = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers }
  const answer = (given: TimedAnswer): void => parentPort?.postMessage(given)
  const started = performance.now()
  const sent = request(url, { method: 'POST', agent, headers: fields }, (response) => {
    const ms = performance.now() - started
    let said = ''
    response.on('data', (piece: Buffer) => {
      said += piece.toString()
    })
    response.on('end', () =>
      answer({ ms: response.statusCode === 200 && !said.includes('"refused"') ? ms : null, said }),
    )
  })
  sent.on('error', (error) => answer({ ms: null, said: error.message }))
  sent.end(text)
})
