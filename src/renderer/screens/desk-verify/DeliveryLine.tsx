import { useQueryClient } from '@tanstack/react-query'
import { CheckCheck, CircleAlert, CircleCheck, CircleHelp, Clock, RefreshCw, Send, WifiOff } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { DeliveryState } from '../../../contract/verification.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { deliveryStatusKey } from '../desk/delivery-status-key.ts'
import { useDesk } from '../desk/desk-context.tsx'
import { OtherWays } from '../desk-customer/OtherWays.tsx'
import classes from './DeliveryLine.module.css'
import { deliveryTitle, isOnItsWay, waitsForNetwork, wantsAnotherWay } from './delivery-words.ts'
import { TriedSteps } from './TriedSteps.tsx'
import type { VerifyStore } from './verify-view-model.ts'

const icons: Readonly<Record<DeliveryState['status'], typeof Clock>> = {
  queued: Clock,
  sending: Send,
  retrying: RefreshCw,
  asking: CircleHelp,
  taken: CircleCheck,
  delivered: CheckCheck,
  undelivered: CircleAlert,
  failed: CircleAlert,
  unconfirmed: CircleHelp,
}

/** The message as it happens: waiting, sent, or why not; with the other ways to reach the same customer. */
export function DeliveryLine({ store }: { readonly store: VerifyStore }) {
  const { t } = useTranslation(['desk', 'remedies'])
  const { delivery, sending, sendInstead } = useStore(store)
  const queries = useQueryClient()
  const status = delivery?.status
  // A message that leaves or fails may change what stands above the desk; it is asked for at once.
  useEffect(() => {
    if (status) void queries.invalidateQueries({ queryKey: deliveryStatusKey })
  }, [status, queries])

  if (!delivery) return null
  const offline = waitsForNetwork(delivery)
  const Icon = offline ? WifiOff : icons[delivery.status]
  const instead = wantsAnotherWay(delivery)
  return (
    <div className={classes.delivery}>
      <div className={classes.line} data-status={offline ? 'offline' : delivery.status} role="status">
        <Icon aria-hidden size={24} className={classes.icon} />
        <div className={classes.words}>
          <strong>{deliveryTitle(delivery, t)}</strong>
          <DeliveryDetails delivery={delivery} />
        </div>
      </div>
      <OtherWays
        title={t(instead && !offline ? 'delivery.insteadNow' : 'delivery.instead')}
        prominent={instead}
        ways={delivery.alternatives}
        busy={sending}
        onChoose={(way) => void sendInstead(way)}
      />
    </div>
  )
}

/** Why, what was tried, and what it means for the code. */
function DeliveryDetails({ delivery }: { readonly delivery: DeliveryState }) {
  const { t } = useTranslation(['desk', 'remedies'])
  const { staff } = useDesk()
  const { status, failure, words, remedy } = delivery
  const arrived = status === 'taken' || status === 'delivered'
  const offline = waitsForNetwork(delivery)
  return (
    <>
      {offline && <span>{t('delivery.queuedNoNetworkMore')}</span>}
      {failure && !arrived && !offline && status !== 'unconfirmed' && <span>{t(`delivery.failure.${failure}`)}</span>}
      {status === 'unconfirmed' && <span>{t('delivery.unconfirmedMore')}</span>}
      {words && !arrived && (
        <span className={classes.quiet}>
          {t('delivery.words')} <bdi>{words}</bdi>
        </span>
      )}
      {remedy && !arrived && staff.role === 'administrator' && (
        <span>
          {t('delivery.remedy')} {t(`remedies:${remedy}`)}
        </span>
      )}
      {status === 'retrying' && !offline && (
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
      <TriedSteps delivery={delivery} />
      {isOnItsWay(delivery) && <span className={classes.quiet}>{t('delivery.countsFromTaken')}</span>}
      {delivery.maybeTwice && <span>{t('delivery.maybeTwice')}</span>}
    </>
  )
}
