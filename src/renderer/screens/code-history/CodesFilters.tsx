import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { codeOutcomes, codePurposes } from '../../../contract/code-filter.ts'
import { channels } from '../../../contract/values.ts'
import { isFiltered } from '../audit/TrailFilters.tsx'
import { Choice, DayRange, Filters, SearchField } from '../records/Filters.tsx'
import classes from './CodesFilters.module.css'
import { allCodes, type CodesStore } from './codes-view-model.ts'

/** What the codes are searched and filtered by. */
export function CodesFilters({ store }: { readonly store: CodesStore }) {
  const { t } = useTranslation(['audit', 'common'])
  const { filter, set } = useStore(store)
  return (
    <Filters
      search={
        <SearchField value={filter.query} hint={t('codes.searchHint')} onChange={(query) => set({ query }, true)} />
      }
      onClear={isFiltered(filter) ? () => set(allCodes) : null}
    >
      <Choice
        label={t('codes.purpose')}
        value={filter.purpose}
        choices={codePurposes.map((value) => ({ value, label: t(`codes.purposes.${value}`) }))}
        onChange={(value) => set({ purpose: codePurposes.find((each) => each === value) ?? null })}
      />
      <Choice
        label={t('codes.channel')}
        value={filter.channel}
        choices={channels.map((value) => ({ value, label: t(`common:channel.${value}`) }))}
        onChange={(value) => set({ channel: channels.find((each) => each === value) ?? null })}
      />
      <Choice
        label={t('codes.outcome')}
        value={filter.outcome}
        choices={codeOutcomes.map((value) => ({ value, label: t(`codes.outcomes.${value}`) }))}
        onChange={(value) => set({ outcome: codeOutcomes.find((each) => each === value) ?? null })}
      />
      <DayRange from={filter.from} to={filter.to} onChange={set} />
      <Switch
        className={classes.old ?? ''}
        size="md"
        label={t('codes.archived')}
        checked={filter.archived}
        onChange={(event) => set({ archived: event.currentTarget.checked })}
      />
    </Filters>
  )
}
