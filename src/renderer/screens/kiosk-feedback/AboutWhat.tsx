import { CircleEllipsis, ReceiptText, Trash2, UsersRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type FeedbackCategory, feedbackCategory } from '../../../contract/feedback.ts'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'

const icons = {
  missed_pickup: <Trash2 size={36} />,
  bill: <ReceiptText size={36} />,
  staff: <UsersRound size={36} />,
  other: <CircleEllipsis size={36} />,
} as const

export function AboutWhat({ onChoose }: { readonly onChoose: (category: FeedbackCategory) => void }) {
  const { t } = useTranslation('kiosk')
  return (
    <ChoiceGrid columns={2}>
      {feedbackCategory.options.map((category) => (
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
