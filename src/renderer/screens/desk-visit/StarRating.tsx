import { Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import classes from './StarRating.module.css'

const ratings = [1, 2, 3, 4, 5] as const

/** One to five stars, as radio buttons under drawn stars: arrow keys and screen readers know them. */
export function StarRating({
  value,
  onChange,
}: {
  readonly value: number | null
  readonly onChange: (rating: number) => void
}) {
  const { t } = useTranslation('desk')
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('feedback.rating')}</legend>
      <div className={classes.stars}>
        {ratings.map((rating) => (
          <label key={rating} className={classes.star} data-on={value !== null && rating <= value}>
            <input
              className={classes.input}
              type="radio"
              name="desk-rating"
              aria-label={t('feedback.stars', { count: rating })}
              checked={value === rating}
              onChange={() => onChange(rating)}
            />
            <Star aria-hidden size={32} />
          </label>
        ))}
        <span className={classes.word}>{value !== null && t('feedback.stars', { count: value })}</span>
      </div>
    </fieldset>
  )
}
