import { CircleAlert, CircleCheck, CircleHelp, Clock, RefreshCw, Send } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { DeliveryState } from '../../../contract/verification.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { OtherWays } from '../desk-customer/OtherWays.tsx'
import classes from './DeliveryLine.module.css'
import type { VerifyStore } from './verify-view-model.ts'

const icons: Readonly<Record<DeliveryState['status'], typeof Clock>> = {
  queued: Clock,
  sending: Send,
  retrying: RefreshCw,
  taken: CircleCheck,
  failed: CircleAlert,
  unconfirmed: CircleHelp,
}

/** The message as it happens: waiting, sent, or why not; with the other ways to reach the same customer. */
export function DeliveryLine({ store }: { readonly store: VerifyStore }) {
  const { t } = useTranslation('desk')
  const { delivery, sending, sendInstead } = useStore(store)
  if (!delivery) return null
  const Icon = icons[delivery.status]
  return (
    <div className={classes.delivery}>
      <div className={classes.line} data-status={delivery.status} role="status">
        <Icon aria-hidden size={24} className={classes.icon} />
        <div className={classes.words}>
          <strong>{title(delivery, t)}</strong>
          {delivery.failure && delivery.status !== 'unconfirmed' && (
            <span>{t(`delivery.failure.${delivery.failure}`)}</span>
          )}
          {delivery.status === 'unconfirmed' && <span>{t('delivery.unconfirmedMore')}</span>}
          {delivery.words && delivery.status !== 'taken' && (
            <span className={classes.quiet}>
              {t('delivery.words')} <bdi>{delivery.words}</bdi>
            </span>
          )}
          {delivery.status === 'retrying' && (
            <span className={classes.quiet}>
              {t('delivery.attempt', { count: delivery.attempts })}
              {delivery.nextAttemptAtMs !== null && (
                <>
                  {' · '}
                  {t('delivery.retryIn')} <Countdown toMs={delivery.nextAttemptAtMs} />
                </>
              )}
            </span>
          )}
        </div>
      </div>
      <OtherWays
        title={t('delivery.instead')}
        ways={delivery.alternatives}
        busy={sending}
        onChoose={(way) => void sendInstead(way)}
      />
    </div>
  )
}

/** The name by which the office calls the drawer that stands in for a provider. */
const devInboxName = 'dev-inbox'

/** The office's names of its providers, as people write them. */
const providerNames: Readonly<Record<string, string>> = { smtp: 'SMTP', twilio: 'Twilio', kavenegar: 'Kavenegar' }

type Words = ReturnType<typeof useTranslation<'desk'>>['t']

function title(delivery: DeliveryState, t: Words): string {
  if (delivery.status !== 'taken') return t(`delivery.${delivery.status}`)
  if (delivery.provider === devInboxName) return t('delivery.inInbox')
  if (!delivery.provider) return t('delivery.takenUnnamed')
  return t('delivery.taken', { provider: providerNames[delivery.provider] ?? delivery.provider })
}
