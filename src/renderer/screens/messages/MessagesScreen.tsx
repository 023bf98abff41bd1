import { Tabs, Title } from '@mantine/core'
import { Activity, FileText, Gauge, Route, Server } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../desk/desk-context.tsx'
import { TemplatesPanel } from '../templates/TemplatesPanel.tsx'
import { HealthPanel } from './health/HealthPanel.tsx'
import { LimitsPanel } from './limits/LimitsPanel.tsx'
import classes from './MessagesScreen.module.css'
import { type MessagesTab, tabs } from './messages-tabs.ts'
import { ProvidersPanel } from './providers/ProvidersPanel.tsx'
import { RoutesPanel } from './routes/RoutesPanel.tsx'

const icons: Readonly<Record<MessagesTab, typeof Activity>> = {
  health: Activity,
  providers: Server,
  routes: Route,
  templates: FileText,
  limits: Gauge,
}

/** Everything about the messages that only administrators decide. Leaving a tab asks before typed things are lost. */
export function MessagesScreen() {
  const { t } = useTranslation('messages')
  const { unsaved } = useDesk()
  const [tab, setTab] = useState<MessagesTab>('health')
  const goTo = (next: MessagesTab) => unsaved.getState().leave(() => setTab(next))
  const panels: Readonly<Record<MessagesTab, () => React.ReactNode>> = {
    health: () => <HealthPanel onGoTo={goTo} />,
    providers: () => <ProvidersPanel />,
    routes: () => <RoutesPanel onGoTo={goTo} />,
    templates: () => <TemplatesPanel />,
    limits: () => <LimitsPanel />,
  }
  return (
    <main className={classes.screen}>
      <Title order={1} className={classes.title ?? ''}>
        {t('title')}
      </Title>
      <Tabs
        className={classes.tabs ?? ''}
        keepMounted={false}
        value={tab}
        onChange={(value) => goTo(tabs.find((each) => each === value) ?? 'health')}
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
            {each === tab && panels[each]()}
          </Tabs.Panel>
        ))}
      </Tabs>
    </main>
  )
}
