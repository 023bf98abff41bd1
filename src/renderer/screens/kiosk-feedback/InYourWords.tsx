import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useLocale } from '../../i18n/use-locale.ts'
import { Keyboard } from '../../ui/Keyboard.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { type FeedbackStore, maxWords } from './feedback-view-model.ts'
import classes from './InYourWords.module.css'

/** Words are welcome, not asked for: sending works without any. */
export function InYourWords({ store }: { readonly store: FeedbackStore }) {
  const { t } = useTranslation('kiosk')
  const locale = useLocale()
  const { state, type } = useStore(store)
  if (state.step !== 'words') return null
  return (
    <div className={classes.words}>
      {state.problem && <ProblemMessage problem={state.problem} />}
      <Textarea
        aria-label={t('feedback.words')}
        inputMode="none"
        autoFocus
        minRows={2}
        maxRows={4}
        autosize
        maxLength={maxWords}
        readOnly={state.sending}
        value={state.words}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Keyboard
        label={t('keys.letters')}
        layout={`words-${locale}`}
        onKey={(characters) => type(state.words + characters)}
        // A grapheme may be several characters (a Devanagari vowel sign); the last one goes, as on any keyboard.
        onErase={() => type([...state.words].slice(0, -1).join(''))}
      />
    </div>
  )
}
