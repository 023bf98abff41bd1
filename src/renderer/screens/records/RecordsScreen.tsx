import { Tabs, Title } from '@mantine/core'
import { KeyRound, ScrollText } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AuditPanel } from '../audit/AuditPanel.tsx'
import { CodesPanel } from '../code-history/CodesPanel.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import classes from './RecordsScreen.module.css'

type RecordsTab = 'audit' | 'codes'

const icons = { audit: ScrollText, codes: KeyRound } as const

/** What the office did. Supervisors see the codes alone. */
export function RecordsScreen() {
  const { t } = useTranslation('audit')
  const { staff } = useDesk()
  const tabs: readonly RecordsTab[] = staff.role === 'administrator' ? ['audit', 'codes'] : ['codes']
  const [chosen, setChosen] = useState<RecordsTab>(tabs[0] ?? 'codes')
  return (
    <main className={classes.screen}>
      <Title order={1} className={classes.title ?? ''}>
        {t('title')}
      </Title>
      <Tabs
        className={classes.tabs ?? ''}
        keepMounted={false}
        value={chosen}
        onChange={(value) => setChosen(tabs.find((each) => each === value) ?? 'codes')}
      >
        <Tabs.List className={classes.list ?? ''} aria-label={t('title')}>
          {tabs.map((each) => {
            const Icon = icons[each]
            return (
              <Tabs.Tab
                key={each}
                value={each}
                className={classes.tab ?? ''}
                leftSection={<Icon aria-hidden size={20} />}
              >
                {t(`tabs.${each}`)}
              </Tabs.Tab>
            )
          })}
        </Tabs.List>
        {tabs.map((each) => (
          <Tabs.Panel key={each} value={each} className={classes.panel ?? ''}>
            {each === chosen && (each === 'audit' ? <AuditPanel /> : <CodesPanel />)}
          </Tabs.Panel>
        ))}
      </Tabs>
    </main>
  )
}
