/** What core may log. Fields are an allow-list: no names, contacts, codes or words of a customer. */
export interface LogFields {
  readonly traceId?: string
  readonly procedure?: string
  readonly errorName?: string
  readonly errorCode?: string
  readonly stack?: string
  readonly count?: number
  readonly durationMs?: number
  readonly provider?: string
  readonly messageId?: string
  readonly terminalId?: string
  readonly jobId?: string
}

export interface Logger {
  info(what: string, fields?: LogFields): void
  warn(what: string, fields?: LogFields): void
  error(what: string, fields?: LogFields): void
}
