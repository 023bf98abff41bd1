/** Servers that no SMTP library would be: they stop, end or break in the middle of what a mail server says. */
import type { Socket } from 'node:net'

export type ScriptedBehaviour =
  /** Accepts the connection and says nothing, be it plain or TLS. */
  | { readonly does: 'hang_before_greeting' }
  /** Sends a greeting line every 20 ms and never ends it: no silence for an idle timeout to notice. */
  | { readonly does: 'trickle_greeting' }
  /** Offers STARTTLS, agrees to it, and never shakes hands. */
  | { readonly does: 'hang_at_starttls' }
  /** Answers STARTTLS with `code`. */
  | { readonly does: 'refuse_starttls'; readonly code: number; readonly said: string }
  /** Agrees to STARTTLS and cuts the connection as the handshake begins. */
  | { readonly does: 'drop_at_starttls' }
  /** Answers the command DATA, before any mail, with `code`. */
  | { readonly does: 'refuse_data'; readonly code: number; readonly said: string }
  /** Says half a greeting, then ends its side and listens on. */
  | { readonly does: 'end_in_greeting' }
  /** Takes sender and recipient, and ends its side with the first bytes of the mail, while it reads on. */
  | { readonly does: 'end_mid_data' }
  /** Takes the whole mail, says half an answer, then ends its side and listens on. */
  | { readonly does: 'end_in_answer' }
  /** Takes the whole mail and ends its side without a word. */
  | { readonly does: 'end_after_data' }

/** A half-closed connection needs a server that does not close its side with the client's. */
export const needsHalfOpen = (does: string): boolean => does.startsWith('end_')

/** Null where a real mail server behaves so. */
export function scriptOf(behaviour: { readonly does: string }): ((socket: Socket) => void) | null {
  const script = scripts(behaviour as ScriptedBehaviour)
  if (script === null || !needsHalfOpen(behaviour.does)) return script
  return (socket) => {
    socket.on('end', () => socket.destroy())
    script(socket)
  }
}

function scripts(behaviour: ScriptedBehaviour): ((socket: Socket) => void) | null {
  switch (behaviour.does) {
    case 'hang_before_greeting':
      return (socket) => socket.resume()
    case 'trickle_greeting':
      return (socket) => {
        const timer = setInterval(() => socket.write('220-one moment please\r\n'), 20)
        socket.on('close', () => clearInterval(timer))
      }
    case 'hang_at_starttls':
      return (socket) => converse(socket, { STARTTLS: () => socket.write('220 go ahead\r\n') })
    case 'refuse_starttls':
      return (socket) => converse(socket, { STARTTLS: () => socket.write(`${behaviour.code} ${behaviour.said}\r\n`) })
    case 'drop_at_starttls':
      return (socket) =>
        converse(socket, {
          STARTTLS: () => {
            socket.write('220 go ahead\r\n')
            socket.once('data', () => socket.destroy())
          },
        })
    case 'refuse_data':
      return (socket) => converse(socket, { DATA: () => socket.write(`${behaviour.code} ${behaviour.said}\r\n`) })
    case 'end_in_greeting':
      return (socket) => {
        socket.resume()
        socket.end('220 rea')
      }
    case 'end_mid_data':
      return (socket) =>
        converse(socket, {
          DATA: () => {
            socket.write('354 go on\r\n')
            socket.once('data', () => socket.end())
          },
        })
    case 'end_in_answer':
    case 'end_after_data':
      return (socket) =>
        converse(socket, {
          DATA: () => {
            socket.write('354 go on\r\n')
            let tail = ''
            socket.on('data', (chunk: Buffer) => {
              tail = (tail + chunk.toString('latin1')).slice(-5)
              if (tail !== '\r\n.\r\n') return
              if (behaviour.does === 'end_in_answer') socket.end('250 2.0.0 O')
              else socket.end()
            })
          },
        })
    default:
      return null
  }
}

/** Greets, takes every command, and does something else at the one named; STARTTLS is offered only where it is that one. */
function converse(socket: Socket, at: Readonly<Record<string, () => void>>): void {
  let left = false
  const hello = 'STARTTLS' in at ? '250-peer\r\n250 STARTTLS\r\n' : '250 peer\r\n'
  socket.write('220 ready\r\n')
  socket.on('data', (chunk: Buffer) => {
    if (left) return
    for (const line of chunk.toString('latin1').split('\r\n').filter(Boolean)) {
      const special = Object.entries(at).find(([command]) => line.startsWith(command))
      if (special !== undefined) {
        left = true
        return special[1]()
      }
      socket.write(line.startsWith('EHLO') ? hello : '250 2.0.0 Ok\r\n')
    }
  })
}
