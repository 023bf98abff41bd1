/** What every view-model of the desk is given from outside, so that it can be tested without a browser, a clock or chance. */
import type { Client } from '../../client/client.ts'
import { newIdempotencyKey, nowMs } from '../../client/clock.ts'
import { type Problem, problemOf } from '../../client/problem.ts'
import { type UnansweredStore, unansweredIn } from '../desk-pay/unanswered.ts'

export interface DeskPorts {
  readonly client: Client
  readonly nowMs: () => number
  /** A fresh idempotency key: one for each thing that the clerk means to do. */
  readonly newKey: () => string
  /** Runs `then` after `ms`; calling the answer calls it off. */
  readonly after: (ms: number, then: () => void) => () => void
  /** Told wherever the office answers that the visit has ended, so that the desk leaves it in one way only. */
  readonly onVisitClosed: () => void
  /** Where payments whose answer is out are kept; left out, nowhere. */
  readonly unanswered?: UnansweredStore
}

/** The ports of a real screen. */
export function browserPorts(client: Client, onVisitClosed: () => void): DeskPorts {
  return {
    client,
    nowMs,
    newKey: newIdempotencyKey,
    after: (ms, then) => {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
    onVisitClosed,
    unanswered: unansweredIn(localStorage),
  }
}

/** Like `problemOf`, for calls inside a visit: a closed visit also ends what is on screen. */
export function visitProblem(ports: Pick<DeskPorts, 'onVisitClosed'>, error: unknown): Problem {
  const problem = problemOf(error)
  if (problem.kind === 'visit_closed') ports.onVisitClosed()
  return problem
}
