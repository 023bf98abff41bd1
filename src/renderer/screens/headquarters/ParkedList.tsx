import { Button, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ParkedRecord } from '../../../contract/headquarters.ts'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './HeadquartersPanel.module.css'
import type { HeadquartersStore } from './headquarters-view-model.ts'

interface ParkedListProps {
  readonly store: HeadquartersStore
  readonly parked: { readonly rows: readonly ParkedRecord[]; readonly more: boolean }
}

/** Records that one side would not take, each with its reason. */
export function ParkedList({ store, parked }: ParkedListProps) {
  const { t } = useTranslation('headquarters')
  const { busy, tryAgain } = useStore(store)
  return (
    <section className={classes.section} aria-labelledby="headquarters-parked">
      <div className={classes.head}>
        <Title order={2} id="headquarters-parked">
          {t('parked.title')}
        </Title>
        {parked.rows.length > 1 && (
          <Button variant="default" disabled={busy} onClick={() => void tryAgain(null)}>
            {t('parked.tryAll')}
          </Button>
        )}
      </div>
      {parked.rows.length === 0 && (
        <StateMessage tone="empty" title={t('parked.empty')}>
          {t('parked.emptyMore')}
        </StateMessage>
      )}
      <ul className={classes.list}>
        {parked.rows.map((row) => (
          <Parked key={row.parkedId} row={row} busy={busy} onTry={() => void tryAgain(row.parkedId)} />
        ))}
      </ul>
      {parked.more && <p className={classes.quiet}>{t('parked.more')}</p>}
    </section>
  )
}

const entities = [
  'payment',
  'payment_void',
  'customer',
  'bill',
  'visit',
  'feedback',
  'verification',
  'message',
  'terminal',
  'audit_head',
  'conflict_review',
] as const
const ownReasons = ['account_taken', 'no_customer'] as const

interface ParkedProps {
  readonly row: ParkedRecord
  readonly busy: boolean
  readonly onTry: () => void
}

function Parked({ row, busy, onTry }: ParkedProps) {
  const { t } = useTranslation('headquarters')
  const locale = useLocale()
  const entity = t(`entity.${entities.find((each) => each === row.entity) ?? 'other'}`)
  const reason = ownReasons.find((each) => each === row.reason)
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong>
          {entity} · {momentText(row.atMs, locale)}
        </strong>
        <span>
          {t(`parked.${row.direction}`)}: {reason === undefined ? <Ltr>{row.reason}</Ltr> : t(`reason.${reason}`)}
        </span>
        <span className={classes.quiet}>
          <Ltr>{row.entityId}</Ltr> · {t('parked.tries', { count: row.tries })}
          {row.again && ` · ${t('parked.again')}`}
        </span>
      </div>
      <Button
        variant="default"
        disabled={busy || row.again}
        onClick={onTry}
        aria-label={t('parked.tryOf', { what: `${entity} ${row.entityId}` })}
      >
        {t('parked.try')}
      </Button>
    </li>
  )
}
