/** One-time codes to staff, through the same issuing and checking as customers' codes. */
import { type StaffSendOutcome, staffCodeDigits } from '../../contract/sign-in.ts'
import type { Channel, Locale } from '../../contract/values.ts'
import type { CodeRequest, IssueOutcome } from '../otp/issue.ts'
import { type Purpose, readCode } from '../otp/rules.ts'
import type { codeChecker, TypedCode } from '../otp/verify.ts'
import { contactKindOf, contactOf } from './rules.ts'
import type { StaffRow } from './store.ts'

/** `slip`: what was typed cannot be a code, and cost no try. `dead`: this code opens nothing any more. */
export type CodeVerdict =
  | { readonly outcome: 'right' | 'slip' | 'dead' }
  | { readonly outcome: 'wrong'; readonly triesLeft: number }
  | { readonly outcome: 'locked'; readonly untilMs: number }

export interface StaffCodeParts {
  readonly issue: (request: CodeRequest) => IssueOutcome
  readonly check: ReturnType<typeof codeChecker>
  readonly channels: () => readonly Channel[]
}

interface To {
  readonly channel: Channel
  readonly contact: string
  readonly locale: Locale
  readonly name: string
  readonly terminalId: string
  /** A staff id, or `customer` where nobody is known yet. */
  readonly requestedBy: string
}

export function staffCodes({ issue, check, channels }: StaffCodeParts) {
  function request(purpose: Purpose, to: To, how: { decoy: boolean; askedAs: string }): CodeRequest {
    return {
      purpose,
      customerId: null,
      contactKind: contactKindOf(to.channel),
      contactValue: to.contact,
      channel: to.channel,
      locale: to.locale,
      terminalId: to.terminalId,
      requestedBy: to.requestedBy,
      digits: staffCodeDigits,
      name: to.name,
      again: false,
      ...how,
    }
  }

  function shown(issued: IssueOutcome): StaffSendOutcome {
    if (issued.outcome !== 'issued') {
      const { outcome, reason, retryAtMs } = issued
      return { outcome, reason, ...(retryAtMs === undefined ? {} : { retryAtMs }) }
    }
    const { id, reference, channel, resend_at_ms } = issued.challenge
    return { outcome: 'sent', challengeId: id, reference, channel, resendAtMs: resend_at_ms }
  }

  return {
    /**
     * For a new password: to `contact`, or to nobody where it is null. `askedAs` stands for what was typed; all that is
     * told depends on it alone, so what stops the contact behind it is answered like an unknown one.
     */
    sendReset(to: Omit<To, 'contact'> & { readonly contact: string | null }, askedAs: string): StaffSendOutcome {
      const nobody = () =>
        shown(issue(request('password_reset', { ...to, contact: askedAs, name: '' }, { decoy: true, askedAs })))
      if (to.contact === null) return nobody()
      const issued = issue(request('password_reset', { ...to, contact: to.contact }, { decoy: false, askedAs }))
      return issued.outcome === 'refused' && issued.hidden === true ? nobody() : shown(issued)
    },
    /** The second factor: to the person's own contact. */
    sendTo(row: StaffRow, to: { channel: Channel; locale: Locale }, terminalId: string): StaffSendOutcome {
      const contact = contactOf(row, to.channel)
      if (contact === null) return { outcome: 'refused', reason: 'no_contact' }
      if (!channels().includes(to.channel)) return { outcome: 'refused', reason: 'channel_unavailable' }
      const person = { ...to, contact, name: row.name, terminalId, requestedBy: row.id }
      return shown(issue(request('staff_sign_in', person, { decoy: false, askedAs: '' })))
    },
    /** A right code for a new password is held as proven until the password comes; one for signing in is spent at once. */
    check(
      typed: TypedCode & { readonly purpose: 'staff_sign_in' | 'password_reset' },
      onWrong?: () => void,
    ): CodeVerdict {
      if (readCode(typed.code, staffCodeDigits) === null) return { outcome: 'slip' }
      const status = typed.purpose === 'password_reset' ? 'verified' : 'spent'
      const checked = check<{ readonly outcome: 'right' }>(
        typed,
        () => ({ status, result: { outcome: 'right' } }),
        onWrong,
      )
      switch (checked.outcome) {
        case 'right':
        case 'wrong':
        case 'locked':
          return checked
        case 'too_many_tries':
          return checked.lockedUntilMs === null
            ? { outcome: 'dead' }
            : { outcome: 'locked', untilMs: checked.lockedUntilMs }
        default:
          return { outcome: 'dead' }
      }
    },
  }
}
export type StaffCodes = ReturnType<typeof staffCodes>
