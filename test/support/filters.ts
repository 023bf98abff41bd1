import type { AuditFilter } from '../../src/contract/audit-filter.ts'
import type { CodeFilter } from '../../src/contract/code-filter.ts'

/** The whole audit trail. */
export const wholeTrail: AuditFilter = {
  query: '',
  worded: [],
  group: null,
  actor: null,
  terminalId: null,
  outcome: null,
  fromMs: null,
  toMs: null,
}

/** Every code that was sent and is not in the archive. */
export const everyCode: CodeFilter = {
  query: '',
  customerId: null,
  purpose: null,
  channel: null,
  outcome: null,
  fromMs: null,
  toMs: null,
  archived: false,
}
