/** The use cases of verification: whom a code goes to, what the screen may know, and the visit a right code opens. */
import type { Channel, ContactKind, Locale } from '../../contract/values.ts'
import type { Challenge, SendOutcome, VerifyOutcome } from '../../contract/verification.ts'
import { type AuditTrail, maskContact } from '../audit/trail.ts'
import type { ContactRow, CustomerRow, CustomerStore } from '../customers/store.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { ProviderDirectory } from '../delivery/provider-directory.ts'
import { accountAsk, type SendLimits } from '../delivery/send-limits.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { CodeRequest, IssueOutcome } from '../otp/issue.ts'
import { kioskKey, restKey, staffGuardKeys } from '../otp/rules.ts'
import type { ChallengeRow, OtpStore } from '../otp/store.ts'
import type { codeChecker, Opened } from '../otp/verify.ts'
import type { Settings } from '../settings/service.ts'
import { actorOf, byCaller, type Caller } from './caller.ts'
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
/** How long a right code whose contact belongs to several customers waits for the choice. */
const chooseWithinMs = 5 * 60_000

export function verificationService(parts: VerificationParts) {
  const { customers, otp, transact, clock, directory } = parts
  const channels = (): readonly Channel[] => directory.channels()

  /** What was typed at a kiosk may be shown there again; what an account number led to may not. */
  function hidesContact(row: ChallengeRow): boolean {
    return row.asked_as.startsWith(accountAsk)
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

  const shown = (issued: IssueOutcome): SendOutcome => {
    if (issued.outcome === 'issued') return { outcome: 'sent', challenge: describe(issued.challenge, issued.already) }
    const { outcome, reason, retryAtMs } = issued
    return { outcome, reason, ...(retryAtMs === undefined ? {} : { retryAtMs }) }
  }

  const send = (request: CodeRequest): SendOutcome => shown(parts.issue(request))

  function request(
    caller: Caller,
    to: { kind: ContactKind; value: string; channel: Channel },
    who: { customerId: string | null; name: string; locale: Locale; decoy: boolean; again: boolean; askedAs: string },
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
      askedAs: who.askedAs,
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

  /** What the contact behind the ask cannot take for reasons of its own goes to nobody instead, and looks the same. */
  function sendUnseen(real: CodeRequest, nobody: CodeRequest): SendOutcome {
    const issued = parts.issue(real)
    return issued.outcome === 'refused' && issued.hidden === true ? send(nobody) : shown(issued)
  }

  /** To a contact as a person typed it at a kiosk; an unknown one goes the same way, to nobody. */
  function sendToTyped(
    caller: Caller,
    to: { kind: ContactKind; value: string; channel: Channel },
    locale: Locale,
    again: boolean,
  ): SendOutcome {
    const known = owners(to.value)
    const name = known.length === 1 ? (known[0]?.name ?? '') : ''
    const who = { customerId: null, name, locale, decoy: known.length === 0, again, askedAs: to.value }
    const real = request(caller, to, who)
    return sendUnseen(real, { ...real, name: '', decoy: true })
  }

  /** To the contact behind an account's number, or to nobody where there is no such account or it cannot be reached. */
  function sendToAccount(caller: Caller, accountNo: string, locale: Locale, again: boolean): SendOutcome {
    const customer = customers.byAccount(accountNo)
    const to = customer === undefined ? null : accountContact(customer)
    const channel = channels()[0]
    if (channel === undefined) return { outcome: 'refused', reason: 'channel_unavailable' }
    const askedAs = `${accountAsk}${accountNo.toLowerCase()}`
    const nobody = request(
      caller,
      { kind: 'phone', value: askedAs, channel },
      { customerId: null, name: '', locale, decoy: true, again, askedAs },
    )
    if (customer === undefined || to === null) return send(nobody)
    const real = request(
      caller,
      { kind: to.contact.kind, value: to.contact.value, channel: to.channel },
      { customerId: customer.id, name: customer.name, locale, decoy: false, again, askedAs },
    )
    return sendUnseen(real, nobody)
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
          { customerId: customer.id, name: customer.name, locale, decoy: false, again: false, askedAs: '' },
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
      if (typed.kind === 'account') return sendToAccount(caller, typed.value, input.locale, false)
      const channel = channelFor(typed.kind, input.channel, channels())
      if (channel === null) return { outcome: 'refused', reason: 'channel_unavailable' }
      return sendToTyped(caller, { kind: typed.kind, value: typed.value, channel }, input.locale, false)
    },

    resend(caller: Caller, challengeId: string): SendOutcome {
      const row = otp.byId(challengeId)
      const here = row?.terminal_id === caller.terminalId && row.purpose === 'visit'
      if (row === undefined || !here || ['verified', 'spent'].includes(row.status)) {
        return { outcome: 'refused', reason: 'not_found' }
      }
      if (row.asked_as.startsWith(accountAsk))
        return sendToAccount(caller, row.asked_as.slice(accountAsk.length), row.locale, true)
      const to = { kind: row.contact_kind, value: row.contact_value, channel: row.channel }
      if (row.asked_as !== '') return sendToTyped(caller, to, row.locale, true)
      const name = row.customer_id === null ? '' : (customers.byId(row.customer_id)?.name ?? '')
      const who = { customerId: row.customer_id, name, locale: row.locale, decoy: false, again: true, askedAs: '' }
      return send(request(caller, to, who))
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
        parts.audit.append({
          ...byCaller(caller),
          visitId: null,
          action: 'code.cancelled',
          subject: challengeId,
          outcome: 'done',
          detail: { purpose: row.purpose },
        })
      })
    },

    /** Lifts the locks of all of a customer's contacts; returns how many were locked. */
    unlock(caller: Caller, input: { customerId: string; reason: string }): number {
      return transact(() => {
        let lifted = 0
        const accountNo = customers.byId(input.customerId)?.account_no.toLowerCase() ?? ''
        otp.dropGuard(kioskKey(`${accountAsk}${accountNo}`))
        for (const contact of customers.contactsOf(input.customerId)) {
          const { value } = contact
          const guards = [value, kioskKey(value), restKey(value), ...staffGuardKeys(value)]
          if (guards.filter((guard) => otp.dropGuard(guard)).length === 0) continue
          lifted += 1
          parts.audit.append({
            ...byCaller(caller),
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
