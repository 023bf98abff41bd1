import { useTranslation } from 'react-i18next'
import type { SendRefusal } from '../../../contract/verification.ts'
import { nowMs } from '../../client/clock.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'

/** Nobody waits longer at a kiosk; then the hint alone says what to do. */
const waitedMs = 15 * 60 * 1000

/** The office's limits: another way helps sooner than waiting, so the hint stands also where there is a time. */
const betterAnotherWay: readonly SendRefusal['reason'][] = ['office_limit', 'number_block_limit', 'daily_limit']

/** Why no code was sent, and when it may be tried again. It says nothing of whether the contact is known. */
export function SendRefusalMessage({ refusal }: { readonly refusal: SendRefusal }) {
  const { t } = useTranslation('kiosk')
  const { reason, retryAtMs } = refusal
  const untilMs = retryAtMs !== undefined && retryAtMs - nowMs() <= waitedMs ? retryAtMs : null
  return (
    <StateMessage tone="warning" title={t(`send.${reason}`)}>
      {(untilMs === null || betterAnotherWay.includes(reason)) && <div>{t(`sendHint.${reason}`)}</div>}
      {untilMs !== null && (
        <>
          {t('send.again')} <Countdown toMs={untilMs} />
        </>
      )}
    </StateMessage>
  )
}
