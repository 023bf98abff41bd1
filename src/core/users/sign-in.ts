/**
 * Signing in over REST with a code to a phone or a mail address. Nothing here asks whether the contact has a user before the
 * code was right, so that contacts with and without one get the same words, shape and time.
 */
import type { Channel, Locale } from '../../contract/values.ts'
import type { AuditTrail } from '../audit/trail.ts'
import type { CustomerStore } from '../customers/store.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { hmacOf, type OfficeKeys } from '../kernel/keys.ts'
import type { CodeRequest, IssueOutcome } from '../otp/issue.ts'
import { limitedUntil } from '../otp/rules.ts'
import type { ChallengeRow, OtpStore } from '../otp/store.ts'
import type { CheckRefusal, codeChecker, Opened } from '../otp/verify.ts'
import type { Settings } from '../settings/service.ts'
import { channelFor, readIdentifier } from '../visits/verification-rules.ts'
import { dayMs, requestWindowMs, restCodesPerDay, restRequestsPerMinute } from './rules.ts'
import type { OpenSession, UserSessions } from './sessions.ts'
import type { UserRow, UserStore } from './user-store.ts'

export interface SignInParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly newId: NewId
  readonly keys: OfficeKeys
  readonly audit: AuditTrail
  readonly settings: () => Settings
  readonly channels: () => readonly Channel[]
  readonly otp: OtpStore
  readonly issue: (request: CodeRequest) => IssueOutcome
  readonly check: ReturnType<typeof codeChecker>
  readonly users: UserStore
  readonly sessions: UserSessions
  readonly customers: CustomerStore
}

/** As it was typed; read in the notation of the office's country. */
export interface TypedContact {
  readonly kind: 'phone' | 'email'
  readonly value: string
}

type IssueRefusal = Extract<IssueOutcome, { outcome: 'refused' }>['reason']

export type AskOutcome =
  | { readonly outcome: 'sent'; readonly contact: TypedContact; readonly digits: number; readonly expiresInMs: number }
  | {
      readonly outcome: 'refused'
      readonly reason: IssueRefusal | 'malformed' | 'channel_unavailable' | 'address_limit'
      readonly retryAtMs?: number
    }

export type SignInOutcome =
  | { readonly outcome: 'signed_in'; readonly session: OpenSession; readonly user: UserRow; readonly isNew: boolean }
  | { readonly outcome: 'malformed' }
  | CheckRefusal

export function signInService(parts: SignInParts) {
  const { clock, users, otp, transact } = parts

  /**
   * The terminal a challenge over REST is bound to is the address it was asked from: a stranger's guesses from elsewhere
   * find nothing to guess at. An HMAC, so that the database alone tells nobody's address.
   */
  const terminalOf = (address: string): string =>
    `rest:${hmacOf(parts.keys.code, ['rest-address', address]).toString('base64url').slice(0, 22)}`

  function read(contact: TypedContact): TypedContact | null {
    const found = readIdentifier(contact.value, parts.settings().region)
    return found === null || found.kind !== contact.kind ? null : { kind: contact.kind, value: found.value }
  }

  function limited(terminalId: string, contact: TypedContact, nowMs: number): AskOutcome | null {
    const { limits } = parts.settings()
    const perMinute = { count: limits.terminalPerMinute, windowMs: requestWindowMs }
    const fromHere = users.requestsFrom(terminalId, nowMs - requestWindowMs, perMinute.count)
    const hereUntil = limitedUntil([perMinute], fromHere, nowMs)
    if (hereUntil !== null) return { outcome: 'refused', reason: 'address_limit', retryAtMs: hereUntil }
    const fullSince = users.nthLastRequest(nowMs - requestWindowMs, restRequestsPerMinute(limits.officePerMinute))
    if (fullSince !== null)
      return { outcome: 'refused', reason: 'office_limit', retryAtMs: fullSince + requestWindowMs }
    const perDay = { count: restCodesPerDay(limits.contactPerDay), windowMs: dayMs }
    const contactUntil = limitedUntil(
      [perDay],
      otp.sentTo(contact.value, 'rest_sign_in', nowMs - dayMs, perDay.count),
      nowMs,
    )
    return contactUntil === null ? null : { outcome: 'refused', reason: 'contact_limit', retryAtMs: contactUntil }
  }

  /** The one customer who has this contact; null where none or several have. */
  function customerOf(contactValue: string): string | null {
    const owners = parts.customers.ownersOf(contactValue, 2)
    return owners.length === 1 ? (owners[0]?.customer_id ?? null) : null
  }

  function signIn(challenge: ChallengeRow): SignInOutcome {
    const nowMs = clock.now()
    const { contact_kind: kind, contact_value: value } = challenge
    const known = users.byContact(kind, value)
    const userId = known?.id ?? parts.newId()
    if (known === undefined) users.insert(userId, kind, value, nowMs)
    const customerId = customerOf(value)
    users.signedIn(userId, customerId, nowMs)
    const user = users.byId(userId)
    if (user === undefined) throw new Error('the user was not written')
    const session = parts.sessions.start(userId)
    parts.audit.append({
      actor: 'user',
      terminalId: challenge.terminal_id,
      visitId: null,
      action: 'user.signed_in',
      subject: userId,
      outcome: 'done',
      detail: { isNew: known === undefined, customerId, challengeId: challenge.id, sessionId: session.sessionId },
    })
    return { outcome: 'signed_in', session, user, isNew: known === undefined }
  }

  return {
    /** Sends a code, or says that one is on its way. `address`: the caller's, see `addressOf`. */
    ask(address: string, typed: TypedContact, locale: Locale | null): AskOutcome {
      const contact = read(typed)
      if (contact === null) return { outcome: 'refused', reason: 'malformed' }
      const channel = channelFor(contact.kind, undefined, parts.channels())
      if (channel === null) return { outcome: 'refused', reason: 'channel_unavailable' }
      const terminalId = terminalOf(address)
      return transact((): AskOutcome => {
        const nowMs = clock.now()
        const refused = limited(terminalId, contact, nowMs)
        if (refused !== null) return refused
        users.putRequest(terminalId, nowMs, nowMs - requestWindowMs)
        const issued = parts.issue({
          purpose: 'rest_sign_in',
          customerId: null,
          contactKind: contact.kind,
          contactValue: contact.value,
          channel,
          locale: locale ?? parts.settings().defaultLocale,
          terminalId,
          requestedBy: 'user',
          digits: parts.settings().codeDigits,
          name: '',
          decoy: false,
          again: false,
          askedAs: '',
        })
        if (issued.outcome === 'refused') return issued
        const { digits, expires_at_ms } = issued.challenge
        return { outcome: 'sent', contact, digits, expiresInMs: expires_at_ms - nowMs }
      })
    },

    /** A right code signs in, and makes the user where there was none. */
    verify(address: string, typed: TypedContact, code: string): SignInOutcome {
      const contact = read(typed)
      if (contact === null) return { outcome: 'malformed' }
      const terminalId = terminalOf(address)
      return transact((): SignInOutcome => {
        const challenge = otp.last(contact.value, terminalId, 'rest_sign_in')
        if (challenge === undefined) return { outcome: 'nothing_asked' }
        return parts.check(
          { challengeId: challenge.id, code, terminalId, actor: 'user', purpose: 'rest_sign_in' },
          (right): Opened<SignInOutcome> => ({ status: 'spent', result: signIn(right) }),
        )
      })
    },
  }
}
export type SignIn = ReturnType<typeof signInService>
