import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import classes from '../desk/DeliveryBanner.module.css'
import { useDesk } from '../desk/desk-context.tsx'

const everyMs = 10_000

/** For everyone at a desk: the office's data is about to be another. Nothing while all is well. */
export function WarningBanner() {
  const { t } = useTranslation('backup')
  const { ports } = useDesk()
  const { data } = useQuery({
    queryKey: ['backup-warning'],
    queryFn: () => ports.client.backups.warning(),
    refetchInterval: everyMs,
  })
  const warning = data?.warning ?? null
  if (warning === null) return null
  return (
    <div className={classes.banner} role="alert">
      <ul className={classes.lines}>
        <li className={classes.line}>
          <TriangleAlert aria-hidden size={24} className={classes.icon} />
          <span className={classes.words}>{t(`warning.${warning}`)}</span>
        </li>
      </ul>
    </div>
  )
}
