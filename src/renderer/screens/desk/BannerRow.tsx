import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ShieldAlert, TriangleAlert, WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DeliveryStatus } from '../../../contract/delivery.ts'
import { problemOf } from '../../client/problem.ts'
import { problemTitle } from '../../ui/ProblemMessage.tsx'
import type { BannerLine } from './banner-lines.ts'
import classes from './DeliveryBanner.module.css'
import { deliveryStatusKey } from './delivery-status-key.ts'
import { useDesk } from './desk-context.tsx'
import { useBannerWords } from './use-banner-words.ts'

const icons = { no_network: WifiOff, blocked: TriangleAlert, alarm: ShieldAlert } as const

interface BannerRowProps {
  readonly line: BannerLine
  /** Set on the first line, which also says what waits. */
  readonly waiting: Pick<DeliveryStatus, 'waiting' | 'oldestWaitingMs'> | null
}

/** One thing to know, with what to do about it. */
export function BannerRow({ line, waiting }: BannerRowProps) {
  const { t } = useTranslation('messages')
  const { store, unsaved, staff } = useDesk()
  const words = useBannerWords()
  const Icon = icons[line.kind]
  return (
    <li className={classes.line}>
      <Icon aria-hidden size={24} className={classes.icon} />
      <span className={classes.words}>
        {words.of(line)} {waiting && words.ofWaiting(waiting)}
      </span>
      {line.kind === 'alarm' && staff.role !== 'clerk' && <SeenButton alarmId={line.alarm.alarmId} />}
      {line.kind !== 'alarm' && staff.role === 'administrator' && (
        <Button
          variant="subtle"
          className={classes.action ?? ''}
          onClick={() => unsaved.getState().leave(() => store.getState().goTo('messages'))}
        >
          {t('banner.look')}
        </Button>
      )}
    </li>
  )
}

/** Someone has looked at it; the line goes for everyone. */
function SeenButton({ alarmId }: { readonly alarmId: string }) {
  const { t } = useTranslation('messages')
  const { t: common } = useTranslation()
  const { ports } = useDesk()
  const queries = useQueryClient()
  const seen = useMutation({
    mutationFn: () => ports.client.delivery.acknowledge({ alarmId }),
    onSettled: () => queries.invalidateQueries({ queryKey: deliveryStatusKey }),
    onError: (error) => {
      notifications.show({
        color: 'red',
        title: t('banner.notSeen'),
        message: problemTitle(common, problemOf(error)),
      })
    },
  })
  return (
    <Button variant="default" className={classes.action ?? ''} loading={seen.isPending} onClick={() => seen.mutate()}>
      {t('banner.seen')}
    </Button>
  )
}
