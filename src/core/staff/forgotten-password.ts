/** The way back for who forgot their password: a code to their contact. Unknown contacts get the same words, to nobody. */
import type { StaffSendOutcome } from '../../contract/sign-in.ts'
import type { Channel, ContactKind, Locale } from '../../contract/values.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import { resetAsk } from '../otp/rules.ts'
import type { OtpStore } from '../otp/store.ts'
import { readIdentifier } from '../visits/verification-rules.ts'
import type { PasswordChanges } from './password-changes.ts'
import type { PasswordProblem } from './passwords.ts'
import { contactOf, type WrongOutcome } from './rules.ts'
import type { StaffCodes } from './staff-codes.ts'
import type { StaffRow, StaffStore } from './store.ts'

export interface ForgottenParts {
  readonly transact: Transact
  readonly clock: Clock
  readonly store: StaffStore
  readonly otp: OtpStore
  readonly codes: StaffCodes
  readonly changes: PasswordChanges
  readonly channels: () => readonly Channel[]
  readonly region: () => string
}

/** How long a proven contact may wait for the new password. */
const proofHoldsMs = 10 * 60_000
const rememberedMs = 60 * 60_000

export function forgottenPassword(parts: ForgottenParts) {
  const { transact, clock, store, otp } = parts

  /** Whose contact each code was sent to: it may be another's by the time the code comes back. */
  const sentTo = new Map<string, { readonly staffId: string; readonly terminalId: string; readonly atMs: number }>()

  function remember(challengeId: string, staffId: string, terminalId: string): void {
    const nowMs = clock.now()
    for (const [id, { atMs }] of sentTo) if (atMs + rememberedMs < nowMs) sentTo.delete(id)
    if (!sentTo.has(challengeId)) sentTo.set(challengeId, { staffId, terminalId, atMs: nowMs })
  }

  /** Whose contact this terminal has proven by that challenge; it holds once, and not for ever. */
  function proven(challengeId: string, terminalId: string): { owner: StaffRow; through: ContactKind } | null {
    const row = otp.byId(challengeId)
    const here = row?.terminal_id === terminalId && row.purpose === 'password_reset' && row.status === 'verified'
    if (row === undefined || !here || row.expires_at_ms + proofHoldsMs < clock.now()) return null
    const owner = ownerOf(row.contact_value)
    if (owner === undefined || owner.id !== sentTo.get(challengeId)?.staffId) return null
    return { owner, through: row.contact_kind }
  }

  const ownerOf = (value: string): StaffRow | undefined => {
    const row = store.byContact(value)
    return row?.active === 1 ? row : undefined
  }

  return {
    /** To what was typed, or, where the other way was chosen, to the person's other contact: nothing says which it is. */
    forgot(terminalId: string, input: { contact: string; channel: Channel; locale: Locale }): StaffSendOutcome {
      const typed = readIdentifier(input.contact, parts.region())
      if (typed === null || typed.kind === 'account') return { outcome: 'refused', reason: 'malformed' }
      if (!parts.channels().includes(input.channel)) return { outcome: 'refused', reason: 'channel_unavailable' }
      const row = ownerOf(typed.value)
      const contact = row === undefined ? null : contactOf(row, input.channel)
      const sent = parts.codes.sendReset(
        {
          ...{ channel: input.channel, locale: input.locale, terminalId, requestedBy: 'customer' },
          ...{ contact, name: row?.name ?? '' },
        },
        resetAsk(input.channel, typed.value),
      )
      if (sent.outcome === 'sent' && row !== undefined) remember(sent.challengeId, row.id, terminalId)
      return sent
    },

    /** Whether a new password may be chosen at this terminal. */
    isProvenAt: (terminalId: string): boolean =>
      [...sentTo].some(([id, sent]) => sent.terminalId === terminalId && proven(id, terminalId) !== null),

    prove(
      terminalId: string,
      input: { challengeId: string; code: string },
    ): { outcome: 'proven' } | { outcome: 'dead' } | WrongOutcome {
      const checked = parts.codes.check({ ...input, terminalId, actor: 'customer', purpose: 'password_reset' })
      switch (checked.outcome) {
        case 'right':
          return { outcome: 'proven' }
        case 'slip':
          return { outcome: 'wrong', triesLeft: 0 }
        case 'dead':
          return { outcome: 'dead' }
        case 'wrong':
        case 'locked':
          return checked
      }
    },

    async reset(
      terminalId: string,
      input: { challengeId: string; password: string },
    ): Promise<{ outcome: 'done' } | { outcome: 'refused'; reason: PasswordProblem } | { outcome: 'over' }> {
      const { challengeId } = input
      const before = proven(challengeId, terminalId)
      if (before === null) return { outcome: 'over' }
      const hash = await parts.changes.prepare(input.password, before.owner.name)
      if (typeof hash !== 'string') return { outcome: 'refused', reason: hash.problem }
      return transact(() => {
        const now = proven(challengeId, terminalId)
        if (now === null || now.owner.id !== before.owner.id) return { outcome: 'over' }
        const { owner, through } = now
        otp.close(challengeId, 'spent')
        sentTo.delete(challengeId)
        const by = { actor: owner.id, terminalId }
        parts.changes.put(owner, hash, { temporary: false, except: '', by })
        store.setResetThrough(owner.id, through)
        return { outcome: 'done' }
      })
    },
  }
}
