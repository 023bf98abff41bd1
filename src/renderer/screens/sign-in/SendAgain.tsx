import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SentCode } from '../../../contract/sign-in.ts'
import { nowMs } from '../../client/clock.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { Ltr } from '../../ui/Ltr.tsx'

interface SendAgainProps {
  readonly sent: SentCode
  readonly busy: boolean
  readonly onSend: () => void
}

/** The mark of the message that counts, and another code once the first has had its time. */
export function SendAgain({ sent, busy, onSend }: SendAgainProps) {
  const { t } = useTranslation('staff')
  const [waitingFor, setWaitingFor] = useState<string | null>(sent.resendAtMs > nowMs() ? sent.challengeId : null)
  const waits = waitingFor === sent.challengeId
  return (
    <>
      <p>
        {t('code.reference')} <Ltr>{sent.reference}</Ltr>
      </p>
      <Button
        variant="default"
        disabled={waits || busy}
        onClick={onSend}
        rightSection={waits && <Countdown toMs={sent.resendAtMs} onEnd={() => setWaitingFor(null)} />}
      >
        {t('code.again')}
      </Button>
    </>
  )
}
