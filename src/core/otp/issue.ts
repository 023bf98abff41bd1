/** Issuing a one-time code: limits, supersession, the challenge, its message in the outbox, the audit row, in one transaction. */
import type { Channel, ContactKind, Locale } from '../../contract/values.ts'
import { seldom } from '../audit/seldom.ts'
import { type AuditTrail, maskContact } from '../audit/trail.ts'
import type { Alarms } from '../delivery/alarms.ts'
import type { Outbox } from '../delivery/outbox.ts'
import { accountAsk, type SendLimits } from '../delivery/send-limits.ts'
import type { Chance } from '../kernel/chance.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { hmacOf, type OfficeKeys } from '../kernel/keys.ts'
import { type AskRefused, askLimits } from './ask-limits.ts'
import { type CodeLimits, guardKeys, newCode, newReference, type Purpose, policies } from './rules.ts'
import type { ChallengeRow, OtpStore } from './store.ts'

export interface CodeRequest {
  readonly purpose: Purpose
  /** Null where the contact alone is known (kiosk). */
  readonly customerId: string | null
  readonly contactKind: ContactKind
  readonly contactValue: string
  readonly channel: Channel
  readonly locale: Locale
  readonly terminalId: string
  readonly requestedBy: string
  readonly digits: number
  /** For the greeting in the message; empty where it is not known. */
  readonly name: string
  /** Nobody we know: look the same, send nothing. */
  readonly decoy: boolean
  /** What was typed at a kiosk: a contact, or `account:` and a number; behind `app:` where an app will answer. Empty at the desk. */
  readonly askedAs: string
  /** True where the person asked for a new code; false where a code already on its way will do. */
  readonly again: boolean
  /** True where an authenticator app will answer and no message is wanted. */
  readonly silent?: boolean
}

export type IssueOutcome =
  | { readonly outcome: 'issued'; readonly challenge: ChallengeRow; readonly already: boolean }
  | AskRefused

export interface IssueParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly chance: Chance
  readonly newId: NewId
  readonly keys: OfficeKeys
  readonly store: OtpStore
  readonly outbox: Outbox
  readonly audit: AuditTrail
  readonly limits: () => CodeLimits
  readonly sendLimits: SendLimits
  readonly alarms: Alarms
}

/** What the code's HMAC is bound to, so that it passes for this challenge, purpose, contact and terminal only. */
export function codeHmac(
  keys: OfficeKeys,
  challenge: Pick<ChallengeRow, 'id' | 'purpose' | 'contact_value' | 'terminal_id'>,
  code: string,
): Buffer {
  return hmacOf(keys.code, [challenge.id, challenge.purpose, challenge.contact_value, challenge.terminal_id, code])
}

/**
 * A wrong try is not forgiven by a new code: the count goes on unless the last challenge ended in success or in a lock, or
 * the contact was proven elsewhere meanwhile, which clears its failures.
 */
function carriedTries(last: ChallengeRow | undefined, failuresInARow: number): number {
  const carries =
    last?.status === 'live' ||
    last?.status === 'superseded' ||
    last?.status === 'expired' ||
    last?.status === 'cancelled'
  return carries ? Math.min(last.tries_used, failuresInARow) : 0
}

/**
 * Whether a code on its way is the very one asked for: a shared phone's code opens the visit of whom it was sent for. At a kiosk
 * what was typed says it all: what lies behind may have changed meanwhile, and must not show.
 */
function sameAsk(last: ChallengeRow, request: CodeRequest): boolean {
  if (request.askedAs !== '') return request.askedAs.startsWith(accountAsk) || last.channel === request.channel
  return (
    last.customer_id === request.customerId &&
    last.channel === request.channel &&
    last.requested_by === request.requestedBy &&
    last.decoy === (request.decoy ? 1 : 0)
  )
}

export function codeIssuer(parts: IssueParts): (request: CodeRequest) => IssueOutcome {
  const { clock, store, outbox, audit } = parts
  const tellsAgain = seldom(clock)
  const refusal = askLimits(parts)

  /** On the trail once a minute at most for one contact and reason: whoever hammers must not fill it. */
  function refuse(request: CodeRequest, refused: AskRefused): IssueOutcome {
    const { reason } = refused
    if (!tellsAgain(`${reason} ${request.contactValue}`)) return refused
    audit.append({
      actor: request.requestedBy,
      terminalId: request.terminalId,
      visitId: null,
      action: 'code.refused',
      subject: request.customerId ?? 'contact',
      outcome: reason,
      detail: { purpose: request.purpose, channel: request.channel, contact: maskContact(request.contactValue) },
    })
    return refused
  }

  /** A new code ends the old ones of this person at this terminal, and stops their messages that have not left. */
  function supersede(request: CodeRequest, liveHere: readonly ChallengeRow[]): void {
    for (const row of liveHere) {
      // At a kiosk a code asked for by one name must not end one asked for by another: it would tell that they are one person.
      const samePerson =
        request.askedAs === ''
          ? row.contact_value === request.contactValue ||
            (row.customer_id !== null && row.customer_id === request.customerId)
          : row.asked_as === request.askedAs
      if (row.purpose !== request.purpose || !samePerson) continue
      store.close(row.id, 'superseded')
      outbox.dropCode(row.id)
    }
  }

  function send(request: CodeRequest, challenge: ChallengeRow, code: string): void {
    parts.sendLimits.countCode(request, challenge.created_at_ms)
    outbox.put({
      template: 'code',
      channel: request.channel,
      to: request.contactValue,
      locale: request.locale,
      params: {
        name: request.name,
        reference: challenge.reference,
        minutes: policies[request.purpose].validMs / 60_000,
        purpose: request.purpose,
      },
      secret: code,
      challengeId: challenge.id,
      diesAtMs: challenge.expires_at_ms,
      decoy: request.decoy,
    })
  }

  return (request) =>
    parts.transact((): IssueOutcome => {
      const nowMs = clock.now()
      const policy = policies[request.purpose]
      const liveHere = store.liveAt(request.terminalId)
      const present = liveHere.find(
        (row) =>
          row.asked_as === request.askedAs &&
          (request.askedAs !== '' || row.contact_value === request.contactValue) &&
          row.purpose === request.purpose &&
          row.expires_at_ms > nowMs,
      )
      // At a kiosk a message that failed must not show: a decoy's never does.
      const underWay = present !== undefined && (request.requestedBy === 'customer' || outbox.onItsWay(present.id))
      if (present !== undefined && present.resend_at_ms > nowMs && underWay) {
        if (request.again)
          return refuse(request, { outcome: 'refused', reason: 'resend_too_soon', retryAtMs: present.resend_at_ms })
        if (sameAsk(present, request)) return { outcome: 'issued', challenge: present, already: true }
      }
      const { purpose, contactValue: contact_value, askedAs: asked_as, terminalId: terminal_id } = request
      const keys = guardKeys({ purpose, contact_value, asked_as })
      const guard = store.guard(keys.shown)
      const refused = refusal(request, keys, guard, nowMs)
      if (refused !== null) return refuse(request, refused)
      supersede(request, liveHere)
      // Without failures in a row there is nothing to carry, and the contact's past need not be read.
      const last =
        guard.failures === 0
          ? undefined
          : request.askedAs === ''
            ? store.last(request.contactValue, request.terminalId, request.purpose)
            : store.lastAsked(request.askedAs, request.terminalId, request.purpose)

      const id = parts.newId()
      const code = newCode(parts.chance, request.digits)
      const binding = { id, purpose, contact_value, terminal_id }
      const challenge: ChallengeRow = {
        ...binding,
        customer_id: request.customerId,
        contact_kind: request.contactKind,
        channel: request.channel,
        locale: request.locale,
        code_hmac: codeHmac(parts.keys, binding, code),
        reference: newReference(parts.chance),
        digits: request.digits,
        decoy: request.decoy ? 1 : 0,
        status: 'live',
        tries_used: carriedTries(last, guard.failures),
        max_tries: policy.maxTries,
        created_at_ms: nowMs,
        taken_at_ms: null,
        // A cap until the provider takes the message: by then it must have left, or never will.
        expires_at_ms: nowMs + policy.validMs,
        resend_at_ms: nowMs + policy.resendAfterMs,
        requested_by: request.requestedBy,
        asked_as,
      }
      store.insert(challenge)
      if (request.silent !== true) send(request, challenge, code)
      audit.append({
        actor: request.requestedBy,
        terminalId: request.terminalId,
        visitId: null,
        action: request.silent === true ? 'authenticator.asked' : 'code.issued',
        subject: id,
        outcome: 'done',
        detail: {
          purpose: request.purpose,
          channel: request.channel,
          contact: maskContact(request.contactValue),
          reference: challenge.reference,
        },
      })
      return { outcome: 'issued', challenge, already: false }
    })
}
