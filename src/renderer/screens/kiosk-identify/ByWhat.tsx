import { IdCard, Mail, Phone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useOffice } from '../../office-context.tsx'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useCardScan } from '../../ui/use-card-scan.ts'
import { type IdentifyStore, kindsOf } from './identify-view-model.ts'

const icons = { phone: <Phone size={36} />, email: <Mail size={36} />, account: <IdCard size={36} /> } as const

export function ByWhat({ store }: { readonly store: IdentifyStore }) {
  const { t } = useTranslation('kiosk')
  const { channels } = useOffice()
  const { choose, scan } = useStore(store)
  useCardScan((account) => void scan(account))
  const kinds = kindsOf(channels)
  if (kinds.length === 0) return <StateMessage tone="warning" size="page" title={t('identify.noChannel')} />
  return (
    <ChoiceGrid columns={1}>
      {kinds.map((kind) => (
        <ChoiceCard
          key={kind}
          title={t(`identify.by.${kind}`)}
          more={t(`identify.byMore.${kind}`)}
          icon={icons[kind]}
          onPress={() => choose(kind)}
        />
      ))}
    </ChoiceGrid>
  )
}
