import { useTranslation } from 'react-i18next'
import type { StaffMember } from '../../../contract/session.ts'
import { ChoiceCard, ChoiceGrid } from '../../ui/ChoiceCard.tsx'

interface StaffNamesProps {
  readonly staff: readonly StaffMember[]
  readonly onChoose: (who: StaffMember) => void
}

export function StaffNames({ staff, onChoose }: StaffNamesProps) {
  const { t } = useTranslation()
  return (
    <ChoiceGrid columns={staff.length > 3 ? 2 : 1}>
      {staff.map((who) => (
        <ChoiceCard key={who.staffId} title={who.name} more={t(`role.${who.role}`)} onPress={() => onChoose(who)} />
      ))}
    </ChoiceGrid>
  )
}
