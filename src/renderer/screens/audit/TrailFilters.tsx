import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { auditGroups } from '../../../contract/audit-filter.ts'
import { useDesk } from '../desk/desk-context.tsx'
import { Choice, DayRange, Filters, SearchField } from '../records/Filters.tsx'
import { useRecordWords } from '../records/use-record-words.ts'
import { type TrailStore, wholeTrail } from './audit-view-model.ts'

/** Whether anything is searched or filtered by. */
export const isFiltered = (filter: object): boolean =>
  Object.values(filter).some((value) => value !== '' && value !== null && value !== false)

/** What the trail is searched and filtered by. */
export function TrailFilters({ store }: { readonly store: TrailStore }) {
  const { t } = useTranslation('audit')
  const { ports } = useDesk()
  const { filter, set } = useStore(store)
  const words = useRecordWords()
  const choices = useQuery({ queryKey: ['audit', 'choices'], queryFn: () => ports.client.audit.choices() })
  const { staff = [], terminals = [], outcomes = [] } = choices.data ?? {}
  return (
    <Filters
      search={
        <SearchField value={filter.query} hint={t('trail.searchHint')} onChange={(query) => set({ query }, true)} />
      }
      onClear={isFiltered(filter) ? () => set(wholeTrail) : null}
    >
      <Choice
        label={t('trail.group')}
        value={filter.group}
        choices={auditGroups.map((value) => ({ value, label: t(`groups.${value}`) }))}
        onChange={(value) => set({ group: auditGroups.find((each) => each === value) ?? null })}
      />
      <Choice
        label={t('trail.actor')}
        value={filter.actor}
        choices={[
          { value: 'customer', label: t('trail.customer') },
          { value: 'system', label: t('trail.system') },
          ...staff.map(({ staffId, name }) => ({ value: staffId, label: name })),
        ]}
        onChange={(actor) => set({ actor })}
      />
      <Choice
        label={t('trail.terminal')}
        value={filter.terminalId}
        choices={terminals.map(({ terminalId, label }) => ({ value: terminalId, label }))}
        onChange={(terminalId) => set({ terminalId })}
      />
      <Choice
        label={t('trail.outcome')}
        value={filter.outcome}
        choices={outcomes.map((value) => ({ value, label: words.say(`outcomes.${value}`, value) }))}
        onChange={(outcome) => set({ outcome })}
      />
      <DayRange from={filter.from} to={filter.to} onChange={set} />
    </Filters>
  )
}
