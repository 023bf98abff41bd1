import { IdCard, Mail, Phone, Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useOffice } from '../../office-context.tsx'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useCardScan } from '../../ui/use-card-scan.ts'
import { type IdentifierKind, type IdentifyStore, kindsOf } from './identify-view-model.ts'

const icons = { phone: <Phone size={36} />, email: <Mail size={36} />, account: <IdCard size={36} /> } as const

/** Whom an app's code is for can be said in every way: nothing has to reach them. */
const appKinds: readonly IdentifierKind[] = ['phone', 'email', 'account']

export function ByWhat({ store }: { readonly store: IdentifyStore }) {
  const { t } = useTranslation(['kiosk', 'identity'])
  const { channels } = useOffice()
  const { choose, scan, byApp, useApp } = useStore(store)
  useCardScan((account) => void scan(account))
  const kinds = byApp ? appKinds : kindsOf(channels)
  return (
    <>
      {kinds.length === 0 && <StateMessage tone="warning" title={t('identify.noChannel')} />}
      <ChoiceGrid columns={1}>
        {kinds.map((kind) => (
          <ChoiceCard
            key={kind}
            title={t(`identify.by.${kind}`)}
            more={byApp ? undefined : t(`identify.byMore.${kind}`)}
            icon={icons[kind]}
            onPress={() => choose(kind)}
          />
        ))}
        {!byApp && kinds.length === 0 && (
          <ChoiceCard title={t('identity:app.use')} icon={<Smartphone size={36} />} onPress={useApp} />
        )}
      </ChoiceGrid>
    </>
  )
}
