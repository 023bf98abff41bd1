import { CircleEllipsis, ReceiptText, Trash2, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FeedbackCategory } from '../../../contract/feedback.ts'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'

/** In the order in which people most often come; the type keeps it in step with the contract's list. */
const icons: Readonly<Record<FeedbackCategory, ReactNode>> = {
  missed_pickup: <Trash2 size={36} />,
  bill: <ReceiptText size={36} />,
  staff: <UsersRound size={36} />,
  other: <CircleEllipsis size={36} />,
}

const categories: readonly FeedbackCategory[] = ['missed_pickup', 'bill', 'staff', 'other']

export function AboutWhat({ onChoose }: { readonly onChoose: (category: FeedbackCategory) => void }) {
  const { t } = useTranslation('kiosk')
  return (
    <ChoiceGrid columns={2}>
      {categories.map((category) => (
        <ChoiceCard
          key={category}
          title={t(`feedback.about.${category}`)}
          icon={icons[category]}
          onPress={() => onChoose(category)}
        />
      ))}
    </ChoiceGrid>
  )
}
