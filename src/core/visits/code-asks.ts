/** Whom a code goes to, by what was asked for: a contact at the desk, or whatever a person typed at a kiosk. */
import type { Channel, ContactKind, Locale } from '../../contract/values.ts'
import type { SendOutcome } from '../../contract/verification.ts'
import type { ContactRow, CustomerRow, CustomerStore } from '../customers/store.ts'
import type { ProviderDirectory } from '../delivery/provider-directory.ts'
import type { SendLimits } from '../delivery/send-limits.ts'
import type { Clock } from '../kernel/clock.ts'
import type { CodeRequest } from '../otp/issue.ts'
import type { Settings } from '../settings/service.ts'
import { byAccountOf, byAppOf } from './asked-as.ts'
import { actorOf, type Caller } from './caller.ts'
import type { CodeSender } from './challenge-view.ts'
import { carries, channelFor, type Identifier } from './verification-rules.ts'

export interface CodeAskParts {
  readonly clock: Clock
  readonly settings: () => Settings
  readonly directory: ProviderDirectory
  readonly sendLimits: SendLimits
  readonly customers: CustomerStore
  readonly sender: CodeSender
}

export interface Addressee {
  readonly kind: ContactKind
  readonly value: string
  readonly channel: Channel
}

interface Asking {
  readonly customerId: string | null
  readonly name: string
  readonly locale: Locale
  readonly decoy: boolean
  readonly again: boolean
  readonly askedAs: string
}

/** The purposes whose codes open a visit. */
export type VisitPurpose = 'visit' | 'registration'

/** How many customers may share one contact on the "which one are you" screen. */
const mostOwners = 12

export function codeAsks(parts: CodeAskParts) {
  const { customers, directory, sender } = parts
  const channels = (): readonly Channel[] => directory.channels()

  function request(caller: Caller, to: Addressee, who: Asking, purpose: VisitPurpose): CodeRequest {
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
      askedAs: who.askedAs,
    }
  }

  function everyOwner(value: string): CustomerRow[] {
    return customers.ownersOf(value, mostOwners).flatMap((contact) => customers.byId(contact.customer_id) ?? [])
  }

  const mayGo = (channel: Channel, value: string): boolean =>
    channel !== 'sms' || parts.sendLimits.mayText(value, parts.clock.now())

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
    everyOwner,

    /** Desk: the clerk sees the truth. */
    atDesk(
      caller: Caller,
      to: Addressee,
      who: Pick<Asking, 'customerId' | 'name' | 'locale' | 'again'>,
      purpose: VisitPurpose,
    ): SendOutcome {
      return sender.send(request(caller, to, { ...who, decoy: false, askedAs: '' }, purpose))
    },

    /**
     * Kiosk: to a contact as a person typed it. One that no code may go to goes the same way, to nobody: for a visit an
     * unknown one, and always one whose every owner has codes switched off.
     */
    toTyped(caller: Caller, to: Addressee, locale: Locale, again: boolean, purpose: VisitPurpose): SendOutcome {
      const owners = everyOwner(to.value)
      const open = owners.filter((customer) => customer.codes_off === 0)
      // Not a newcomer's typed name: a stranger's words must not leave in the office's message.
      const name = purpose === 'visit' && open.length === 1 ? (open[0]?.name ?? '') : ''
      const decoy = open.length === 0 && (purpose === 'visit' || owners.length > 0)
      const who = { customerId: null, name, locale, decoy, again, askedAs: to.value }
      return sender.sendUnseen(request(caller, to, who, purpose))
    },

    /** Kiosk: to the contact behind an account's number, or to nobody where there is none or no code may go to it. */
    toAccount(caller: Caller, accountNo: string, locale: Locale, again: boolean): SendOutcome {
      const customer = customers.byAccount(accountNo)
      const to = customer === undefined || customer.codes_off === 1 ? null : accountContact(customer)
      const channel = channels()[0]
      if (channel === undefined) return { outcome: 'refused', reason: 'channel_unavailable' }
      const askedAs = byAccountOf(accountNo)
      const nobody = request(
        caller,
        { kind: 'phone', value: askedAs, channel },
        { customerId: null, name: '', locale, decoy: true, again, askedAs },
        'visit',
      )
      if (customer === undefined || to === null) return sender.send(nobody)
      const real = request(
        caller,
        { kind: to.contact.kind, value: to.contact.value, channel: to.channel },
        { customerId: customer.id, name: customer.name, locale, decoy: false, again, askedAs },
        'visit',
      )
      return sender.sendUnseen(real, nobody)
    },

    /**
     * Kiosk: an authenticator will answer. Nothing is sent, whoever it is, so that no provider is needed; it is an ask of its
     * own, so that codes to a contact and codes of an app neither end nor lock one another.
     */
    byApp(caller: Caller, typed: Identifier, locale: Locale): SendOutcome {
      const kind = typed.kind === 'account' ? 'phone' : typed.kind
      const askedAs = byAppOf(typed.kind === 'account' ? byAccountOf(typed.value) : typed.value)
      const channel = channelFor(kind, undefined, channels()) ?? (kind === 'email' ? 'email' : 'sms')
      const who = { customerId: null, name: '', locale, decoy: true, again: false, askedAs }
      return sender.send({ ...request(caller, { kind, value: askedAs, channel }, who, 'visit'), silent: true })
    },
  }
}
export type CodeAsks = ReturnType<typeof codeAsks>
