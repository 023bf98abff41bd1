import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { clockText, secondsUntil } from '../../ui/Countdown.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { useNow } from '../../ui/use-now.ts'

interface ResendButtonProps {
  readonly resendAtMs: number
  readonly busy: boolean
  readonly onPress: () => void
}

/** Sends a new code, once the pause between two codes is over; until then it says how long. */
export function ResendButton({ resendAtMs, busy, onPress }: ResendButtonProps) {
  const { t } = useTranslation('kiosk')
  const seconds = secondsUntil(resendAtMs, useNow(250))
  return (
    <Button variant="default" disabled={seconds > 0} loading={busy} onClick={onPress}>
      {seconds > 0 ? (
        <>
          {t('verify.newCodeIn')}&nbsp;<Ltr>{clockText(seconds)}</Ltr>
        </>
      ) : (
        t('verify.newCode')
      )}
    </Button>
  )
}
