/**
 * A newcomer registers with a contact, and a code proves it before the account counts. At the kiosk a contact we know goes
 * the same way, and its right code opens the account there is; at the desk the clerk is told at once.
 */
import type { RegisterOutcome, Registrant } from '../../contract/identity.ts'
import type { Channel } from '../../contract/values.ts'
import type { SendOutcome } from '../../contract/verification.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { cleanLine } from '../kernel/text.ts'
import type { ChallengeRow } from '../otp/store.ts'
import type { Settings } from '../settings/service.ts'
import type { Terminals } from '../terminals/service.ts'
import { actorOf, type Caller } from '../visits/caller.ts'
import type { Addressee, CodeAsks } from '../visits/code-asks.ts'
import type { Visits } from '../visits/service.ts'
import { channelFor, readIdentifier } from '../visits/verification-rules.ts'
import type { RegistrationStore } from './registration-store.ts'
import type { Customers } from './service.ts'
import type { CustomerRow, CustomerStore } from './store.ts'

export interface RegistrationParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly store: RegistrationStore
  readonly customers: Customers
  readonly customerStore: CustomerStore
  readonly terminals: Terminals
  readonly visits: Visits
  readonly asks: CodeAsks
  readonly channels: () => readonly Channel[]
  readonly settings: () => Settings
  readonly audit: AuditTrail
}

export function registrationService(parts: RegistrationParts) {
  const { transact, clock, store, customerStore } = parts

  function read(input: Registrant): Addressee | Extract<SendOutcome, { outcome: 'refused' }> {
    store.forget(clock.now())
    const typed = readIdentifier(input.contact, parts.settings().region)
    if (typed === null || typed.kind === 'account') return { outcome: 'refused', reason: 'malformed' }
    const channel = channelFor(typed.kind, input.channel, parts.channels())
    if (channel === null) return { outcome: 'refused', reason: 'channel_unavailable' }
    return { kind: typed.kind, value: typed.value, channel }
  }

  /** What was typed is kept with the code that goes out, for everyone alike. */
  function keep(input: Registrant, send: () => SendOutcome): SendOutcome {
    return transact(() => {
      const sent = send()
      if (sent.outcome === 'sent') {
        store.put({
          challenge_id: sent.challenge.challengeId,
          name: cleanLine(input.name),
          address: cleanLine(input.address),
          ward: cleanLine(input.ward),
          locale: input.locale,
        })
      }
      return sent
    })
  }

  function freeAccountNo(terminalId: string): string {
    // A file may have brought a number of this form.
    for (;;) {
      const accountNo = parts.terminals.takeAccountNumber(terminalId)
      if (customerStore.byAccount(accountNo) === undefined) return accountNo
    }
  }

  return {
    /** Kiosk: sends the code. What was typed waits for it, and is forgotten with it. */
    begin(caller: Caller, input: Registrant): SendOutcome {
      const to = read(input)
      if ('outcome' in to) return to
      parts.visits.endLeftBehind(caller.terminalId)
      return keep(input, () => parts.asks.toTyped(caller, to, input.locale, false, 'registration'))
    },

    /** Desk: the same, but the clerk is told at once whose the contact is. */
    beginAtDesk(caller: Caller, input: Registrant): RegisterOutcome {
      const to = read(input)
      if ('outcome' in to) return to
      const known = parts.asks.everyOwner(to.value)
      if (known.length > 0) {
        const customers = known.map(({ id, name, account_no }) => ({ customerId: id, name, accountNo: account_no }))
        return { outcome: 'known', customers }
      }
      // Not the typed name: a stranger's words must not leave in the office's message.
      const who = { customerId: null, name: '', locale: input.locale, again: false }
      return keep(input, () => parts.asks.atDesk(caller, to, who, 'registration'))
    },

    /** Makes the account of a right code; null where nothing waits for it. Call inside the code's transaction. */
    complete(challenge: ChallengeRow, caller: Caller): CustomerRow | null {
      const waiting = store.byChallenge(challenge.id)
      if (waiting === undefined) return null
      store.drop(challenge.id)
      const { name, address, ward, locale } = waiting
      const value = [challenge.contact_value]
      const row = parts.customers.register({
        accountNo: freeAccountNo(caller.terminalId),
        name,
        address,
        ward,
        locale,
        preferredChannel: challenge.channel,
        emails: challenge.contact_kind === 'email' ? value : [],
        phones: challenge.contact_kind === 'phone' ? value : [],
      })
      parts.audit.append({
        actor: actorOf(caller),
        terminalId: caller.terminalId,
        visitId: null,
        action: 'customer.registered',
        subject: row.id,
        outcome: 'done',
        detail: { provenBy: challenge.contact_kind },
      })
      return row
    },
    /** Whether what was typed is still there. */
    waits: (challengeId: string): boolean => store.byChallenge(challengeId) !== undefined,
    /** A new code took the place of an old one. */
    moved: (fromChallengeId: string, toChallengeId: string): void => store.move(fromChallengeId, toChallengeId),
    /** The person went back, or turned out to be known. */
    drop: (challengeId: string): void => store.drop(challengeId),
    forget: (): number => store.forget(clock.now()),
  }
}
export type Registrations = ReturnType<typeof registrationService>
