import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import type { VerifyStore } from './verify-view-model.ts'

/** The code was right, but the contact belongs to several customers. */
export function ChooseCustomer({ store }: { readonly store: VerifyStore }) {
  const { t } = useTranslation('desk')
  const { state, choose } = useStore(store)
  if (state.kind !== 'choosing') return null
  return (
    <section>
      <p>{t('verify.chooseLead')}</p>
      <ChoiceGrid columns={1}>
        {state.customers.map(({ customerId, name, accountNo }) => (
          <ChoiceCard
            key={customerId}
            title={name}
            more={<Ltr>{accountNo}</Ltr>}
            disabled={state.busy}
            onPress={() => void choose(customerId)}
          />
        ))}
      </ChoiceGrid>
    </section>
  )
}
