/** The use cases of verification: what is asked for, what a right code leads to, and the visit it opens. */
import type { Channel, Locale } from '../../contract/values.ts'
import type { SendOutcome, VerifyOutcome } from '../../contract/verification.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { Registrations } from '../customers/registration.ts'
import type { CustomerRow, CustomerStore } from '../customers/store.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { ProviderDirectory } from '../delivery/provider-directory.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { ChallengeRow, OtpStore } from '../otp/store.ts'
import type { codeChecker, Opened } from '../otp/verify.ts'
import type { Settings } from '../settings/service.ts'
import { accountIn, answersByApp } from './asked-as.ts'
import { actorOf, byCaller, type Caller } from './caller.ts'
import type { CodeAsks, VisitPurpose } from './code-asks.ts'
import type { Visits } from './service.ts'
import { carries, channelFor, readIdentifier } from './verification-rules.ts'

export interface VerificationParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly settings: () => Settings
  readonly directory: ProviderDirectory
  readonly customers: CustomerStore
  readonly otp: OtpStore
  readonly asks: CodeAsks
  readonly registrations: Registrations
  readonly check: ReturnType<typeof codeChecker>
  readonly outbox: Outbox
  readonly visits: Visits
  readonly audit: AuditTrail
}

/** How long a right code whose contact belongs to several customers waits for the choice. */
const chooseWithinMs = 5 * 60_000

const notFound: SendOutcome = { outcome: 'refused', reason: 'not_found' }

/** The purposes whose codes open a visit; null for every other: a change of contact, a sign-in. */
const purposeHere = (row: ChallengeRow | undefined): VisitPurpose | null =>
  row?.purpose === 'visit' || row?.purpose === 'registration' ? row.purpose : null

export function verificationService(parts: VerificationParts) {
  const { customers, otp, transact, clock, directory, asks, registrations } = parts
  const channels = (): readonly Channel[] => directory.channels()

  function openFor(challenge: ChallengeRow, customer: CustomerRow, caller: Caller): VerifyOutcome {
    const contact = customers.contactsOf(customer.id).find(({ value }) => value === challenge.contact_value)
    if (contact?.proven_at_ms === null) customers.proveContact(contact.id, clock.now())
    const visit = parts.visits.open(challenge, customer, caller)
    return { outcome: 'verified', visitId: visit.id, customerName: customer.name }
  }

  /** What the code of a visit or a registration leads to. A contact we know opens the account it belongs to. */
  function openRight(challenge: ChallengeRow, caller: Caller): Opened<VerifyOutcome> {
    const named = challenge.customer_id === null ? undefined : customers.byId(challenge.customer_id)
    const known = named === undefined ? asks.everyOwner(challenge.contact_value) : [named]
    const registers = challenge.purpose === 'registration'
    const newcomer = registers && known.length === 0 ? registrations.complete(challenge, caller) : null
    if (registers) registrations.drop(challenge.id)
    const possible = newcomer === null ? known.filter((customer) => customer.codes_off === 0) : [newcomer]
    const [only] = possible
    if (only === undefined) return { status: 'spent', result: { outcome: 'nothing_asked' } }
    if (possible.length === 1) return { status: 'spent', result: openFor(challenge, only, caller) }
    const choices = possible.map(({ id, name, account_no }) => ({ customerId: id, name, accountNo: account_no }))
    return { status: 'verified', result: { outcome: 'choose', customers: choices } }
  }

  function sendAgain(caller: Caller, row: ChallengeRow, purpose: VisitPurpose): SendOutcome {
    // Nothing was sent, so nothing can be sent again: to nobody, whoever it is.
    if (answersByApp(row.asked_as)) return notFound
    const accountNo = accountIn(row.asked_as)
    if (accountNo !== null) return asks.toAccount(caller, accountNo, row.locale, true)
    // A registration that was forgotten begins anew.
    if (purpose === 'registration' && !registrations.waits(row.id)) return notFound
    const to = { kind: row.contact_kind, value: row.contact_value, channel: row.channel }
    if (row.asked_as !== '') return asks.toTyped(caller, to, row.locale, true, purpose)
    const customer = row.customer_id === null ? undefined : customers.byId(row.customer_id)
    if (customer?.codes_off === 1) return { outcome: 'refused', reason: 'codes_off' }
    const who = { customerId: row.customer_id, name: customer?.name ?? '', locale: row.locale, again: true }
    return asks.atDesk(caller, to, who, purpose)
  }

  return {
    /** Desk: to one contact of a customer the clerk looked up. */
    start(caller: Caller, input: { customerId: string; contactId: string; channel: Channel }): SendOutcome {
      const customer = customers.byId(input.customerId)
      const contact = customers.contact(input.contactId)
      if (customer === undefined) return notFound
      if (contact === undefined || contact.customer_id !== customer.id)
        return { outcome: 'refused', reason: 'no_contact' }
      if (customer.codes_off === 1) return { outcome: 'refused', reason: 'codes_off' }
      if (!carries(input.channel, contact.kind) || !channels().includes(input.channel)) {
        return { outcome: 'refused', reason: 'channel_unavailable' }
      }
      const locale = customer.locale ?? parts.settings().defaultLocale
      const to = { kind: contact.kind, value: contact.value, channel: input.channel }
      return asks.atDesk(caller, to, { customerId: customer.id, name: customer.name, locale, again: false }, 'visit')
    },

    /** Kiosk: to what the person typed. An unknown contact goes the same way, to nobody. */
    identify(
      caller: Caller,
      input: { identifier: string; channel?: Channel | undefined; locale: Locale; byApp?: boolean | undefined },
    ): SendOutcome {
      const typed = readIdentifier(input.identifier, parts.settings().region)
      if (typed === null) return { outcome: 'refused', reason: 'malformed' }
      parts.visits.endLeftBehind(caller.terminalId)
      if (input.byApp === true) return asks.byApp(caller, typed, input.locale)
      if (typed.kind === 'account') return asks.toAccount(caller, typed.value, input.locale, false)
      const channel = channelFor(typed.kind, input.channel, channels())
      if (channel === null) return { outcome: 'refused', reason: 'channel_unavailable' }
      const to = { kind: typed.kind, value: typed.value, channel }
      return asks.toTyped(caller, to, input.locale, false, 'visit')
    },

    resend(caller: Caller, challengeId: string): SendOutcome {
      const row = otp.byId(challengeId)
      const purpose = purposeHere(row)
      if (row === undefined || purpose === null || row.terminal_id !== caller.terminalId) return notFound
      if (['verified', 'spent'].includes(row.status)) return notFound
      return transact(() => {
        const sent = sendAgain(caller, row, purpose)
        if (sent.outcome === 'sent') registrations.moved(row.id, sent.challenge.challengeId)
        return sent
      })
    },

    verify(caller: Caller, input: { challengeId: string; code: string }): VerifyOutcome {
      const purpose = purposeHere(otp.byId(input.challengeId))
      // A code for anything else opens no visit, and costs no try here.
      if (purpose === null) return { outcome: 'nothing_asked' }
      const typed = { ...input, terminalId: caller.terminalId, actor: actorOf(caller), purpose }
      return parts.check(typed, (challenge) => openRight(challenge, caller))
    },

    choose(caller: Caller, input: { challengeId: string; customerId: string }): VerifyOutcome {
      return transact((): VerifyOutcome => {
        const challenge = otp.byId(input.challengeId)
        const here = challenge?.terminal_id === caller.terminalId && purposeHere(challenge) !== null
        if (challenge === undefined || !here || challenge.status !== 'verified') return { outcome: 'nothing_asked' }
        if (challenge.expires_at_ms + chooseWithinMs < clock.now()) return { outcome: 'expired' }
        const owns = customers.contactsOf(input.customerId).some((contact) => contact.value === challenge.contact_value)
        const customer = owns ? customers.byId(input.customerId) : undefined
        if (customer === undefined || customer.codes_off === 1) return { outcome: 'nothing_asked' }
        otp.close(challenge.id, 'spent')
        return openFor(challenge, customer, caller)
      })
    },

    cancel(caller: Caller, challengeId: string): void {
      transact(() => {
        const row = otp.byId(challengeId)
        if (row?.status !== 'live' || row.terminal_id !== caller.terminalId || purposeHere(row) === null) return
        otp.close(challengeId, 'cancelled')
        parts.outbox.dropCode(challengeId)
        registrations.drop(challengeId)
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
  }
}
