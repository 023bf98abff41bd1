import { Button } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../client/problem.ts'
import { Ltr } from './Ltr.tsx'
import { StateMessage } from './StateMessage.tsx'

interface ProblemMessageProps {
  readonly problem: Problem
  readonly onRetry?: (() => void) | undefined
  readonly size?: 'page' | 'inline'
}

/** One sentence for a problem, for places too small for the whole message. */
export function problemTitle(t: TFunction, problem: Problem): string {
  return problem.kind === 'storage' ? t(`problem.storage.${problem.why}`) : t(`problem.${problem.kind}`)
}

function hint(t: TFunction, problem: Problem): string | null {
  if (problem.kind === 'storage') return t('problem.storage.hint')
  if (problem.kind === 'unreachable') return t('problem.unreachable_hint')
  return null
}

/** A problem in words, with the way on. */
export function ProblemMessage({ problem, onRetry, size = 'inline' }: ProblemMessageProps) {
  const { t } = useTranslation()
  const retry = onRetry && <Button onClick={onRetry}>{t('action.tryAgain')}</Button>
  return (
    <StateMessage tone="error" size={size} title={problemTitle(t, problem)} action={retry}>
      {hint(t, problem)}
      {problem.kind === 'internal' && problem.traceId && (
        <>
          {t('problem.trace')} <Ltr>{problem.traceId}</Ltr>
        </>
      )}
    </StateMessage>
  )
}
