/** What a screen may know of a challenge. */
import type { Channel } from '../../contract/values.ts'
import type { Challenge, SendOutcome } from '../../contract/verification.ts'
import type { CodeRequest, IssueOutcome } from '../otp/issue.ts'
import type { ChallengeRow } from '../otp/store.ts'

/** What was typed at a kiosk may be shown there again; what an account number led to may not. */
function hidesContact(row: ChallengeRow): boolean {
  if (row.requested_by !== 'customer' || row.purpose === 'contact_change') return false
  return row.customer_id !== null || row.contact_value.startsWith('account:')
}

function view(row: ChallengeRow, already: boolean, channels: readonly Channel[]): Challenge {
  const hidden = hidesContact(row)
  return {
    challengeId: row.id,
    reference: row.reference,
    channel: hidden ? (channels[0] ?? row.channel) : row.channel,
    sentTo: hidden ? '' : row.contact_value,
    digits: row.digits,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    resendAtMs: row.resend_at_ms,
    triesLeft: Math.max(0, row.max_tries - row.tries_used),
    already,
  }
}

/** Issues a code and tells it as a screen may see it. */
export function codeSender(
  issue: (request: CodeRequest) => IssueOutcome,
  channels: () => readonly Channel[],
): (request: CodeRequest) => SendOutcome {
  return (request) => {
    const issued = issue(request)
    if (issued.outcome !== 'issued') return issued
    return { outcome: 'sent', challenge: view(issued.challenge, issued.already, channels()) }
  }
}
