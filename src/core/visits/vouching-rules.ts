/** Pure decisions about verifying without a code: how often it may happen, and who may be the second person. */
import type { StaffMember } from '../../contract/session.ts'
import type { VouchRefusal } from '../../contract/verification.ts'
import { type Limit, limitedUntil, longestWindowMs } from '../otp/rules.ts'

const hourMs = 60 * 60_000

/** Visits a terminal may open without a code: 5 in any hour. An outage is survived; a habit is noticed. */
export const terminalVouchLimit: Limit = { count: 5, windowMs: hourMs }
/** Visits the whole office may open without a code: 20 in any 24 hours. */
export const officeVouchLimit: Limit = { count: 20, windowMs: 24 * hourMs }

/** How far back visits without a code must be remembered. */
export const vouchWindowMs = longestWindowMs([terminalVouchLimit, officeVouchLimit])

/** A visit that was opened without a code: where, and when. */
export interface VouchedMoment {
  readonly terminal_id: string
  readonly started_at_ms: number
}

/** When the next one may be opened at this terminal, given the last ones, newest first; null where it may be now. */
export function vouchLimitedUntil(past: readonly VouchedMoment[], terminalId: string, nowMs: number): number | null {
  const moments = (rows: readonly VouchedMoment[]) => rows.map((row) => row.started_at_ms)
  const here = past.filter((row) => row.terminal_id === terminalId)
  const terminalMs = limitedUntil([terminalVouchLimit], moments(here), nowMs)
  const officeMs = limitedUntil([officeVouchLimit], moments(past), nowMs)
  return terminalMs === null && officeMs === null ? null : Math.max(terminalMs ?? 0, officeMs ?? 0)
}

/** Four eyes: a supervisor or an administrator, and never the one who asks. Null where the person may approve. */
export function refuseApprover(
  approver: StaffMember | undefined,
  clerkId: string,
): Exclude<VouchRefusal['reason'], 'not_found' | 'too_many'> | null {
  if (approver === undefined) return 'approver_unknown'
  if (approver.staffId === clerkId) return 'approver_is_clerk'
  return approver.role === 'clerk' ? 'approver_role' : null
}
