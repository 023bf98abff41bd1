/** The tries of one message as a clerk reads them: a provider that failed in the same way again is told once. */
import type { DeliveryState, TriedProvider } from '../../../contract/verification.ts'

const told = ['timed_out', 'unreachable', 'login_refused', 'rate_limited', 'no_credit', 'provider_error'] as const

/** How a try ended, in one of the words the screen has. */
type TriedWord = 'taken' | 'unconfirmed' | 'other' | (typeof told)[number]

export interface TriedStep {
  readonly providerName: string
  readonly word: TriedWord
  readonly times: number
  /** Of the last of these tries. */
  readonly durationMs: number
  /** Epoch milliseconds of the first of these tries. */
  readonly atMs: number
}

function wordOf({ result, failure }: TriedProvider): TriedWord {
  if (result === 'taken' || result === 'unconfirmed') return result
  return told.find((each) => each === failure) ?? 'other'
}

/**
 * In the order in which they first happened. Empty where the steps would only repeat the line above them: the first provider took the message, or
 * the only one refused it.
 */
export function triedSteps({ tried, final }: Pick<DeliveryState, 'tried' | 'final'>): readonly TriedStep[] {
  const steps: TriedStep[] = []
  for (const each of tried) {
    const { providerName, durationMs, atMs } = each
    const word = wordOf(each)
    const known = steps.findIndex((step) => step.providerName === providerName && step.word === word)
    const step = steps[known]
    if (step) steps[known] = { ...step, times: step.times + 1, durationMs }
    else steps.push({ providerName, word, times: 1, durationMs, atMs })
  }
  const [only] = steps
  const saysNothingNew = steps.length === 1 && only?.times === 1 && (final || only.word === 'taken')
  return saysNothingNew ? [] : steps
}
