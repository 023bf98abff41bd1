import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { WaitingView } from '../../../contract/terminals.ts'
import { timeText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { Card } from '../../ui/Card.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { spacedCode } from '../pairing/spaced-code.ts'
import classes from './WaitingCard.module.css'

interface WaitingCardProps {
  readonly waiting: WaitingView
  readonly onLetIn: () => void
  readonly onTurnAway: () => void
}

/** A screen that waits: the code to compare with the one it shows, where it is, what it is. */
export function WaitingCard({ waiting, onLetIn, onTurnAway }: WaitingCardProps) {
  const { t } = useTranslation('terminals')
  const locale = useLocale()
  const { code, remoteAddress, browser, sinceMs } = waiting
  const spaced = spacedCode(code)
  return (
    <Card
      heading={
        <span className={classes.code}>
          <Ltr>{spaced}</Ltr>
        </span>
      }
      more={
        <>
          <Ltr>{remoteAddress}</Ltr>
          {browser !== '' && (
            <>
              {' · '}
              <Ltr>{browser}</Ltr>
            </>
          )}
          {' · '}
          {t('waiting.since', { time: timeText(sinceMs, locale) })}
        </>
      }
      aside={
        <>
          <Button
            variant="subtle"
            color="gray"
            onClick={onTurnAway}
            aria-label={t('waiting.turnAwayOf', { code: spaced })}
          >
            {t('waiting.turnAway')}
          </Button>
          <Button variant="default" onClick={onLetIn} aria-label={t('waiting.letInOf', { code: spaced })}>
            {t('waiting.letIn')}
          </Button>
        </>
      }
    />
  )
}
