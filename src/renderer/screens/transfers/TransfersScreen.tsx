import { Tabs } from '@mantine/core'
import { Download, Upload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Screen } from '../../ui/Screen.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { ExportPanel } from './ExportPanel.tsx'
import { ImportPanel } from './ImportPanel.tsx'
import classes from './TransfersScreen.module.css'

/** CSV files in and out of the office, beside the counter's work. */
export function TransfersScreen() {
  const { t } = useTranslation('desk')
  const { transfers } = useDesk()
  return (
    <Screen title={t('transfers.title')} width="wide">
      <Tabs defaultValue="import">
        <Tabs.List>
          <Tabs.Tab value="import" className={classes.tab ?? ''} leftSection={<Upload aria-hidden size={20} />}>
            {t('transfers.import')}
          </Tabs.Tab>
          <Tabs.Tab value="export" className={classes.tab ?? ''} leftSection={<Download aria-hidden size={20} />}>
            {t('transfers.export')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="import" className={classes.panel ?? ''}>
          <ImportPanel store={transfers.importing} job={transfers.importJob} />
        </Tabs.Panel>
        <Tabs.Panel value="export" className={classes.panel ?? ''}>
          <ExportPanel store={transfers.exporting} job={transfers.exportJob} />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  )
}
