import { Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import classes from './Stars.module.css'

const places = [1, 2, 3, 4, 5] as const

/** A given rating, read out as one number. */
export function Stars({ rating }: { readonly rating: number }) {
  const { t } = useTranslation('desk')
  return (
    <span role="img" aria-label={t('feedback.stars', { count: rating })} className={classes.stars}>
      {places.map((place) => (
        <Star key={place} aria-hidden size={16} data-on={place <= rating} className={classes.star} />
      ))}
    </span>
  )
}
