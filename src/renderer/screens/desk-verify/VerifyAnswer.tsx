import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Countdown } from '../../ui/Countdown.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { LiftLockButton } from '../desk-customer/LiftLockButton.tsx'
import { SendRefusalMessage } from '../desk-customer/SendRefusalMessage.tsx'
import { OpenVisitHint } from './OpenVisitHint.tsx'
import type { DeadEnd, VerifyStore } from './verify-view-model.ts'

interface VerifyAnswerProps {
  readonly store: VerifyStore
  readonly customerName: string
  /** Null where no customer is there yet whose lock could be lifted. */
  readonly onUnlock: (() => void) | null
}

function lockedUntil(outcome: DeadEnd): number | null {
  if (outcome.outcome === 'locked') return outcome.untilMs
  return outcome.outcome === 'too_many_tries' ? outcome.lockedUntilMs : null
}

/** What the office said to the last code or the last wish for one. */
export function VerifyAnswer({ store, customerName, onUnlock }: VerifyAnswerProps) {
  const { t } = useTranslation('desk')
  const { state, refusal, failure, code, submit } = useStore(store)
  return (
    <>
      {state.kind === 'entering' && state.wrong && <StateMessage tone="warning" title={t('verify.wrong')} />}
      {state.kind === 'refused' && <DeadEndMessage outcome={state.outcome} onUnlock={onUnlock} />}
      {state.kind === 'refused' && state.outcome.outcome === 'nothing_asked' && (
        <OpenVisitHint customerName={customerName} />
      )}
      {refusal && <SendRefusalMessage refusal={refusal} onUnlock={onUnlock} />}
      {failure && <ProblemMessage problem={failure} onRetry={code === '' ? undefined : () => void submit()} />}
    </>
  )
}

function DeadEndMessage({ outcome, onUnlock }: { readonly outcome: DeadEnd; readonly onUnlock: (() => void) | null }) {
  const { t } = useTranslation('desk')
  const untilMs = lockedUntil(outcome)
  const locks = outcome.outcome === 'locked' || outcome.outcome === 'blocked' || untilMs !== null
  return (
    <StateMessage
      tone="warning"
      title={t(`verify.${outcome.outcome}`)}
      action={locks && onUnlock && <LiftLockButton onPress={onUnlock} />}
    >
      {t(`verify.${outcome.outcome}More`)}
      {untilMs !== null && (
        <>
          {' '}
          {t('verify.unlockIn')} <Countdown toMs={untilMs} />
        </>
      )}
    </StateMessage>
  )
}
