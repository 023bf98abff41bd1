/**
 * The log: pino, one JSON line each, on standard error and in a file, only fields of the allow-list, so that a code or a name
 * cannot leak by oversight.
 */
import pino from 'pino'
import type { LogFields, Logger } from '../core/kernel/logger.ts'
import { logFile } from './log-file.ts'

const allowed: readonly (keyof LogFields)[] = [
  'traceId',
  'procedure',
  'errorName',
  'errorCode',
  'stack',
  'count',
  'durationMs',
  'provider',
  'messageId',
  'terminalId',
  'jobId',
]

/** The places in the code alone: an error's message stands before them, and may hold what a person typed. */
const placesOf = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')

function only(fields: LogFields | undefined): Partial<LogFields> {
  const kept = allowed.flatMap((name) => (fields?.[name] === undefined ? [] : [[name, fields[name]] as const]))
  return Object.fromEntries(
    kept.map(([name, value]) => [name, name === 'stack' && typeof value === 'string' ? placesOf(value) : value]),
  )
}

/**
 * `level` as pino names it: `silent` for the command line's short commands, `warn` for hosts. With a data folder the same,
 * and what is only worth knowing later, goes to its log files.
 */
export function pinoLog(level: 'info' | 'warn' | 'silent', dataFolder?: string): Logger {
  const logs = [pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))]
  if (dataFolder !== undefined) logs.push(pino({ level: 'info', base: null }, logFile(dataFolder)))
  const to = (method: 'info' | 'warn' | 'error') => (what: string, fields?: LogFields) => {
    for (const log of logs) log[method](only(fields), what)
  }
  return { info: to('info'), warn: to('warn'), error: to('error') }
}
