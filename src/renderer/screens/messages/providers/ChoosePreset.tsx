import { Button, Title } from '@mantine/core'
import { Cloud, Mail, MessageSquare, Server } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ChoiceCard, ChoiceGrid } from '../../../ui/ChoiceCard.tsx'
import { Panel } from '../Panel.tsx'
import { type Preset, presets } from './provider-draft.ts'
import type { ProvidersStore } from './providers-view-model.ts'

const icons: Readonly<Record<Preset, typeof Mail>> = {
  gmail: Mail,
  office365: Mail,
  sendgrid: Cloud,
  ses: Cloud,
  smtp: Server,
  twilio: MessageSquare,
  kavenegar: MessageSquare,
}

/** Which provider it is; the answer fills in most of the form. */
export function ChoosePreset({ store }: { readonly store: ProvidersStore }) {
  const { t } = useTranslation(['messages', 'common'])
  const { choose, toList } = store.getState()
  return (
    <Panel
      secondary={
        <Button variant="default" onClick={toList}>
          {t('common:action.cancel')}
        </Button>
      }
    >
      <Title order={2}>{t('providers.which')}</Title>
      <ChoiceGrid columns={3}>
        {presets.map((preset) => {
          const Icon = icons[preset]
          return (
            <ChoiceCard
              key={preset}
              icon={<Icon aria-hidden size={28} />}
              title={t(`preset.${preset}`)}
              more={t(`presetMore.${preset}`)}
              onPress={() => choose(preset)}
            />
          )
        })}
      </ChoiceGrid>
    </Panel>
  )
}
