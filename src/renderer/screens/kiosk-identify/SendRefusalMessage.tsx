import { useTranslation } from 'react-i18next'
import type { SendRefusal } from '../../../contract/verification.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'

/** Why no code was sent, and when it may be tried again. It says nothing of whether the contact is known. */
export function SendRefusalMessage({ refusal }: { readonly refusal: SendRefusal }) {
  const { t } = useTranslation('kiosk')
  return (
    <StateMessage tone="warning" title={t(`send.${refusal.reason}`)}>
      {refusal.retryAtMs === undefined ? (
        t(`sendHint.${refusal.reason}`)
      ) : (
        <>
          {t('send.again')} <Countdown toMs={refusal.retryAtMs} />
        </>
      )}
    </StateMessage>
  )
}
