/** The log: pino, one JSON line each on standard error, only fields of the allow-list, so that a code or a name cannot leak by oversight. */
import pino from 'pino'
import type { LogFields, Logger } from '../core/kernel/logger.ts'

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

function only(fields: LogFields | undefined): Partial<LogFields> {
  return Object.fromEntries(allowed.flatMap((name) => (fields?.[name] === undefined ? [] : [[name, fields[name]]])))
}

/** `level` as pino names it: `silent` for the command line's short commands, `warn` for hosts. */
export function pinoLog(level: 'info' | 'warn' | 'silent'): Logger {
  const log = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))
  return {
    info: (what, fields) => log.info(only(fields), what),
    warn: (what, fields) => log.warn(only(fields), what),
    error: (what, fields) => log.error(only(fields), what),
  }
}
