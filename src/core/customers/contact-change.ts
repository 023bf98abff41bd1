/**
 * Changing a contact inside a visit: a code to the contact that goes and one to the contact that comes, or a second person
 * who stands for those that cannot be read back. Until then nothing changes.
 */
import type { ChangeApproved, ChangeBegun, ChangeProven, ChangeSide } from '../../contract/identity.ts'
import type { Channel } from '../../contract/values.ts'
import type { SendOutcome } from '../../contract/verification.ts'
import { type AuditTrail, maskContact } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import type { CodeRequest } from '../otp/issue.ts'
import type { codeChecker, Opened } from '../otp/verify.ts'
import type { Settings } from '../settings/service.ts'
import type { StaffService } from '../staff/service.ts'
import { actorOf, type Caller } from '../visits/caller.ts'
import type { CodeSender } from '../visits/challenge-view.ts'
import type { VisitRow } from '../visits/store.ts'
import { channelFor, readIdentifier } from '../visits/verification-rules.ts'
import { officeVouchLimit, refuseApprover, vouchLimitedUntil, vouchWindowMs } from '../visits/vouching-rules.ts'
import { missing, refuseChange } from './contact-change-rules.ts'
import type { ContactChangeRow, ContactChangeStore } from './contact-change-store.ts'
import type { Customers } from './service.ts'
import type { CustomerStore } from './store.ts'

export interface ContactChangeParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly newId: NewId
  readonly store: ContactChangeStore
  readonly customers: Customers
  readonly customerStore: CustomerStore
  readonly staff: StaffService
  readonly sender: CodeSender
  readonly check: ReturnType<typeof codeChecker>
  readonly channels: () => readonly Channel[]
  readonly settings: () => Settings
  readonly audit: AuditTrail
}

export interface ChangeApproval {
  readonly changeId: string
  readonly reason: string
  readonly approverId: string
  readonly approverPin: string
}

export function contactChangeService(parts: ContactChangeParts) {
  const { transact, clock, store, customerStore } = parts

  function contactOf(change: ContactChangeRow, side: ChangeSide) {
    if (side === 'old') return change.old_contact_id === null ? undefined : customerStore.contact(change.old_contact_id)
    return change.new_kind === null || change.new_value === null
      ? undefined
      : { kind: change.new_kind, value: change.new_value }
  }

  /** Writes the change and whoever stood for it. Inside the transaction of the last proof. */
  function apply(change: ContactChangeRow, caller: Caller, approval: Record<string, string>): void {
    const old = contactOf(change, 'old')
    const fresh = contactOf(change, 'new')
    const added =
      fresh === undefined ? null : { kind: fresh.kind, value: fresh.value, proven_at_ms: change.new_proven_at_ms }
    parts.customers.replaceContact(change.customer_id, change.old_contact_id, added)
    store.drop(change.id)
    parts.audit.append({
      actor: actorOf(caller),
      terminalId: caller.terminalId,
      visitId: change.visit_id,
      action: 'contact.changed',
      subject: change.customer_id,
      outcome: 'done',
      detail: {
        removed: old === undefined ? null : maskContact(old.value),
        added: fresh === undefined ? null : maskContact(fresh.value),
        ...approval,
      },
    })
  }

  /** As often as a visit may be opened without a code, and no oftener: an outage is survived, a habit is noticed. */
  function tooMany(terminalId: string): ChangeApproved | null {
    const nowMs = clock.now()
    const past = store.approvedSince(nowMs - vouchWindowMs, officeVouchLimit.count)
    const retryAtMs = vouchLimitedUntil(past, terminalId, nowMs)
    return retryAtMs === null ? null : { outcome: 'refused', reason: 'too_many', retryAtMs }
  }

  return {
    begin(visit: VisitRow, input: { contactId?: string | undefined; value?: string | undefined }): ChangeBegun {
      const present = customerStore.contactsOf(visit.customer_id)
      const old = present.find(({ id }) => id === input.contactId) ?? null
      if (input.contactId !== undefined && old === null) return { outcome: 'refused', reason: 'not_found' }
      const read = input.value === undefined ? null : readIdentifier(input.value, parts.settings().region)
      if (input.value !== undefined && (read === null || read.kind === 'account'))
        return { outcome: 'refused', reason: 'malformed' }
      const fresh = read === null || read.kind === 'account' ? null : read
      const refused = refuseChange(present, old, fresh)
      if (refused !== null) return refused
      return transact((): ChangeBegun => {
        store.dropUnfinished(visit.id)
        const id = parts.newId()
        store.insert({
          id,
          visit_id: visit.id,
          customer_id: visit.customer_id,
          old_contact_id: old?.id ?? null,
          new_kind: fresh?.kind ?? null,
          new_value: fresh?.value ?? null,
        })
        const change = store.byId(id, visit.id)
        return { outcome: 'begun', changeId: id, needs: change === undefined ? [] : missing(change) }
      })
    },

    sendCode(
      caller: Caller,
      visit: VisitRow,
      input: { changeId: string; side: ChangeSide; channel?: Channel | undefined; again: boolean },
    ): SendOutcome {
      return transact((): SendOutcome => {
        const change = store.byId(input.changeId, visit.id)
        const contact = change === undefined ? undefined : contactOf(change, input.side)
        const customer = customerStore.byId(visit.customer_id)
        if (change === undefined || contact === undefined || customer === undefined)
          return { outcome: 'refused', reason: 'not_found' }
        if (customer.codes_off === 1) return { outcome: 'refused', reason: 'codes_off' }
        const channel = channelFor(
          contact.kind,
          input.channel ?? customer.preferred_channel ?? undefined,
          parts.channels(),
        )
        if (channel === null) return { outcome: 'refused', reason: 'channel_unavailable' }
        // A contact that comes may be anybody's: at a kiosk what was done to it from elsewhere decides unseen.
        const unseen = input.side === 'new' && visit.opened_by === 'customer'
        const request: CodeRequest = {
          purpose: 'contact_change',
          // Both contacts wait at once: a code to the one must not end the code to the other.
          customerId: null,
          contactKind: contact.kind,
          contactValue: contact.value,
          channel,
          locale: customer.locale ?? parts.settings().defaultLocale,
          terminalId: caller.terminalId,
          requestedBy: actorOf(caller),
          digits: parts.settings().codeDigits,
          name: input.side === 'old' ? customer.name : '',
          decoy: false,
          again: input.again,
          askedAs: unseen ? contact.value : '',
        }
        const sent = unseen ? parts.sender.sendUnseen(request) : parts.sender.send(request)
        if (sent.outcome === 'sent') store.markAsked(change.id, input.side, sent.challenge.challengeId)
        return sent
      })
    },

    prove(caller: Caller, visit: VisitRow, typed: { challengeId: string; code: string }): ChangeProven {
      const change = store.byChallenge(typed.challengeId, visit.id)
      if (change === undefined) return { outcome: 'nothing_asked' }
      const purpose = 'contact_change' as const
      const asked = { ...typed, terminalId: caller.terminalId, actor: actorOf(caller), purpose }
      return parts.check(asked, (challenge): Opened<ChangeProven> => {
        store.markProven(change.id, challenge.id === change.old_challenge_id ? 'old' : 'new', clock.now())
        const now = store.byId(change.id, visit.id) ?? change
        const needs = missing(now)
        if (needs.length === 0) apply(now, caller, {})
        return { status: 'spent', result: { outcome: 'proven', needs } }
      })
    },

    async approve(caller: Caller, visit: VisitRow, approval: ChangeApproval): Promise<ChangeApproved> {
      const clerk = caller.staff
      if (clerk === null) throw new Error('a change is approved at a desk')
      if (store.byId(approval.changeId, visit.id) === undefined) return { outcome: 'refused', reason: 'not_found' }
      const approver = parts.staff.list().find((person) => person.staffId === approval.approverId)
      const reason = refuseApprover(approver, clerk.staffId)
      if (reason !== null) return { outcome: 'refused', reason }
      const limited = tooMany(caller.terminalId)
      if (limited !== null) return limited
      const pin = await parts.staff.check(approval.approverId, approval.approverPin, caller.terminalId)
      if (pin.outcome !== 'done') return pin
      return transact((): ChangeApproved => {
        // Again, now that nothing can come between: approved twice at once, it is one change.
        const change = store.byId(approval.changeId, visit.id)
        if (change === undefined) return { outcome: 'refused', reason: 'not_found' }
        const limitedNow = tooMany(caller.terminalId)
        if (limitedNow !== null) return limitedNow
        store.markApproved(caller.terminalId, clock.now(), clock.now() - vouchWindowMs)
        apply(change, caller, { approver: approval.approverId, reason: approval.reason })
        return { outcome: 'done' }
      })
    },
  }
}
