import { Button, Chip, Group, Stack, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { WordsInput } from '../../ui/WordsInput.tsx'
import classes from './FeedbackForm.module.css'
import { categories, type FeedbackStore } from './feedback-view-model.ts'
import { StarRating } from './StarRating.tsx'

/** What the customer says about the service, taken down by the clerk. */
export function FeedbackForm({ store }: { readonly store: FeedbackStore }) {
  const { t } = useTranslation('desk')
  const { state, rating, category, words, rate, about, say, give, another } = useStore(store)
  if (state.kind === 'given') {
    return (
      <StateMessage
        tone="good"
        size="page"
        title={t('feedback.given')}
        action={
          <Button variant="default" onClick={another}>
            {t('feedback.another')}
          </Button>
        }
      >
        <Ltr className={classes.ticket ?? ''}>{state.ticketNo}</Ltr>
      </StateMessage>
    )
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        void give()
      }}
    >
      <Stack>
        <Title order={2}>{t('feedback.title')}</Title>
        <StarRating value={rating} onChange={rate} />
        <fieldset className={classes.group}>
          <legend className={classes.legend}>{t('feedback.category')}</legend>
          <Chip.Group
            value={category ?? ''}
            onChange={(value) => about(categories.find((each) => each === value) ?? 'other')}
          >
            <Group gap={8}>
              {categories.map((option) => (
                <Chip
                  key={option}
                  value={option}
                  variant="outline"
                  size="md"
                  classNames={{ label: classes.chip ?? '' }}
                >
                  {t(`feedback.categories.${option}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </fieldset>
        <WordsInput
          label={t('feedback.words')}
          description={t('feedback.wordsMore')}
          maxLength={2000}
          value={words}
          onChange={say}
        />
        {state.kind === 'filling' && state.failure && (
          <ProblemMessage problem={state.failure} onRetry={() => void give()} />
        )}
        <Group>
          <Button type="submit" disabled={rating === null || category === null} loading={state.kind === 'sending'}>
            {t('feedback.give')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
