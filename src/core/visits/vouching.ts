/**
 * A verification without a code, for when codes cannot go out: a clerk says what they saw, a second person approves with
 * their PIN, and both stand on the audit trail beside the reason. The visit is like any other.
 */
import type { SeenDocument, VouchOutcome } from '../../contract/verification.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { OtpStore } from '../otp/store.ts'
import type { StaffService } from '../staff/service.ts'
import type { Caller } from './caller.ts'
import type { Visits } from './service.ts'
import type { VisitStore } from './store.ts'
import { officeVouchLimit, refuseApprover, vouchLimitedUntil, vouchWindowMs } from './vouching-rules.ts'

export interface VouchingParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly store: VisitStore
  readonly visits: Visits
  readonly customers: CustomerStore
  readonly staff: StaffService
  readonly otp: OtpStore
  readonly outbox: Outbox
  readonly audit: AuditTrail
}

export interface VouchRequest {
  readonly customerId: string
  readonly reason: string
  readonly documentSeen: SeenDocument
  readonly approverId: string
  readonly approverPin: string
}

export interface Vouching {
  /** Opens the customer's visit without a code. A locked screen has nobody who could vouch: the api layer lets none call. */
  vouch(caller: Caller, request: VouchRequest): Promise<VouchOutcome>
}

export function vouchingService(parts: VouchingParts): Vouching {
  const { transact, clock, store, otp } = parts

  function tooMany(terminalId: string): VouchOutcome | null {
    const nowMs = clock.now()
    // As many as the office may open are enough to know: a terminal's own limit is lower.
    const past = store.vouchedSince(nowMs - vouchWindowMs, officeVouchLimit.count)
    const retryAtMs = vouchLimitedUntil(past, terminalId, nowMs)
    return retryAtMs === null ? null : { outcome: 'refused', reason: 'too_many', retryAtMs }
  }

  /** What was sent to this customer from here is not waited for any more, and must not arrive hours later. */
  function dropCodes(customerId: string, terminalId: string): void {
    for (const challenge of otp.liveAt(terminalId)) {
      if (challenge.customer_id !== customerId || challenge.purpose !== 'visit') continue
      otp.close(challenge.id, 'cancelled')
      parts.outbox.dropCode(challenge.id)
    }
  }

  return {
    async vouch(caller, request) {
      const clerk = caller.staff
      if (clerk === null) throw new Error('a visit without a code is opened by staff')
      const customer = parts.customers.byId(request.customerId)
      if (customer === undefined) return { outcome: 'refused', reason: 'not_found' }
      const approver = parts.staff.list().find((person) => person.staffId === request.approverId)
      const reason = refuseApprover(approver, clerk.staffId)
      if (reason !== null) return { outcome: 'refused', reason }
      const limited = tooMany(caller.terminalId)
      if (limited !== null) return limited
      const pin = await parts.staff.check(request.approverId, request.approverPin, caller.terminalId)
      if (pin.outcome !== 'done') return pin
      return transact((): VouchOutcome => {
        // Again, now that nothing can come between: of many sent at once, the allowed number is opened.
        const limitedNow = tooMany(caller.terminalId)
        if (limitedNow !== null) return limitedNow
        dropCodes(customer.id, caller.terminalId)
        const { documentSeen, approverId } = request
        const visit = parts.visits.openVouched(
          { reason: request.reason, document: documentSeen, approverId },
          customer,
          caller,
        )
        parts.audit.append({
          actor: clerk.staffId,
          terminalId: caller.terminalId,
          visitId: visit.id,
          action: 'visit.vouched',
          subject: customer.id,
          outcome: 'done',
          detail: { approver: approverId, document: documentSeen, reason: request.reason },
        })
        return { outcome: 'verified', visitId: visit.id, customerName: customer.name }
      })
    },
  }
}
