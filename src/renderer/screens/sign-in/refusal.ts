/** Why a step of getting in was not taken, in one shape for every step. */
import type { StaffSendOutcome } from '../../../contract/sign-in.ts'
import { type Problem, problemOf } from '../../client/problem.ts'

export type SendReason = Extract<StaffSendOutcome, { outcome: 'refused' }>['reason']

export type Refusal =
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly untilMs: number }
  | { readonly kind: 'dead' }
  /** A badge that brings nobody back here. */
  | { readonly kind: 'badge' }
  | { readonly kind: 'over' }
  | { readonly kind: 'short' | 'weak' | 'same' }
  /** `retryAtMs`: when it may be asked again, where waiting helps. */
  | { readonly kind: 'not_sent'; readonly reason: SendReason; readonly retryAtMs: number | null }
  | { readonly kind: 'problem'; readonly problem: Problem }

type Refused =
  | { readonly outcome: 'wrong'; readonly triesLeft: number }
  | { readonly outcome: 'locked'; readonly untilMs: number }
  | { readonly outcome: 'dead' | 'over' }
  | { readonly outcome: 'refused'; readonly reason: 'short' | 'weak' | 'same' }

export function refusalOf(outcome: Refused): Refusal {
  switch (outcome.outcome) {
    case 'wrong':
      return { kind: 'wrong', triesLeft: outcome.triesLeft }
    case 'locked':
      return { kind: 'locked', untilMs: outcome.untilMs }
    case 'refused':
      return { kind: outcome.reason }
    default:
      return { kind: outcome.outcome }
  }
}

export const notSent = (refused: Extract<StaffSendOutcome, { outcome: 'refused' }>): Refusal => ({
  kind: 'not_sent',
  reason: refused.reason,
  retryAtMs: refused.retryAtMs ?? null,
})

export const failureOf = (error: unknown): Refusal => ({ kind: 'problem', problem: problemOf(error) })
