/** Why a meeting with headquarters did not come about, as a reason a screen has words for and a line for a person. */

export type MeetingFailureReason =
  /** No network, no such host, nothing listens, or it stopped answering. */
  | 'unreachable'
  /** The password or the role is not the right one. */
  | 'refused'
  /** The certificate does not prove that this is headquarters. */
  | 'certificate'
  /** Headquarters does not speak TLS, and is not on this machine. */
  | 'no_tls'
  /** No such database, or `counterfoil hq init` has not run there. */
  | 'no_schema'
  /** Headquarters is older than this office. */
  | 'headquarters_old'
  /** Headquarters no longer serves offices of this version. */
  | 'office_old'
  /** This branch was revoked, or never joined. */
  | 'revoked'
  /** A newer copy of this office meets headquarters. */
  | 'left_behind'
  /** Headquarters' disk is full or its database cannot write. */
  | 'headquarters_full'
  /** The role may not do what it must. */
  | 'rights'
  /** This office's own disk or database. */
  | 'office_storage'
  | 'bug'

export interface MeetingFailure {
  readonly reason: MeetingFailureReason
  /** One line, without passwords. */
  readonly words: string
  /** Whether the same may go well by itself a little later. */
  readonly passing: boolean
}

/** Thrown inside a meeting where it cannot go on; `meet` turns it into a value. */
export class MeetingStopped extends Error {
  readonly failure: MeetingFailure
  constructor(failure: MeetingFailure) {
    super(failure.words)
    this.failure = failure
  }
}

export const stopped = (reason: MeetingFailureReason, words: string, passing = false): MeetingStopped =>
  new MeetingStopped({ reason, words, passing })

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code)

/**
 * PostgreSQL's own names for values that it cannot take. Its messages for these carry the value itself, so none of their words is
 * repeated. Source: PostgreSQL 18 documentation, appendix A, class 22.
 */
const dataFaults: Readonly<Record<string, string>> = {
  '22001': 'string data right truncation',
  '22003': 'numeric value out of range',
  '22007': 'invalid datetime format',
  '22008': 'datetime field overflow',
  '22021': 'character not in repertoire',
  '22P02': 'invalid text representation',
  '22P05': 'untranslatable character',
}

/** One line, without values of a record. */
function messageOf(error: unknown): string {
  const code = codeOf(error)
  if (/^22[0-9A-Z]{3}$/.test(code)) return `${dataFaults[code] ?? 'data exception'} (${code})`
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.slice(0, 200) ?? ''
}

/** SQLSTATEs of this project's own functions at headquarters; see 0020-access.sql. */
const own: Readonly<Record<string, MeetingFailureReason>> = {
  CF001: 'revoked',
  CF002: 'left_behind',
  CF004: 'refused',
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNABORTED',
])

const certificateCodes =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|ERR_TLS_HANDSHAKE|ERR_SSL_)/

/** What PostgreSQL or the network said, as a reason. Source: PostgreSQL 18 documentation, appendix A. */
export function failureOf(error: unknown): MeetingFailure {
  if (error instanceof MeetingStopped) return error.failure
  const code = codeOf(error)
  const said = messageOf(error)
  const is = (reason: MeetingFailureReason, passing = false): MeetingFailure => ({ reason, words: said, passing })
  const ours = own[code]
  if (ours !== undefined) return is(ours)
  if (networkCodes.has(code)) return is('unreachable', true)
  if (certificateCodes.test(code))
    return {
      reason: 'certificate',
      words: `${said}. Headquarters must show a certificate for this very name; its authority comes with the code or the address.`,
      passing: false,
    }
  if (code.startsWith('28')) return is('refused')
  if (code === '3D000') return is('no_schema')
  if (code === '3F000' || code === '42P01' || code === '42883')
    return {
      reason: 'no_schema',
      words: `${said}. "counterfoil hq init" makes the tables at headquarters.`,
      passing: false,
    }
  if (code === '42501') return is('rights')
  if (code === '53100' || code === '25006' || code === '58030')
    return {
      reason: 'headquarters_full',
      words: `${said}. Headquarters needs room, or a database that can be written to; nothing here is lost.`,
      passing: true,
    }
  // Shutting down, starting up, out of connections, cut off, deadlocked, another in the way for too long.
  if (/^(08|53|57|40|55P03)/.test(code)) return is('unreachable', true)
  if (/does not support SSL|server does not support/i.test(said)) return is('no_tls')
  if (/Connection terminated|timeout|terminated unexpectedly|not queryable/i.test(said)) return is('unreachable', true)
  if (code.startsWith('SQLITE_')) return is('office_storage', true)
  return is('bug')
}

/** A batch as a whole, not one record of it: rights, tables that are not there, settings, PostgreSQL's own trouble. */
const notOfARecord = /^(0[0-9A-Z]|25|26|3[0-9A-Z]|4[0-3]|5[0-9]|72|F0|HV|XX)/

/**
 * Whether one record may be the cause, so that the others can go on: its values, a constraint they break, or what this program
 * itself makes of them. Not the connection, rights, the server or this office's own disk.
 */
export function isRecordFault(error: unknown): boolean {
  const code = codeOf(error)
  if (/^2[123]/.test(code) || code === '54000') return true
  return failureOf(error).reason === 'bug' && !(isSqlState(code) && notOfARecord.test(code))
}

/** Whether another branch was in the way, and the same batch will do a moment later. */
export const isInTheWay = (error: unknown): boolean => codeOf(error) === '40001' || codeOf(error) === '40P01'

/** What is kept of a parked record: PostgreSQL's own words, with the constraint's name, without the values; or a reason of ours. */
export function parkedReason(error: unknown): string {
  const said = messageOf(error)
  const constraint =
    typeof error === 'object' && error !== null && 'constraint' in error && typeof error.constraint === 'string'
      ? error.constraint
      : ''
  return `${said}${said.includes(constraint) ? '' : ` (${constraint})`}`.slice(0, 300)
}
