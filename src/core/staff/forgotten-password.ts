/** The way back for who forgot their password: a code to their contact. Unknown contacts get the same words, to nobody. */
import type { StaffSendOutcome } from '../../contract/sign-in.ts'
import type { Channel, Locale } from '../../contract/values.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
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

export function forgottenPassword(parts: ForgottenParts) {
  const { transact, clock, store, otp } = parts

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
      return parts.codes.sendReset(
        {
          ...{ channel: input.channel, locale: input.locale, terminalId, requestedBy: 'customer' },
          ...{ contact, name: row?.name ?? '' },
        },
        `reset:${input.channel}:${typed.value}`,
      )
    },

    prove(
      terminalId: string,
      input: { challengeId: string; code: string },
    ): { outcome: 'proven' } | { outcome: 'dead' } | WrongOutcome {
      const checked = parts.codes.check(input.challengeId, input.code, terminalId, 'customer', 'password_reset')
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
      /** Whose contact this terminal has proven by that challenge; it holds once, and not for ever. */
      const proven = (): StaffRow | null => {
        const row = otp.byId(input.challengeId)
        const here = row?.terminal_id === terminalId && row.purpose === 'password_reset' && row.status === 'verified'
        if (row === undefined || !here || row.expires_at_ms + proofHoldsMs < clock.now()) return null
        return ownerOf(row.contact_value) ?? null
      }
      const before = proven()
      if (before === null) return { outcome: 'over' }
      const hash = await parts.changes.prepare(input.password, before.name)
      if (typeof hash !== 'string') return { outcome: 'refused', reason: hash.problem }
      return transact(() => {
        const owner = proven()
        if (owner === null || owner.id !== before.id) return { outcome: 'over' }
        otp.close(input.challengeId, 'spent')
        const by = { actor: owner.id, terminalId }
        parts.changes.put(owner, hash, { temporary: false, except: '', by })
        return { outcome: 'done' }
      })
    },
  }
}
