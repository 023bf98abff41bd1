/** Why no code may be issued now: locks, and how many were asked for and sent; at a kiosk what may be told of it, and what not. */
import type { Channel } from '../../contract/values.ts'
import type { Alarms } from '../delivery/alarms.ts'
import type { LimitRefusal, SendLimits } from '../delivery/send-limits.ts'
import {
  blockAfterFailures,
  type CodeLimits,
  contactLimits,
  type GuardKeys,
  type GuardState,
  limitedUntil,
  longestWindowMs,
  officeWindowMs,
  terminalLimits,
} from './rules.ts'
import type { OtpStore } from './store.ts'

export interface AskRefused {
  readonly outcome: 'refused'
  readonly reason:
    | 'resend_too_soon'
    | 'contact_limit'
    | 'terminal_limit'
    | 'office_limit'
    | 'locked'
    | 'blocked'
    | LimitRefusal['reason']
  readonly retryAtMs?: number
  /** True where the reason lies with the contact and not with what was asked: a kiosk must not show it. */
  readonly hidden?: true
}

/** What of a request its limits go by. */
interface Ask {
  readonly contactValue: string
  readonly channel: Channel
  readonly terminalId: string
  readonly decoy: boolean
  readonly askedAs: string
  readonly silent?: boolean
}

export function askLimits(parts: {
  readonly store: OtpStore
  readonly limits: () => CodeLimits
  readonly sendLimits: SendLimits
  readonly alarms: Alarms
}): (request: Ask, keys: GuardKeys, guard: GuardState, nowMs: number) => AskRefused | null {
  const { store } = parts

  const guarded = (guard: GuardState, nowMs: number): AskRefused | null => {
    if (guard.failures >= blockAfterFailures) return { outcome: 'refused', reason: 'blocked' }
    if (guard.lockedUntilMs <= nowMs) return null
    return { outcome: 'refused', reason: 'locked', retryAtMs: guard.lockedUntilMs }
  }

  function counted(sentAtMs: (afterMs: number, limit: number) => readonly number[], nowMs: number): AskRefused | null {
    const limits = parts.limits()
    const perContact = contactLimits(limits)
    const until = limitedUntil(perContact, sentAtMs(nowMs - longestWindowMs(perContact), limits.contactPerDay), nowMs)
    return until === null ? null : { outcome: 'refused', reason: 'contact_limit', retryAtMs: until }
  }

  function crowded(terminalId: string, nowMs: number): AskRefused | null {
    const limits = parts.limits()
    const perTerminal = terminalLimits(limits)
    const sentFrom = store.sentFrom(terminalId, nowMs - longestWindowMs(perTerminal), limits.terminalPerMinute)
    const until = limitedUntil(perTerminal, sentFrom, nowMs)
    if (until !== null) return { outcome: 'refused', reason: 'terminal_limit', retryAtMs: until }
    const fullSinceMs = store.nthLastInOffice(nowMs - officeWindowMs, limits.officePerMinute)
    if (fullSinceMs === null) return null
    parts.alarms.raise('office_limit', '')
    return { outcome: 'refused', reason: 'office_limit', retryAtMs: fullSinceMs + officeWindowMs }
  }

  function stopped(request: Ask, nowMs: number): AskRefused | null {
    const limit = parts.sendLimits.refusal(request.channel, request.contactValue, nowMs)
    return limit === null ? null : { outcome: 'refused', ...limit }
  }

  /** What concerns the ask itself first: at a kiosk that is all a person may be told. */
  return (request, keys, guard, nowMs) => {
    const { askedAs, contactValue } = request
    const sentTo = (afterMs: number, limit: number) => store.sentTo(contactValue, afterMs, limit)
    if (askedAs === '')
      return (
        guarded(guard, nowMs) ?? counted(sentTo, nowMs) ?? crowded(request.terminalId, nowMs) ?? stopped(request, nowMs)
      )
    const asked = (afterMs: number, limit: number) => store.askedFor(askedAs, afterMs, limit)
    const shown = guarded(guard, nowMs) ?? counted(asked, nowMs) ?? crowded(request.terminalId, nowMs)
    if (shown !== null || request.silent === true) return shown
    // A number as it was typed is judged for everyone alike; the one behind an account's number is not spoken of.
    const limit = stopped(request, nowMs)
    if (limit !== null) return askedAs === contactValue ? limit : { ...limit, hidden: true }
    // Nobody gets a message: there is nothing behind it to be stopped by.
    if (request.decoy) return null
    const behind = guarded(store.guard(keys.hidden ?? contactValue), nowMs) ?? counted(sentTo, nowMs)
    return behind === null ? null : { ...behind, hidden: true }
  }
}
