import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Countdown } from '../../ui/Countdown.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { type AppCodeStore, type AppRefusal, longestCode } from './app-code-view-model.ts'
import classes from './identity.module.css'
import { KeyedField } from './KeyedField.tsx'

/** One field for both: six digits of the app, or a recovery code. */
export function AppCodeForm({ store }: { readonly store: AppCodeStore }) {
  const { t } = useTranslation('identity')
  const { code, busy, refusal, failure, type, submit } = useStore(store)
  return (
    <div className={classes.panel}>
      <div aria-live="assertive">
        {refusal && <AppRefusalMessage refusal={refusal} />}
        {failure && <ProblemMessage problem={failure} />}
      </div>
      <KeyedField
        label={t('app.code')}
        keys="account"
        value={code}
        maxLength={longestCode}
        busy={busy}
        onChange={type}
        onEnter={() => void submit()}
      />
    </div>
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
