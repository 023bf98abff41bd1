/**
 * A real SMTP server on this machine that behaves as it is told, and remembers what it took.
 * Every peer listens on 127.0.0.1, on a port of its own, until `close()`.
 */
import { createServer, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import type { PeerCertificate } from './smtp-peer-certificate.ts'
import { needsHalfOpen, type ScriptedBehaviour, scriptOf } from './smtp-peer-scripts.ts'

export type SmtpBehaviour =
  | { readonly does: 'accept' }
  /** 535, or `code`, to every login. `said` replaces the server's words. */
  | { readonly does: 'refuse_login'; readonly code?: number; readonly said?: string }
  /** Answers MAIL FROM with `code`. */
  | { readonly does: 'refuse_sender'; readonly code: number; readonly said: string }
  /** Answers RCPT TO with `code`. */
  | { readonly does: 'refuse_recipient'; readonly code: number; readonly said: string }
  /** Takes the whole mail and answers it with `code`. */
  | { readonly does: 'refuse_message'; readonly code: number; readonly said: string }
  /** Greets with `code`, like 421 of a server that is too busy. */
  | { readonly does: 'refuse_connection'; readonly code: number; readonly said: string }
  /** Takes the sender and never answers to the recipient. */
  | { readonly does: 'hang_at_recipient' }
  /** Takes the whole mail and never answers it. */
  | { readonly does: 'hang_after_data' }
  /** Cuts the connection with the first bytes of the mail. */
  | { readonly does: 'drop_mid_data' }
  /** Takes the whole mail, then cuts the connection without an answer. */
  | { readonly does: 'drop_after_data' }
  | ScriptedBehaviour

export interface TakenMail {
  readonly from: string
  readonly to: readonly string[]
  /** As it came over the wire, dots unescaped. */
  readonly raw: string
}

export interface SmtpPeer {
  readonly port: number
  /** With `login`, the user `desk` and the password; without, no login is asked for. */
  url(login?: 'login'): string
  readonly mails: readonly TakenMail[]
  /** Behaves differently from now on; those of `smtp-peer-scripts.ts`, no mail servers at all, cannot be left or entered. */
  become(behaviour: SmtpBehaviour): void
  /** Connections taken so far. */
  connections(): number
  /** Connections open now. */
  open(): number
  /** Resets every open connection, as a server does that restarts. For servers without TLS. */
  hangUp(): void
  close(): Promise<void>
}

export const smtpPassword = 'open sesame/#1'

/** A certificate makes the server offer TLS: from the first byte, or by STARTTLS. Without one it offers none. */
export type SmtpTls = PeerCertificate & { readonly from: 'first_byte' | 'starttls' }

export async function smtpPeer(behaviour: SmtpBehaviour, tls: SmtpTls | null = null): Promise<SmtpPeer> {
  const mails: TakenMail[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  let now = behaviour
  const script = scriptOf(behaviour)
  const smtp = script === null ? smtpServer(() => now, tls, mails, sockets) : null
  const server = smtp?.server ?? createServer({ allowHalfOpen: needsHalfOpen(behaviour.does) }, script ?? undefined)
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  const port = await listening(server)
  return {
    port,
    url: (login) =>
      `${tls?.from === 'first_byte' ? 'smtps' : 'smtp'}://${login === undefined ? '' : `desk:${encodeURIComponent(smtpPassword)}@`}127.0.0.1:${port}`,
    mails,
    become: (next) => {
      now = next
    },
    connections: () => connections,
    open: () => sockets.size,
    hangUp: () => {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    close: () =>
      new Promise((resolve) => {
        // Destroying a socket below its TLS layer crashes Node, so encrypted ones are left to the server.
        if (smtp !== null && tls !== null) return smtp.close(resolve)
        server.close(() => resolve())
        cut(sockets)
      }),
  }
}

function smtpServer(
  now: () => SmtpBehaviour,
  tls: SmtpTls | null,
  mails: TakenMail[],
  sockets: ReadonlySet<Socket>,
): SMTPServer {
  const server = new SMTPServer({
    secure: tls?.from === 'first_byte',
    ...(tls === null ? {} : { key: tls.key, cert: tls.cert }),
    disabledCommands: tls === null ? ['STARTTLS'] : [],
    allowInsecureAuth: true,
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 10,
    onConnect(_session, next) {
      const behaviour = now()
      next(behaviour.does === 'refuse_connection' ? reply(behaviour) : null)
    },
    onAuth(login, _session, next) {
      const behaviour = now()
      if (behaviour.does === 'refuse_login')
        return next(
          reply({ code: behaviour.code ?? 535, said: behaviour.said ?? '5.7.8 Username and Password not accepted' }),
        )
      const right = login.username === 'desk' && login.password === smtpPassword
      next(right ? null : reply({ code: 535, said: '5.7.8 wrong password' }), right ? { user: 'desk' } : undefined)
    },
    onMailFrom(_address, _session, next) {
      const behaviour = now()
      next(behaviour.does === 'refuse_sender' ? reply(behaviour) : null)
    },
    onRcptTo(_address, _session, next) {
      const behaviour = now()
      if (behaviour.does === 'hang_at_recipient') return
      next(behaviour.does === 'refuse_recipient' ? reply(behaviour) : null)
    },
    onData(stream, session, next) {
      const behaviour = now()
      if (behaviour.does === 'drop_mid_data') {
        stream.once('data', () => cut(sockets))
        return
      }
      whole(stream, (raw) => {
        if (behaviour.does === 'hang_after_data') return
        if (behaviour.does === 'drop_after_data') return cut(sockets)
        if (behaviour.does === 'refuse_message') return next(reply(behaviour))
        const { mailFrom, rcptTo } = session.envelope
        mails.push({ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), raw })
        next(null)
      })
    },
  })
  // A client that walks away from a handshake is an error event here, and would end the process.
  server.on('error', () => {})
  return server
}

function reply({ code, said }: { readonly code: number; readonly said: string }): Error {
  return Object.assign(new Error(said), { responseCode: code })
}

function whole(stream: SMTPServerDataStream, then: (raw: string) => void): void {
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.on('end', () => then(Buffer.concat(chunks).toString('utf8')))
}

function cut(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) socket.destroy()
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
