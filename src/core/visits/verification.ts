/** The use cases of verification: whom a code goes to, what the screen may know, and the visit a right code opens. */
import type { Channel, ContactKind, Locale } from '../../contract/values.ts'
import type { Challenge, SendOutcome, SendRefusal, VerifyOutcome } from '../../contract/verification.ts'
import { type AuditTrail, maskContact } from '../audit/trail.ts'
import type { ContactRow, CustomerRow, CustomerStore } from '../customers/store.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { ProviderDirectory } from '../delivery/provider-directory.ts'
import type { SendLimits } from '../delivery/send-limits.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { CodeRequest, IssueOutcome } from '../otp/issue.ts'
import type { ChallengeRow, OtpStore } from '../otp/store.ts'
import type { codeChecker, Opened } from '../otp/verify.ts'
import type { Settings } from '../settings/service.ts'
import { actorOf, type Caller } from './caller.ts'
import type { Visits } from './service.ts'
import { carries, channelFor, readIdentifier } from './verification-rules.ts'

export interface VerificationParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly settings: () => Settings
  readonly directory: ProviderDirectory
  readonly sendLimits: SendLimits
  readonly customers: CustomerStore
  readonly otp: OtpStore
  readonly issue: (request: CodeRequest) => IssueOutcome
  readonly check: ReturnType<typeof codeChecker>
  readonly outbox: Outbox
  readonly visits: Visits
  readonly audit: AuditTrail
}

/** How many customers may share one contact on the "which one are you" screen. */
const mostOwners = 12
/** Refusals that speak of the contact behind an account number, not of the terminal or the office. */
const tellingReasons: ReadonlySet<SendRefusal['reason']> = new Set([
  'contact_limit',
  'locked',
  'blocked',
  'country_not_allowed',
  'number_type',
  'number_block_limit',
])
/** How long a right code whose contact belongs to several customers waits for the choice. */
const chooseWithinMs = 5 * 60_000

export function verificationService(parts: VerificationParts) {
  const { customers, otp, transact, clock, directory } = parts
  const channels = (): readonly Channel[] => directory.channels()

  /** What was typed at a kiosk may be shown there again; what an account number led to may not. */
  function hidesContact(row: ChallengeRow): boolean {
    return row.requested_by === 'customer' && (row.customer_id !== null || row.contact_value.startsWith('account:'))
  }

  function describe(row: ChallengeRow, already: boolean): Challenge {
    const hidden = hidesContact(row)
    return {
      challengeId: row.id,
      reference: row.reference,
      channel: hidden ? (channels()[0] ?? row.channel) : row.channel,
      sentTo: hidden ? '' : row.contact_value,
      digits: row.digits,
      createdAtMs: row.created_at_ms,
      expiresAtMs: row.expires_at_ms,
      resendAtMs: row.resend_at_ms,
      triesLeft: Math.max(0, row.max_tries - row.tries_used),
      already,
    }
  }

  function send(request: CodeRequest): SendOutcome {
    const issued = parts.issue(request)
    return issued.outcome === 'issued'
      ? { outcome: 'sent', challenge: describe(issued.challenge, issued.already) }
      : issued
  }

  function request(
    caller: Caller,
    to: { kind: ContactKind; value: string; channel: Channel },
    who: { customerId: string | null; name: string; locale: Locale; decoy: boolean; again: boolean },
  ): CodeRequest {
    return {
      purpose: 'visit',
      customerId: who.customerId,
      contactKind: to.kind,
      contactValue: to.value,
      channel: to.channel,
      locale: who.locale,
      terminalId: caller.terminalId,
      requestedBy: actorOf(caller),
      digits: parts.settings().codeDigits,
      name: who.name,
      decoy: who.decoy,
      again: who.again,
    }
  }

  function openFor(challenge: ChallengeRow, customer: CustomerRow, caller: Caller): VerifyOutcome {
    const visit = parts.visits.open(challenge, customer, caller)
    return { outcome: 'verified', visitId: visit.id, customerName: customer.name }
  }

  function owners(value: string): CustomerRow[] {
    return customers.ownersOf(value, mostOwners).flatMap((contact) => customers.byId(contact.customer_id) ?? [])
  }

  const mayGo = (channel: Channel, value: string): boolean =>
    channel !== 'sms' || parts.sendLimits.mayText(value, clock.now())

  /** The contact an account's code goes to: the preferred channel where it can be used, else the first that can. */
  function accountContact(customer: CustomerRow): { contact: ContactRow; channel: Channel } | null {
    const contacts = customers.contactsOf(customer.id)
    const preferred = customer.preferred_channel
    for (const channel of preferred === null ? channels() : [preferred, ...channels()]) {
      const contact = contacts.find(({ kind, value }) => carries(channel, kind) && mayGo(channel, value))
      if (contact !== undefined && channels().includes(channel)) return { contact, channel }
    }
    return null
  }

  return {
    /** Desk: to one contact of a customer the clerk looked up. */
    start(caller: Caller, input: { customerId: string; contactId: string; channel: Channel }): SendOutcome {
      const customer = customers.byId(input.customerId)
      const contact = customers.contact(input.contactId)
      if (customer === undefined) return { outcome: 'refused', reason: 'not_found' }
      if (contact === undefined || contact.customer_id !== customer.id)
        return { outcome: 'refused', reason: 'no_contact' }
      if (!carries(input.channel, contact.kind) || !channels().includes(input.channel)) {
        return { outcome: 'refused', reason: 'channel_unavailable' }
      }
      const locale = customer.locale ?? parts.settings().defaultLocale
      return send(
        request(
          caller,
          { kind: contact.kind, value: contact.value, channel: input.channel },
          {
            customerId: customer.id,
            name: customer.name,
            locale,
            decoy: false,
            again: false,
          },
        ),
      )
    },

    /** Kiosk: to what the person typed. An unknown contact goes the same way, to nobody. */
    identify(
      caller: Caller,
      input: { identifier: string; channel?: Channel | undefined; locale: Locale },
    ): SendOutcome {
      const typed = readIdentifier(input.identifier, parts.settings().region)
      if (typed === null) return { outcome: 'refused', reason: 'malformed' }
      parts.visits.endLeftBehind(caller.terminalId)
      if (typed.kind === 'account') {
        const customer = customers.byAccount(typed.value)
        const to = customer === undefined ? null : accountContact(customer)
        const channel = channels()[0]
        if (channel === undefined) return { outcome: 'refused', reason: 'channel_unavailable' }
        const nobody = request(
          caller,
          { kind: 'phone', value: `account:${typed.value.toLowerCase()}`, channel },
          { customerId: null, name: '', locale: input.locale, decoy: true, again: false },
        )
        if (customer === undefined || to === null) return send(nobody)
        const sent = send(
          request(
            caller,
            { kind: to.contact.kind, value: to.contact.value, channel: to.channel },
            { customerId: customer.id, name: customer.name, locale: input.locale, decoy: false, again: false },
          ),
        )
        // What other codes did to the contact behind an account must not show through the account's number.
        const telling = sent.outcome === 'refused' && tellingReasons.has(sent.reason)
        return telling ? send(nobody) : sent
      }
      const channel = channelFor(typed.kind, input.channel, channels())
      if (channel === null) return { outcome: 'refused', reason: 'channel_unavailable' }
      const known = owners(typed.value)
      return send(
        request(
          caller,
          { kind: typed.kind, value: typed.value, channel },
          {
            customerId: null,
            name: known.length === 1 ? (known[0]?.name ?? '') : '',
            locale: input.locale,
            decoy: known.length === 0,
            again: false,
          },
        ),
      )
    },

    resend(caller: Caller, challengeId: string): SendOutcome {
      const row = otp.byId(challengeId)
      const here = row?.terminal_id === caller.terminalId && row.purpose === 'visit'
      if (row === undefined || !here || ['verified', 'spent'].includes(row.status)) {
        return { outcome: 'refused', reason: 'not_found' }
      }
      const name = row.customer_id === null ? '' : (customers.byId(row.customer_id)?.name ?? '')
      return send(
        request(
          caller,
          { kind: row.contact_kind, value: row.contact_value, channel: row.channel },
          {
            customerId: row.customer_id,
            name,
            locale: row.locale,
            decoy: row.decoy === 1,
            again: true,
          },
        ),
      )
    },

    verify(caller: Caller, input: { challengeId: string; code: string }): VerifyOutcome {
      const typed = { ...input, terminalId: caller.terminalId, actor: actorOf(caller), purpose: 'visit' as const }
      return parts.check(typed, (challenge): Opened<VerifyOutcome> => {
        const named = challenge.customer_id === null ? undefined : customers.byId(challenge.customer_id)
        const possible = named === undefined ? owners(challenge.contact_value) : [named]
        const [only] = possible
        if (only === undefined) return { status: 'spent', result: { outcome: 'nothing_asked' } }
        if (possible.length === 1) return { status: 'spent', result: openFor(challenge, only, caller) }
        const choices = possible.map(({ id, name, account_no }) => ({ customerId: id, name, accountNo: account_no }))
        return { status: 'verified', result: { outcome: 'choose', customers: choices } }
      })
    },

    choose(caller: Caller, input: { challengeId: string; customerId: string }): VerifyOutcome {
      return transact((): VerifyOutcome => {
        const challenge = otp.byId(input.challengeId)
        const here = challenge?.terminal_id === caller.terminalId && challenge.purpose === 'visit'
        if (challenge === undefined || !here || challenge.status !== 'verified') {
          return { outcome: 'nothing_asked' }
        }
        if (challenge.expires_at_ms + chooseWithinMs < clock.now()) return { outcome: 'expired' }
        const owns = customers.contactsOf(input.customerId).some((contact) => contact.value === challenge.contact_value)
        const customer = owns ? customers.byId(input.customerId) : undefined
        if (customer === undefined) return { outcome: 'nothing_asked' }
        otp.close(challenge.id, 'spent')
        return openFor(challenge, customer, caller)
      })
    },

    cancel(caller: Caller, challengeId: string): void {
      transact(() => {
        const row = otp.byId(challengeId)
        if (row?.status !== 'live' || row.terminal_id !== caller.terminalId) return
        otp.close(challengeId, 'cancelled')
        parts.outbox.dropCode(challengeId)
      })
    },

    /** Lifts the locks of all of a customer's contacts; returns how many were locked. */
    unlock(caller: Caller, input: { customerId: string; reason: string }): number {
      return transact(() => {
        let lifted = 0
        for (const contact of customers.contactsOf(input.customerId)) {
          if (!otp.dropGuard(contact.value)) continue
          lifted += 1
          parts.audit.append({
            actor: actorOf(caller),
            terminalId: caller.terminalId,
            visitId: null,
            action: 'code.unlocked',
            subject: input.customerId,
            outcome: 'done',
            detail: { reason: input.reason, contact: maskContact(contact.value) },
          })
        }
        return lifted
      })
    },
  }
}
