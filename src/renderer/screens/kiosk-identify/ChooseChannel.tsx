import { MessageCircle, MessageSquareText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'
import type { IdentifyStore } from './identify-view-model.ts'

export function ChooseChannel({ store }: { readonly store: IdentifyStore }) {
  const { t } = useTranslation(['kiosk', 'common'])
  const { submitBy } = useStore(store)
  return (
    <ChoiceGrid columns={2}>
      <ChoiceCard
        title={t('common:channel.sms')}
        icon={<MessageSquareText size={36} />}
        onPress={() => void submitBy('sms')}
      />
      <ChoiceCard
        title={t('common:channel.whatsapp')}
        icon={<MessageCircle size={36} />}
        onPress={() => void submitBy('whatsapp')}
      />
    </ChoiceGrid>
  )
}
