/** Visits: one verified customer at one terminal, from verification to finish. */
import type { SeenDocument } from '../../contract/verification.ts'
import type { Visit } from '../../contract/visits.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { BillStore } from '../billing/bill-store.ts'
import type { AppProof } from '../customers/authenticator.ts'
import type { CustomerRow, CustomerStore } from '../customers/store.ts'
import type { ChangeLog } from '../kernel/change-log.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import type { ChallengeRow } from '../otp/store.ts'
import { actorOf, byCaller, type Caller } from './caller.ts'
import type { OpenVisitRow, VisitRow, VisitStore } from './store.ts'

/** A visit nobody touched for this long is over, also after a crash: 30 minutes. */
export const abandonedAfterMs = 30 * 60_000

export interface VisitParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly newId: NewId
  readonly store: VisitStore
  readonly customers: CustomerStore
  readonly bills: BillStore
  readonly changes: ChangeLog
  readonly audit: AuditTrail
  /** A visit began or ended at this terminal. Called inside the transaction: look only once that is over. */
  readonly onChange?: (terminalId: string) => void
}

/** What stands for the code where there was none. */
export interface Vouch {
  readonly reason: string
  readonly document: SeenDocument
  readonly approverId: string
}

/** How a visit came to be: the columns that a code and a second person fill differently. */
type Proof = Pick<VisitRow, 'challenge_id' | 'verified_by' | 'vouched_reason' | 'vouched_document' | 'vouched_by'>

export interface Visits {
  /** Call inside the transaction that accepted the code. */
  open(challenge: ChallengeRow, customer: CustomerRow, caller: Caller): VisitRow
  /** Call inside the transaction that holds the second person's approval. */
  openVouched(vouch: Vouch, customer: CustomerRow, caller: Caller): VisitRow
  /** Call inside the transaction that took the app's code; at a kiosk it stood in for a challenge's. */
  openByApp(proof: AppProof, challengeId: string | null, customer: CustomerRow, caller: Caller): VisitRow
  /** The visit where it is open at this terminal, else null. */
  openHere(visitId: string, terminalId: string): VisitRow | null
  describe(visit: VisitRow): Visit | null
  touch(visit: VisitRow): void
  finish(visit: VisitRow, how: 'finished' | 'idle', caller: Caller): void
  listOpen(terminalId: string): OpenVisitRow[]
  /** Ends what a customer at this kiosk left open, by a reload of the page or a power cut, before the next one begins. */
  endLeftBehind(terminalId: string): void
  /** Ends every open visit of a terminal that is sent away. */
  abandonAt(terminalId: string, actor: string): void
}

const notVouched = { vouched_reason: null, vouched_document: null, vouched_by: null } as const

export function visitService(parts: VisitParts): Visits {
  const { clock, store, audit, transact } = parts

  function begin(proof: Proof, customer: CustomerRow, caller: Caller): VisitRow {
    const nowMs = clock.now()
    const visit = {
      id: parts.newId(),
      customer_id: customer.id,
      terminal_id: caller.terminalId,
      ...proof,
      opened_by: actorOf(caller),
      started_at_ms: nowMs,
      touched_at_ms: nowMs,
    }
    store.insert(visit)
    parts.changes.append('visit', visit.id, visit)
    audit.append({
      ...byCaller(caller),
      visitId: visit.id,
      action: 'visit.opened',
      subject: customer.id,
      outcome: 'done',
      detail: { verifiedBy: proof.verified_by },
    })
    parts.onChange?.(visit.terminal_id)
    return { ...visit, ended_at_ms: null, ended_how: null }
  }

  function end(visit: VisitRow, how: 'finished' | 'idle' | 'abandoned', actor: string): void {
    transact(() => {
      const nowMs = clock.now()
      if (!store.end(visit.id, nowMs, how)) return
      parts.changes.append('visit', visit.id, { ...visit, ended_at_ms: nowMs, ended_how: how })
      audit.append({
        actor,
        terminalId: visit.terminal_id,
        visitId: visit.id,
        action: 'visit.ended',
        subject: visit.customer_id,
        outcome: how,
        detail: {},
      })
      parts.onChange?.(visit.terminal_id)
    })
  }

  return {
    open(challenge, customer, caller) {
      return begin({ challenge_id: challenge.id, verified_by: challenge.contact_kind, ...notVouched }, customer, caller)
    },
    openVouched(vouch, customer, caller) {
      const proof: Proof = {
        challenge_id: null,
        verified_by: 'staff',
        vouched_reason: vouch.reason,
        vouched_document: vouch.document,
        vouched_by: vouch.approverId,
      }
      return begin(proof, customer, caller)
    },
    openByApp(proof, challengeId, customer, caller) {
      return begin({ challenge_id: challengeId, verified_by: proof, ...notVouched }, customer, caller)
    },
    openHere(visitId, terminalId) {
      const visit = store.byId(visitId)
      if (visit === undefined || visit.terminal_id !== terminalId || visit.ended_at_ms !== null) return null
      if (visit.touched_at_ms + abandonedAfterMs < clock.now()) {
        end(visit, 'abandoned', 'system')
        return null
      }
      return visit
    },
    describe(visit) {
      const customer = parts.customers.byId(visit.customer_id)
      if (customer === undefined) return null
      const { balanceMinor } = parts.bills.balanceOf(customer.id)
      return {
        visitId: visit.id,
        customerId: customer.id,
        customerName: customer.name,
        accountNo: customer.account_no,
        address: customer.address,
        ward: customer.ward,
        locale: customer.locale,
        preferredChannel: customer.preferred_channel,
        contacts: parts.customers
          .contactsOf(customer.id)
          .map(({ id, kind, value }) => ({ contactId: id, kind, value })),
        verifiedBy: visit.verified_by,
        startedAtMs: visit.started_at_ms,
        balanceMinor,
      }
    },
    touch(visit) {
      store.touch(visit.id, clock.now())
    },
    finish(visit, how, caller) {
      end(visit, how, actorOf(caller))
    },
    listOpen(terminalId) {
      for (const visitId of store.untouchedSince(terminalId, clock.now() - abandonedAfterMs)) {
        const visit = store.byId(visitId)
        if (visit !== undefined) end(visit, 'abandoned', 'system')
      }
      return store.openAt(terminalId)
    },
    endLeftBehind(terminalId) {
      for (const { id } of store.openAt(terminalId)) {
        const visit = store.byId(id)
        if (visit?.opened_by === 'customer') end(visit, 'abandoned', 'system')
      }
    },
    abandonAt(terminalId, actor) {
      // The store answers with the newest few; those that were ended make room for the rest.
      for (let open = store.openAt(terminalId); open.length > 0; open = store.openAt(terminalId)) {
        for (const { id } of open) {
          const visit = store.byId(id)
          if (visit !== undefined) end(visit, 'abandoned', actor)
        }
      }
    },
  }
}
