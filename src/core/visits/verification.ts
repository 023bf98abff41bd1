/** The use cases of verification: whom a code goes to, what the screen may know, and the visit a right code opens. */
import type { Channel, ContactKind, Locale } from '../../contract/values.ts'
import type { SendOutcome, SendRefusal, VerifyOutcome } from '../../contract/verification.ts'
import type { Registrations } from '../customers/registration.ts'
import type { ContactRow, CustomerRow, CustomerStore } from '../customers/store.ts'
import type { Outbox } from '../delivery/outbox.ts'
import type { ProviderDirectory } from '../delivery/provider-directory.ts'
import type { SendLimits } from '../delivery/send-limits.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { CodeRequest } from '../otp/issue.ts'
import type { ChallengeRow, OtpStore } from '../otp/store.ts'
import type { codeChecker, Opened } from '../otp/verify.ts'
import type { Settings } from '../settings/service.ts'
import { actorOf, type Caller } from './caller.ts'
import type { Visits } from './service.ts'
import { carries, channelFor, type Identifier, readIdentifier } from './verification-rules.ts'

export interface VerificationParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly settings: () => Settings
  readonly directory: ProviderDirectory
  readonly sendLimits: SendLimits
  readonly customers: CustomerStore
  readonly otp: OtpStore
  readonly send: (request: CodeRequest) => SendOutcome
  readonly registrations: Registrations
  readonly check: ReturnType<typeof codeChecker>
  readonly outbox: Outbox
  readonly visits: Visits
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

const notFound: SendOutcome = { outcome: 'refused', reason: 'not_found' }

/** The purposes whose codes open a visit; null for every other. */
const purposeHere = ({ purpose }: ChallengeRow): 'visit' | 'registration' | null =>
  purpose === 'visit' || purpose === 'registration' ? purpose : null

export function verificationService(parts: VerificationParts) {
  const { customers, otp, transact, clock, directory, send, registrations } = parts
  const channels = (): readonly Channel[] => directory.channels()

  function request(
    caller: Caller,
    to: { kind: ContactKind; value: string; channel: Channel },
    who: { customerId: string | null; name: string; locale: Locale; decoy: boolean; again: boolean },
    purpose: 'visit' | 'registration' = 'visit',
  ): CodeRequest {
    return {
      purpose,
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

  /** What the code of a visit or a registration leads to. A contact we know opens the account it belongs to. */
  function openRight(challenge: ChallengeRow, caller: Caller): Opened<VerifyOutcome> {
    const named = challenge.customer_id === null ? undefined : customers.byId(challenge.customer_id)
    const known = named === undefined ? everyOwner(challenge.contact_value) : [named]
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

  /** What an authenticator will answer: nothing is sent, whoever it is, so that no provider is needed. */
  function withoutMessage(caller: Caller, typed: Identifier, locale: Locale): CodeRequest {
    const to =
      typed.kind === 'account'
        ? { kind: 'phone' as const, value: `account:${typed.value.toLowerCase()}` }
        : { kind: typed.kind, value: typed.value }
    const channel = channelFor(to.kind, undefined, channels()) ?? (to.kind === 'email' ? 'email' : 'sms')
    const who = { customerId: null, name: '', locale, decoy: true, again: false }
    return { ...request(caller, { ...to, channel }, who), silent: true }
  }

  const allOff = (value: string): boolean => {
    const known = everyOwner(value)
    return known.length > 0 && known.every((customer) => customer.codes_off === 1)
  }

  function openFor(challenge: ChallengeRow, customer: CustomerRow, caller: Caller): VerifyOutcome {
    const visit = parts.visits.open(challenge, customer, caller)
    return { outcome: 'verified', visitId: visit.id, customerName: customer.name }
  }

  /** Of those who have the contact, the ones whom codes may go to. */
  const owners = (value: string): CustomerRow[] => everyOwner(value).filter((customer) => customer.codes_off === 0)

  function everyOwner(value: string): CustomerRow[] {
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
      if (customer.codes_off === 1) return { outcome: 'refused', reason: 'codes_off' }
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
      input: { identifier: string; channel?: Channel | undefined; locale: Locale; byApp?: boolean | undefined },
    ): SendOutcome {
      const typed = readIdentifier(input.identifier, parts.settings().region)
      if (typed === null) return { outcome: 'refused', reason: 'malformed' }
      parts.visits.endLeftBehind(caller.terminalId)
      if (input.byApp === true) return send(withoutMessage(caller, typed, input.locale))
      if (typed.kind === 'account') {
        const customer = customers.byAccount(typed.value)
        const to = customer === undefined || customer.codes_off === 1 ? null : accountContact(customer)
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
      const purpose = row === undefined ? null : purposeHere(row)
      if (row === undefined || purpose === null || row.terminal_id !== caller.terminalId) return notFound
      if (['verified', 'spent'].includes(row.status)) return notFound
      const customer = row.customer_id === null ? undefined : customers.byId(row.customer_id)
      if (customer?.codes_off === 1 && caller.staff !== null) return { outcome: 'refused', reason: 'codes_off' }
      const off = customer === undefined ? allOff(row.contact_value) : customer.codes_off === 1
      const who = { customerId: row.customer_id, name: customer?.name ?? '', locale: row.locale, again: true }
      const to = { kind: row.contact_kind, value: row.contact_value, channel: row.channel }
      return transact(() => {
        const sent = send(request(caller, to, { ...who, decoy: row.decoy === 1 || off }, purpose))
        if (sent.outcome === 'sent') registrations.moved(row.id, sent.challenge.challengeId)
        return sent
      })
    },

    verify(caller: Caller, input: { challengeId: string; code: string }): VerifyOutcome {
      const row = otp.byId(input.challengeId)
      // A code for anything else, a change of contact or a sign-in of staff, opens no visit, and costs no try here.
      if (row === undefined || purposeHere(row) === null) return { outcome: 'nothing_asked' }
      const typed = { ...input, terminalId: caller.terminalId, actor: actorOf(caller) }
      return parts.check(typed, (challenge) => openRight(challenge, caller))
    },

    choose(caller: Caller, input: { challengeId: string; customerId: string }): VerifyOutcome {
      return transact((): VerifyOutcome => {
        const challenge = otp.byId(input.challengeId)
        if (
          challenge === undefined ||
          challenge.terminal_id !== caller.terminalId ||
          challenge.status !== 'verified' ||
          purposeHere(challenge) === null
        ) {
          return { outcome: 'nothing_asked' }
        }
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
        if (row?.status !== 'live' || row.terminal_id !== caller.terminalId) return
        otp.close(challengeId, 'cancelled')
        parts.outbox.dropCode(challengeId)
        registrations.drop(challengeId)
      })
    },
  }
}
