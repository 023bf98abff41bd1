import { UnstyledButton } from '@mantine/core'
import { Angry, Frown, Laugh, Meh, Smile } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Rating, ratings } from './feedback-view-model.ts'
import classes from './HowWasIt.module.css'

const faces = { 1: Angry, 2: Frown, 3: Meh, 4: Smile, 5: Laugh } as const

/** Five faces with their words; one touch answers. */
export function HowWasIt({ onRate }: { readonly onRate: (rating: Rating) => void }) {
  const { t } = useTranslation('kiosk')
  return (
    <div className={classes.faces}>
      {ratings.map((rating) => {
        const Face = faces[rating]
        return (
          <UnstyledButton key={rating} className={classes.face} onClick={() => onRate(rating)}>
            <Face aria-hidden size={72} strokeWidth={1.5} />
            {t(`feedback.rate.${rating}`)}
          </UnstyledButton>
        )
      })}
    </div>
  )
}
