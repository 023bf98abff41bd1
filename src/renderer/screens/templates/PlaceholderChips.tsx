import { Button } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { TemplatePlaceholder } from '../../../contract/templates.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import classes from './PlaceholderChips.module.css'
import { placeholderWord } from './template-words.ts'

interface PlaceholderChipsProps {
  readonly placeholders: readonly TemplatePlaceholder[]
  /** True while the cursor is in subject or heading, where not every placeholder may stand. */
  readonly inSubject: boolean
  readonly onInsert: (placeholder: string) => void
}

/** What the message can fill in by itself; a press puts it in at the cursor. */
export function PlaceholderChips({ placeholders, inSubject, onInsert }: PlaceholderChipsProps) {
  const { t } = useTranslation('templates')
  const labelId = useId()
  return (
    <div>
      <p id={labelId} className={classes.label}>
        {t('putIn')}
      </p>
      <p className={classes.more}>{t('putInMore')}</p>
      <fieldset className={classes.chips} aria-labelledby={labelId}>
        {placeholders.map(({ name, required, inSubject: anywhere }) => (
          <Button
            key={name}
            variant="default"
            className={classes.chip ?? ''}
            disabled={inSubject && !anywhere}
            // The cursor stays where it is.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onInsert(`{${name}}`)}
          >
            <span className={classes.words}>
              <span>{placeholderWord(t, name)}</span>
              <Ltr className={classes.name ?? ''}>{`{${name}}${required ? ' *' : ''}`}</Ltr>
            </span>
          </Button>
        ))}
      </fieldset>
    </div>
  )
}
