/** `SMTP_URL` and `MAIL_FROM`, read and checked. What is wrong is said without repeating any of it: the URL holds a password. */
import { done, failed, type Outcome } from '../core/kernel/outcome.ts'
import { cleanLine } from '../core/kernel/text.ts'
import { isLoopback } from './http-base.ts'

export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  readonly secure: boolean
  readonly credentials: { readonly user: string; readonly password: string } | null
  /** A password never crosses a network in the clear: with credentials, only a loopback server may lack TLS. */
  readonly requireTls: boolean
  /** Never TLS, not even where the server offers it; for a server on this machine. */
  readonly ignoreTls?: boolean
}

export interface Mailbox {
  readonly name: string
  readonly address: string
}

const submissionPort = 587
const implicitTlsPort = 465

/** Reads `smtp[s]://user:pass@host:port`. The failure is one sentence that starts after the variable's name. */
export function parseSmtpUrl(text: string): Outcome<SmtpServer, string> {
  const shape = 'is not of the form smtp[s]://user:password@host:port'
  if (!URL.canParse(text)) return failed(`${shape} (special characters in the password are written %23, %2F and so on)`)
  const url = new URL(text)
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') return failed('must begin with smtp:// or smtps://')
  if (url.hostname === '') return failed(`${shape}: the host is missing`)
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '')
    return failed(`${shape} (special characters in the password are written %23, %2F, %3F)`)
  if ((url.username === '') !== (url.password === '')) return failed('has a user without a password, or the reverse')

  const user = decoded(url.username)
  const password = decoded(url.password)
  if (user === null || password === null) return failed('has a % in user or password that is not an escape; write %25')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (url.protocol === 'smtps:' ? implicitTlsPort : submissionPort) : Number(url.port)
  const secure = url.protocol === 'smtps:' || port === implicitTlsPort
  const credentials = user === '' ? null : { user, password }
  return done({ host, port, secure, credentials, requireTls: !secure && credentials !== null && !isLoopback(host) })
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** One address and nothing else: no list, no comment, no line break, at most 254 characters. Source: RFC 5321 §4.5.3.1. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s\p{C}<>(),;:"[\]\\@]{1,64}@[^\s\p{C}<>(),;:"[\]\\@]+$/u.test(text)
}

/** Reads `desk@office.example` or `Office name <desk@office.example>`. */
export function parseMailbox(text: string): Outcome<Mailbox, string> {
  const match = /^(?:(?<name>[^<>]*)<(?<inner>[^<>]+)>|(?<bare>[^<>]+))$/.exec(text.trim())
  const address = (match?.groups?.inner ?? match?.groups?.bare ?? '').trim()
  if (!isMailAddress(address))
    return failed('is not a mail address, like desk@office.example or Office <desk@office.example>')
  const name = cleanLine(match?.groups?.name ?? '').replace(/^"(.*)"$/, '$1')
  return done({ name: name.slice(0, 120), address })
}

/** The sender where `MAIL_FROM` names none: the user the server knows, or `counterfoil@` its host. */
export function usualSender(server: SmtpServer): string {
  const { credentials, host } = server
  if (credentials !== null && isMailAddress(credentials.user)) return credentials.user
  return `counterfoil@${isLoopback(host) || /^[\d.:]+$/.test(host) ? 'localhost.localdomain' : host}`
}
