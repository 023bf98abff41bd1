import { Button } from '@mantine/core'
import { FileDown, ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { momentText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { saveCsv } from '../../ui/save-file.ts'
import { useDesk } from '../desk/desk-context.tsx'
import { Panel } from '../messages/Panel.tsx'
import { NothingFound, PagedList } from '../records/PagedList.tsx'
import { useRecordWords } from '../records/use-record-words.ts'
import { createJobModel } from '../transfers/job-view-model.ts'
import { createTrailModel, trailQuery, wholeTrail } from './audit-view-model.ts'
import { ProofDialog } from './ProofDialog.tsx'
import { createProofModel } from './proof-view-model.ts'
import { TrailExportDialog } from './TrailExportDialog.tsx'
import { isFiltered, TrailFilters } from './TrailFilters.tsx'
import { TrailRow } from './TrailRow.tsx'
import { createTrailExportModel } from './trail-export-view-model.ts'

/** Who did what to whom, when and where; newest first. */
export function AuditPanel() {
  const { t } = useTranslation('audit')
  const { ports } = useDesk()
  const locale = useIntlLocale()
  const { actionsWorded } = useRecordWords()
  const [stores] = useState(() => {
    const trail = createTrailModel(ports, actionsWorded)
    const job = createJobModel(ports, saveCsv)
    return {
      trail,
      job,
      proof: createProofModel(ports, () => void trail.getState().load()),
      exporting: createTrailExportModel(ports, job),
    }
  })
  const { filter, list, open, set, load, more, toggle } = useStore(stores.trail)
  useEffect(() => {
    void load()
    return () => stores.proof.getState().close()
  }, [load, stores])
  const exportFound = () => void stores.exporting.getState().start(trailQuery(filter, actionsWorded))
  return (
    <Panel
      primary={{
        label: t('proof.button'),
        icon: <ShieldCheck aria-hidden size={20} />,
        onPress: () => void stores.proof.getState().start(),
      }}
      secondary={
        <Button variant="default" leftSection={<FileDown aria-hidden size={20} />} onClick={exportFound}>
          {t('export.button')}
        </Button>
      }
    >
      <TrailFilters store={stores.trail} />
      <PagedList
        list={list}
        label={t('trail.list')}
        row={(entry) => (
          <TrailRow
            key={entry.seq}
            entry={entry}
            open={open === String(entry.seq)}
            onToggle={() => toggle(String(entry.seq))}
          />
        )}
        onLoad={() => void load()}
        onMore={() => void more()}
        reached={({ reachedAtMs }) => t('searchedTo', { moment: momentText(reachedAtMs, locale) })}
        empty={<NothingFound onClear={isFiltered(filter) ? () => set(wholeTrail) : null} />}
      />
      <ProofDialog store={stores.proof} />
      <TrailExportDialog store={stores.exporting} job={stores.job} />
    </Panel>
  )
}
