/** What a screen may know of a challenge. */
import type { Channel } from '../../contract/values.ts'
import type { Challenge, SendOutcome } from '../../contract/verification.ts'
import type { CodeRequest, IssueOutcome } from '../otp/issue.ts'
import type { ChallengeRow } from '../otp/store.ts'
import { accountIn, contactIn } from './asked-as.ts'

function view(row: ChallengeRow, already: boolean, channels: readonly Channel[]): Challenge {
  // What was typed at a kiosk may be shown there again; what an account number led to may not.
  const hidden = accountIn(row.asked_as) !== null
  return {
    challengeId: row.id,
    reference: row.reference,
    channel: hidden ? (channels[0] ?? row.channel) : row.channel,
    sentTo: hidden ? '' : (contactIn(row.asked_as) ?? row.contact_value),
    digits: row.digits,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    resendAtMs: row.resend_at_ms,
    triesLeft: Math.max(0, row.max_tries - row.tries_used),
    already,
  }
}

export interface CodeSender {
  /** Issues a code and tells it as a screen may see it. */
  send(request: CodeRequest): SendOutcome
  /** What the contact behind the ask cannot take for reasons of its own goes to nobody instead, and looks the same. */
  sendUnseen(real: CodeRequest, nobody?: CodeRequest): SendOutcome
}

export function codeSender(
  issue: (request: CodeRequest) => IssueOutcome,
  channels: () => readonly Channel[],
): CodeSender {
  const shown = (issued: IssueOutcome): SendOutcome => {
    if (issued.outcome === 'issued')
      return { outcome: 'sent', challenge: view(issued.challenge, issued.already, channels()) }
    const { outcome, reason, retryAtMs } = issued
    return { outcome, reason, ...(retryAtMs === undefined ? {} : { retryAtMs }) }
  }
  const send = (request: CodeRequest): SendOutcome => shown(issue(request))
  return {
    send,
    sendUnseen(real, nobody = { ...real, name: '', decoy: true }) {
      const issued = issue(real)
      return issued.outcome === 'refused' && issued.hidden === true ? send(nobody) : shown(issued)
    },
  }
}
