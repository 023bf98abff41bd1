import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SendRefusal } from '../../../contract/verification.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { LiftLockButton } from './LiftLockButton.tsx'
import classes from './SendRefusalMessage.module.css'

interface SendRefusalMessageProps {
  readonly refusal: SendRefusal
  readonly onUnlock: () => void
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
        (locked && <LiftLockButton onPress={onUnlock} />) ||
        (reason === 'not_found' && onReload && (
          <Button variant="default" onClick={onReload}>
            {t('send.reload')}
          </Button>
        ))
      }
    >
      {retryAtMs !== undefined && (
        <span className={classes.wait}>
          {t('send.retryIn')} <Countdown toMs={retryAtMs} />
        </span>
      )}
    </StateMessage>
  )
}
