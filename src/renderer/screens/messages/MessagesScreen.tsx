import { Activity, FileText, Gauge, Route, Server } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TabbedScreen } from '../../ui/TabbedScreen.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { TemplatesPanel } from '../templates/TemplatesPanel.tsx'
import { HealthPanel } from './health/HealthPanel.tsx'
import { LimitsPanel } from './limits/LimitsPanel.tsx'
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
    <TabbedScreen
      title={t('title')}
      tabs={tabs.map((name) => ({ name, label: t(`tabs.${name}`), icon: icons[name] }))}
      shown={tab}
      onShow={goTo}
    >
      {panels[tab]()}
    </TabbedScreen>
  )
}
