/** Mail through any SMTP server. nodemailer is loaded with the first mail, so that the product starts without it. */
import type { Transporter } from 'nodemailer'
import type { Gateway, OutgoingMessage, SendResult } from '../core/delivery/gateway.ts'
import { cleanLine } from '../core/kernel/text.ts'
import { localWhere } from './http-base.ts'
import { providerWords } from './provider-words.ts'
import { type SmtpError, smtpFailure } from './smtp-failure.ts'
import { isMailAddress, type Mailbox, parseMailbox, parseSmtpUrl, type SmtpServer } from './smtp-settings.ts'

export interface SmtpTimeouts {
  readonly dnsMs: number
  readonly connectMs: number
  readonly greetingMs: number
  /**
   * Longest silence, not longest attempt: nodemailer restarts it with every byte, so the whole attempt is bounded by the
   * caller's signal alone. Source: github.com/nodemailer/nodemailer/issues/1479.
   */
  readonly silenceMs: number
}

const defaultTimeouts: SmtpTimeouts = { dnsMs: 4_000, connectMs: 6_000, greetingMs: 8_000, silenceMs: 12_000 }

export interface SmtpOptions {
  readonly timeouts?: Partial<SmtpTimeouts>
  /** Stands before the sender's address where it has no name of its own; asked for each mail. */
  readonly officeName?: () => string
}

/**
 * `url` is `smtp[s]://user:pass@host:port` and `from` a mail address, with or without a name; both are checked with
 * `parseSmtpUrl` and `parseMailbox` beforehand, and a bad one throws here without being repeated.
 */
export function smtpGateway(parts: SmtpOptions & { url: string; from: string }): Gateway {
  const server = parseSmtpUrl(parts.url)
  if (!server.ok) throw new Error(`SMTP_URL ${server.failure}`)
  const from = parseMailbox(parts.from)
  if (!from.ok) throw new Error(`MAIL_FROM ${from.failure}`)
  return smtpGatewayTo(server.value, from.value, parts)
}

/** The same from parts that are already read. */
export function smtpGatewayTo(server: SmtpServer, from: Mailbox, options: SmtpOptions = {}): Gateway {
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const secrets = server.credentials === null ? [] : secretsOf(server.credentials)

  const handedOver = new WeakSet<AbortSignal>()
  let transport: Promise<Transporter> | null = null

  return {
    provider: 'smtp',
    ...localWhere(server.host),
    async send(message, signal) {
      const quote = (said: string): string => providerWords(said, secrets, message.text)
      if (!isMailAddress(message.to)) return smtpFailure({ code: 'EENVELOPE' }, false, quote)
      transport ??= openTransport(server, timeouts, handedOver)
      // A signal of this attempt's own: what was handed over is remembered by it, and an attempt repeated starts afresh.
      const attempt = AbortSignal.any([signal])
      try {
        const taken = await (await transport).sendMail({
          ...mailOf(message, named(from, options.officeName)),
          signal: attempt,
        })
        return { result: 'taken', providerMessageId: idOf(taken) } satisfies SendResult
      } catch (error) {
        return smtpFailure(error instanceof Error ? (error as SmtpError) : {}, handedOver.has(attempt), quote)
      }
    },
    async close() {
      const open = transport
      transport = null
      ;(await open)?.close()
    },
  }
}

async function openTransport(
  server: SmtpServer,
  timeouts: SmtpTimeouts,
  handedOver: WeakSet<AbortSignal>,
): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    pool: true,
    maxConnections: 3,
    // The outbox decides about second tries; a pool that repeats a mail by itself could send it twice.
    maxRequeues: 0,
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.requireTls,
    ignoreTLS: server.ignoreTls === true,
    ...(server.credentials === null
      ? {}
      : { auth: { user: server.credentials.user, pass: server.credentials.password } }),
    dnsTimeout: timeouts.dnsMs,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    // An abandoned attempt destroys its socket; a polite half-close would wait 5 s more for a server that hangs.
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  transport.use('stream', (mail, next) => {
    const { signal } = mail.data
    mail.message.processFunc((content) => {
      // `end` comes when the connection has drawn the last byte, just before it writes the closing dot.
      content.once('end', () => {
        if (signal !== undefined) handedOver.add(signal)
      })
      return content
    })
    next()
  })
  return transport
}

function named(from: Mailbox, officeName: (() => string) | undefined): Mailbox {
  if (from.name !== '' || officeName === undefined) return from
  return { name: cleanLine(officeName()).slice(0, 120).toWellFormed(), address: from.address }
}

/** Addresses go in as parts, never as text to parse, so that no name or address can add a header or a recipient. */
function mailOf(message: OutgoingMessage, from: Mailbox) {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    messageId: `<${message.messageId.replace(/[^\w.-]/g, '')}@${domain}>`,
    from,
    to: { name: '', address: message.to },
    envelope: { from: from.address, to: [message.to] },
    subject: message.subject,
    text: message.text,
    ...(message.html === null ? {} : { html: message.html }),
    // Keeps out-of-office replies away. Source: RFC 3834 §5.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    attachments: message.attachments.map((attachment) => ({
      filename: attachment.fileName,
      contentType: attachment.contentType,
      content: Buffer.from(attachment.content),
    })),
  }
}

/** The server's own queue id where its reply names one, else our Message-ID, which the server logs. */
function idOf(taken: { readonly messageId: string; readonly serverMessageId?: unknown }): string {
  return typeof taken.serverMessageId === 'string' ? taken.serverMessageId : taken.messageId
}

/** The password, and the login lines that hold it: `AUTH PLAIN` joins user and password before encoding. */
function secretsOf(credentials: { readonly user: string; readonly password: string }): string[] {
  return [credentials.password, `\0${credentials.user}\0${credentials.password}`]
}
