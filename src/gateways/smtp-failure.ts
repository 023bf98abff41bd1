/** What became of a mail that was not taken, decided by evidence: the server's reply first, then what had left by then. */
import type { SendResult } from '../core/delivery/gateway.ts'
import { isCertificateError } from './certificate-errors.ts'

/** The fields nodemailer puts on its errors. Source: nodemailer 10, `dist/esm/errors.js` and `smtp-connection`. */
export interface SmtpError {
  readonly code?: string
  /** The system's own code, where `code` is nodemailer's. */
  readonly originalCode?: string
  readonly responseCode?: number
  readonly response?: string
  readonly command?: string
  readonly timeoutType?: string
}

type Failure = Exclude<SendResult, { readonly result: 'taken' }>

/**
 * `handedOver`: the last byte of the mail had been passed on, so that the dot that ends it may have reached the server.
 * Before that no server may deliver it (RFC 5321 §4.1.1.4). `quote` makes the server's words fit to be shown.
 */
export function smtpFailure(error: SmtpError, handedOver: boolean, quote: (said: string) => string): Failure {
  const { code = '', originalCode = '' } = error
  const refused: Judge = (failure, words, elsewhere = false) => ({
    result: 'refused',
    failure,
    words: quote(words),
    ...(elsewhere ? { elsewhere } : {}),
  })
  const retry: Judge = (failure, words) => ({ result: 'retry', failure, words: quote(words) })
  const lost = (words: string): Failure => ({ result: 'unconfirmed', failure: 'unconfirmed', words })

  if (isCertificateError(originalCode) || isCertificateError(code))
    return refused('certificate', `The mail server's certificate is not trusted (${originalCode || code}).`, true)
  // 454 may pass (RFC 3207 §4.2); any 5yz says that there is no TLS here.
  if (code === 'ETLS' && error.responseCode !== undefined && error.responseCode >= 500)
    return refused('certificate', 'The mail server offers no encrypted connection, so the password was not sent.', true)
  if (error.responseCode !== undefined) return byReply(error, error.responseCode, refused, retry)
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return refused('login_refused', 'The mail server takes no login of the kind we can give.', true)
  if (code === 'EABORT')
    return handedOver
      ? lost('The mail server had the message when the time was up, and had not answered.')
      : retry('timed_out', 'The mail server did not answer in time.')
  if (handedOver) return lost('The connection was lost after the message had been handed over.')
  if (code === 'EMESSAGE') return refused('message_refused', 'The message is larger than the mail server takes.', true)
  if (code === 'EENVELOPE') return refused('address_refused', 'This is not an address mail can be sent to.')
  if (code === 'ETIMEDOUT' && error.timeoutType !== 'CONNECT_TIMEOUT')
    return retry('timed_out', 'The mail server did not answer in time.')
  if (code === 'ECONNECTION') return retry('unreachable', 'The mail server closed the connection.')
  if (['EDNS', 'ESOCKET', 'ETIMEDOUT', 'ETLS'].includes(code))
    return retry('unreachable', `The mail server cannot be reached${originalCode === '' ? '' : ` (${originalCode})`}.`)
  return retry('provider_error', 'The message could not be sent.')
}

type Judge = (failure: Failure['failure'], words: string, elsewhere?: boolean) => Failure

/** A reply settles it whenever it came: 4yz was not taken and may be later, 5yz never will be. Source: RFC 5321 §4.2.1. */
function byReply(error: SmtpError, reply: number, refused: Judge, retry: Judge): Failure {
  const said = error.response ?? String(reply)
  // SendGrid answers 451 once the plan's mails are used up, and goes on so for the rest of the month.
  if (/maximum credits exceeded/i.test(said)) return refused('no_credit', said, true)
  // 503 means that the session, not the message, was out of step; a new connection starts afresh.
  if (reply < 500 || reply === 503) return retry(asksForPatience(said) ? 'rate_limited' : 'provider_error', said)
  if (error.code === 'EAUTH' || reply === 530 || reply === 534 || reply === 535)
    return refused('login_refused', said, true)
  // Gmail's 550 5.4.5: no mail today, but tomorrow; another provider need not wait.
  if (/\b5\.4\.5\b|(?:daily|hourly) (?:\w+ )?(?:sending )?(?:limit|quota)/i.test(said))
    return refused('rate_limited', said, true)
  const namesRecipient = /^\d{3}[ -]5\.1\.[1236]\b/.test(said)
  if (namesRecipient) return refused('address_refused', said)
  if (concernsSender(error, said)) return refused('message_refused', said, true)
  const atRecipient = error.command === 'RCPT TO' && [501, 550, 551, 553, 556].includes(reply)
  return atRecipient ? refused('address_refused', said) : refused('message_refused', said)
}

/**
 * Refused before any recipient was named, or with words about who may send: relaying, senders that are not verified (SES
 * 554, SendGrid 550), addresses of somebody else (Exchange 5.7.60 and 5.7.708). Another server may think otherwise.
 */
function concernsSender(error: SmtpError, said: string): boolean {
  const before = ['CONN', 'EHLO', 'HELO', 'MAIL FROM'].includes(error.command ?? '')
  return (
    before ||
    /\b5\.7\.(?:60|708)\b|\b5\.1\.[78]\b|relay|not verified|verified sender|sender identity|SendAsDenied|not (?:authori[sz]ed|allowed|permitted) to send|sender address rejected/i.test(
      said,
    )
  )
}

/** Greylisting, throttles and "too many": RFC 3463 X.4.5, X.5.3 and X.7.z, or the usual words where no such code is given. */
function asksForPatience(said: string): boolean {
  return /\b4\.(?:4\.5|5\.3|7\.\d+)\b|too many|\brate\b|throttl|limit|gr[ae]y.?list/i.test(said)
}
