import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BannerRow } from './BannerRow.tsx'
import { bannerLines } from './banner-lines.ts'
import classes from './DeliveryBanner.module.css'
import { deliveryStatusKey } from './delivery-status-key.ts'
import { useDesk } from './desk-context.tsx'

const everyMs = 5000

/** Above every staff screen: whether codes go out, what still works, and the alarms. Nothing while all is well. */
export function DeliveryBanner() {
  const { t } = useTranslation('messages')
  const { ports } = useDesk()
  const [open, setOpen] = useState(false)
  const { data } = useQuery({
    queryKey: deliveryStatusKey,
    queryFn: () => ports.client.delivery.status(),
    refetchInterval: everyMs,
  })
  const lines = data ? bannerLines(data) : []
  const shown = open ? lines : lines.slice(0, 1)
  const Chevron = open ? ChevronUp : ChevronDown
  // The region stays while it is empty: a screen reader announces only what changes inside a region it knows.
  return (
    <div className={classes.banner} role="status" aria-label={t('banner.label')} data-empty={lines.length === 0}>
      <ul className={classes.lines}>
        {data &&
          shown.map((line, place) => (
            <BannerRow
              key={line.kind === 'alarm' ? line.alarm.alarmId : `${line.kind} ${place}`}
              line={line}
              waiting={place === 0 ? data : null}
            />
          ))}
      </ul>
      {lines.length > 1 && (
        <Button
          variant="subtle"
          color="gray"
          className={classes.more ?? ''}
          aria-expanded={open}
          rightSection={<Chevron aria-hidden size={20} />}
          onClick={() => setOpen(!open)}
        >
          {open ? t('banner.fewer') : t('banner.more', { count: lines.length - 1 })}
        </Button>
      )}
    </div>
  )
}
