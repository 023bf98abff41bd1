/** What the HTTP peers share: a loopback server, and the ways in which any server can fail its client. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { PeerCertificate } from './smtp-peer-certificate.ts'

export type Misbehaviour =
  /** Answers with exactly this. */
  | {
      readonly does: 'answer'
      readonly status: number
      readonly body: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Reads the request and never answers. */
  | { readonly does: 'hang' }
  /** Reads the request and cuts the connection. */
  | { readonly does: 'drop' }
  /** Begins a good answer and cuts the connection within the body. */
  | { readonly does: 'drop_mid_answer' }
  /** Begins a good answer and ends its side of the connection in good order within the body. */
  | { readonly does: 'end_mid_answer' }
  /** Ends its side of the connection as soon as the request begins, without an answer. */
  | { readonly does: 'end_unanswered' }

const misbehaviours = ['answer', 'hang', 'drop', 'drop_mid_answer', 'end_mid_answer', 'end_unanswered']

export function isMisbehaviour(behaviour: { readonly does: string }): behaviour is Misbehaviour {
  return misbehaviours.includes(behaviour.does)
}

/** `begin` is how a good answer would begin, so that the half of it looks right. */
export function misbehave(behaviour: Misbehaviour, begin: { status: number; body: string }, response: ServerResponse) {
  const { socket } = response
  switch (behaviour.does) {
    case 'answer':
      return void response.writeHead(behaviour.status, behaviour.headers ?? {}).end(behaviour.body)
    case 'hang':
      return
    case 'drop':
      return void socket?.destroy()
    case 'end_unanswered':
      return void socket?.end()
    case 'drop_mid_answer':
    case 'end_mid_answer':
      response.writeHead(begin.status, { 'content-type': 'application/json', 'content-length': '500' })
      return void response.write(begin.body, () =>
        behaviour.does === 'drop_mid_answer' ? socket?.destroy() : socket?.end(),
      )
  }
}

/** With a certificate the server speaks HTTPS. `base` is `http[s]://127.0.0.1:port`. */
export async function httpServer(
  serve: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  tls: PeerCertificate | null = null,
): Promise<{ readonly base: string; close(): Promise<void> }> {
  const withBody = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    serve(request, response, Buffer.concat(chunks).toString('utf8'))
  }
  const server = tls === null ? createServer(withBody) : createSecureServer(tls, withBody)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    base: `${tls === null ? 'http' : 'https'}://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
