/** One line of text, for whoever is not our screen. */
import type { ServerResponse } from 'node:http'

export function plainAnswer(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    Connection: 'close',
  })
  response.end(`${words}\n`)
}
