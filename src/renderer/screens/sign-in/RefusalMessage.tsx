import { useTranslation } from 'react-i18next'
import { Countdown } from '../../ui/Countdown.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { Refusal, SendReason } from './refusal.ts'

interface RefusalMessageProps {
  readonly refusal: Refusal | null
  /** What was wrong: decides the sentence. */
  readonly what: 'password' | 'pin' | 'code'
  readonly onUnlock: () => void
  /** True where there is no other way to choose. */
  readonly onlyWay?: boolean
}

const waiting: readonly SendReason[] = ['resend_too_soon', 'contact_limit', 'terminal_limit', 'office_limit', 'locked']

function notSentKey(reason: SendReason, onlyWay: boolean) {
  if (reason === 'malformed') return 'notSent.malformed'
  if (waiting.includes(reason)) return 'notSent.wait'
  return onlyWay ? 'notSent.onlyWay' : 'notSent.other'
}

/** What became of the last try, in words that stay in the same place. */
export function RefusalMessage({ refusal, what, onUnlock, onlyWay = false }: RefusalMessageProps) {
  const { t } = useTranslation('staff')
  return (
    <div aria-live="assertive">
      {refusal?.kind === 'wrong' && (
        <StateMessage tone="error" title={t(`wrong.${what}`)}>
          {refusal.triesLeft > 0 && t('triesLeft', { count: refusal.triesLeft })}
        </StateMessage>
      )}
      {refusal?.kind === 'locked' && (
        <StateMessage tone="warning" title={t('locked')}>
          {t('lockedMore')} <Countdown toMs={refusal.untilMs} onEnd={onUnlock} />
        </StateMessage>
      )}
      {refusal?.kind === 'badge' && <StateMessage tone="error" title={t('wrong.badge')} />}
      {(refusal?.kind === 'dead' || refusal?.kind === 'over') && (
        <StateMessage tone="warning" title={t(`refused.${refusal.kind}`)} />
      )}
      {(refusal?.kind === 'short' || refusal?.kind === 'weak' || refusal?.kind === 'same') && (
        <StateMessage tone="error" title={t(`refused.${refusal.kind}`)} />
      )}
      {refusal?.kind === 'not_sent' && (
        <StateMessage tone="error" title={t(notSentKey(refusal.reason, onlyWay))}>
          {refusal.retryAtMs !== null && (
            <>
              {t('lockedMore')} <Countdown toMs={refusal.retryAtMs} onEnd={onUnlock} />
            </>
          )}
        </StateMessage>
      )}
      {refusal?.kind === 'problem' && <ProblemMessage problem={refusal.problem} />}
    </div>
  )
}
