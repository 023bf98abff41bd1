import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ParkedRecord } from '../../../contract/headquarters.ts'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { LineList, LineRow } from '../../ui/LineRow.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Quiet } from '../../ui/Quiet.tsx'
import { Section } from '../../ui/Section.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { HeadquartersStore, Listed } from './headquarters-view-model.ts'
import { MoreRows } from './MoreRows.tsx'
import { TechnicalDetail } from './TechnicalDetail.tsx'

interface ParkedListProps {
  readonly store: HeadquartersStore
  readonly parked: Listed<ParkedRecord>
  /** Of all pages. */
  readonly total: number
}

/** Records that one side would not take, each with its reason. */
export function ParkedList({ store, parked, total }: ParkedListProps) {
  const { t } = useTranslation('headquarters')
  const { busy, tryAgain, showMore } = useStore(store)
  const all = parked.rows.length > 1 && (
    <Button variant="default" disabled={busy} onClick={() => void tryAgain(null)}>
      {t('parked.tryAll')}
    </Button>
  )
  return (
    <Section title={t('parked.title')} aside={all}>
      {parked.rows.length === 0 ? (
        <StateMessage tone="empty" title={t('parked.empty')}>
          {t('parked.emptyMore')}
        </StateMessage>
      ) : (
        <LineList>
          {parked.rows.map((row) => (
            <Parked key={row.parkedId} row={row} busy={busy} onTry={() => void tryAgain(row.parkedId)} />
          ))}
        </LineList>
      )}
      {parked.more && <MoreRows shown={parked.rows.length} total={total} onMore={() => void showMore('parked')} />}
    </Section>
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

interface ParkedProps {
  readonly row: ParkedRecord
  readonly busy: boolean
  readonly onTry: () => void
}

function Parked({ row, busy, onTry }: ParkedProps) {
  const { t } = useTranslation('headquarters')
  const locale = useLocale()
  const entity = t(`entity.${entities.find((each) => each === row.entity) ?? 'other'}`)
  return (
    <LineRow
      words={
        <>
          <strong>
            {entity} · {momentText(row.atMs, locale)}
          </strong>
          <span>{t(`parked.${row.direction}`)}</span>
          <span>{t(`reason.${row.reason}`)}</span>
          <Quiet>
            <Ltr>{row.entityId}</Ltr> · {t('parked.tries', { count: row.tries })}
            {row.again && ` · ${t('parked.again')}`}
          </Quiet>
          <TechnicalDetail words={row.detail} />
        </>
      }
    >
      <Button
        variant="default"
        disabled={busy || row.again}
        onClick={onTry}
        aria-label={t('parked.tryOf', { what: `${entity} ${row.entityId}` })}
      >
        {t('parked.try')}
      </Button>
    </LineRow>
  )
}
