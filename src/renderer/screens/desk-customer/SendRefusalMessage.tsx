import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SendRefusal } from '../../../contract/verification.ts'
import { nowMs } from '../../client/clock.ts'
import { timeText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { LiftLockButton } from './LiftLockButton.tsx'
import classes from './SendRefusalMessage.module.css'

interface SendRefusalMessageProps {
  readonly refusal: SendRefusal
  /** Null where no customer is there yet whose lock could be lifted. */
  readonly onUnlock: (() => void) | null
  /** Reads the customer anew; a way on where the contact is gone. */
  readonly onReload?: () => void
}

/** Why no code left, when it may be tried again, and what else can be done. */
export function SendRefusalMessage({ refusal, onUnlock, onReload }: SendRefusalMessageProps) {
  const { t } = useTranslation('desk')
  const { reason, retryAtMs } = refusal
  const locked = reason === 'locked' || reason === 'blocked'
  return (
    <StateMessage
      tone="warning"
      title={t(`send.refused.${reason}`)}
      action={
        (locked && onUnlock && <LiftLockButton onPress={onUnlock} />) ||
        (reason === 'not_found' && onReload && (
          <Button variant="default" onClick={onReload}>
            {t('send.reload')}
          </Button>
        ))
      }
    >
      {retryAtMs !== undefined && <WhenAgain retryAtMs={retryAtMs} />}
    </StateMessage>
  )
}

/** Nobody counts seconds for longer; then the time of day says more. */
const countedMs = 60 * 60 * 1000

function WhenAgain({ retryAtMs }: { readonly retryAtMs: number }) {
  const { t } = useTranslation('desk')
  const locale = useIntlLocale()
  if (retryAtMs - nowMs() > countedMs) return t('send.retryAt', { time: timeText(retryAtMs, locale) })
  return (
    <span className={classes.wait}>
      {t('send.retryIn')} <Countdown toMs={retryAtMs} />
    </span>
  )
}
