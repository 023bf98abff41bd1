import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { MergeConflict } from '../../../contract/headquarters.ts'
import { momentText } from '../../i18n/dates.ts'
import { languageNames, localeOf } from '../../i18n/i18n.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { LineList } from '../../ui/LineRow.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Quiet } from '../../ui/Quiet.tsx'
import { Section } from '../../ui/Section.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './HeadquartersPanel.module.css'
import type { HeadquartersStore, Listed } from './headquarters-view-model.ts'
import { MoreRows } from './MoreRows.tsx'

interface ConflictListProps {
  readonly store: HeadquartersStore
  readonly conflicts: Listed<MergeConflict>
  /** Of all pages. */
  readonly total: number
}

/** Values that two branches wrote at once, side by side. */
export function ConflictList({ store, conflicts, total }: ConflictListProps) {
  const { t } = useTranslation('headquarters')
  const { showMore } = useStore(store)
  return (
    <Section title={t('conflicts.title')}>
      {conflicts.rows.length === 0 ? (
        <StateMessage tone="empty" title={t('conflicts.empty')}>
          {t('conflicts.emptyMore')}
        </StateMessage>
      ) : (
        <LineList>
          {conflicts.rows.map((conflict) => (
            <Conflict key={conflict.conflictId} conflict={conflict} store={store} />
          ))}
        </LineList>
      )}
      {conflicts.more && (
        <MoreRows shown={conflicts.rows.length} total={total} onMore={() => void showMore('conflicts')} />
      )}
    </Section>
  )
}

/** Codes and contacts keep their direction; a language is named in itself. */
function FieldText({ field, value }: { readonly field: MergeConflict['field']; readonly value: string | null }) {
  const { t } = useTranslation('headquarters')
  if (value === null || value === '') return <span className={classes.quiet}>{t('conflicts.none')}</span>
  if (field === 'locale') return <bdi>{languageNames[localeOf(value)]}</bdi>
  if (field === 'name' || field === 'address' || field === 'ward') return <bdi>{value}</bdi>
  return <Ltr>{value}</Ltr>
}

function Conflict({ conflict, store }: { readonly conflict: MergeConflict; readonly store: HeadquartersStore }) {
  const { t } = useTranslation('headquarters')
  const locale = useLocale()
  const { busy, conflictRefused, resolve } = useStore(store)
  const { conflictId, field, customerName: name, kept, other, now } = conflict
  const refused = conflictRefused?.conflictId === conflictId ? conflictRefused.reason : null
  return (
    <li className={classes.conflict}>
      <div className={classes.words}>
        <strong>
          <bdi>{name}</bdi> · <Ltr>{conflict.accountNo}</Ltr>
        </strong>
        <span className={classes.quiet}>
          {t(`field.${field}`)}
          {conflict.fieldName !== null && (
            <>
              {' '}
              <Ltr>{conflict.fieldName}</Ltr>
            </>
          )}{' '}
          · {momentText(conflict.happenedAtMs, locale)}
        </span>
        {conflict.changedSince && (
          <span>
            {t('conflicts.now')}: <FieldText field={field} value={now} />
          </span>
        )}
      </div>
      <div className={classes.sides}>
        <div className={classes.side}>
          <span className={classes.quiet}>{t('conflicts.kept')}</span>
          <span className={classes.value}>
            <FieldText field={field} value={kept} />
          </span>
          <Button
            variant="default"
            disabled={busy}
            aria-label={t('conflicts.keepOf', { value: kept ?? t('conflicts.none'), name })}
            onClick={() => void resolve(conflictId, 'keep')}
          >
            {t('conflicts.keep')}
          </Button>
        </div>
        <div className={classes.side}>
          <span className={classes.quiet}>{t('conflicts.other')}</span>
          <span className={classes.value}>
            <FieldText field={field} value={other} />
          </span>
          {field === 'other' ? (
            <Quiet>{t('conflicts.unknownField')}</Quiet>
          ) : (
            <Button
              variant="default"
              disabled={busy}
              aria-label={t('conflicts.useOf', { value: other ?? t('conflicts.none'), name })}
              onClick={() => void resolve(conflictId, 'other')}
            >
              {t('conflicts.use')}
            </Button>
          )}
        </div>
      </div>
      {refused && <StateMessage tone="error" title={t(`refused.${refused}`)} />}
    </li>
  )
}
