import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Countdown } from '../../ui/Countdown.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { type AppCodeStore, type AppRefusal, longestCode } from './app-code-view-model.ts'
import { KeyedField } from './KeyedField.tsx'

interface AppCodeFormProps {
  readonly store: AppCodeStore
  /** Which keys a kiosk shows: digits for the app, or letters for a recovery code. */
  readonly letters?: boolean
}

/** One field for both: six digits of the app, or a recovery code. */
export function AppCodeForm({ store, letters = false }: AppCodeFormProps) {
  const { t } = useTranslation('identity')
  const { code, busy, refusal, failure, type, submit } = useStore(store)
  return (
    <KeyedField
      label={t('app.code')}
      keys={letters ? 'account' : 'digits'}
      value={code}
      maxLength={longestCode}
      busy={busy}
      onChange={type}
      onEnter={() => void submit()}
      above={
        <div aria-live="assertive">
          {refusal && <AppRefusalMessage refusal={refusal} />}
          {failure && <ProblemMessage problem={failure} />}
        </div>
      }
    />
  )
}

function AppRefusalMessage({ refusal }: { readonly refusal: AppRefusal }) {
  const { t } = useTranslation('identity')
  const untilMs =
    refusal.outcome === 'locked' ? refusal.untilMs : refusal.outcome === 'too_many_tries' ? refusal.lockedUntilMs : null
  return (
    <StateMessage tone={refusal.outcome === 'wrong' ? 'error' : 'warning'} title={t(`app.refused.${refusal.outcome}`)}>
      {refusal.outcome === 'wrong' && t('app.triesLeft', { count: refusal.triesLeft })}
      {untilMs !== null && (
        <>
          {t('app.again')} <Countdown toMs={untilMs} />
        </>
      )}
    </StateMessage>
  )
}
