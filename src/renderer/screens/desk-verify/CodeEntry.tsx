import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { CodeInput } from '../../ui/CodeInput.tsx'
import { Countdown, secondsUntil } from '../../ui/Countdown.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './CodeEntry.module.css'
import type { VerifyStore } from './verify-view-model.ts'

const factsId = 'verify-facts'

/** The boxes for the code, how long it lives and how many tries are left. The last digit submits. */
export function CodeEntry({ store }: { readonly store: VerifyStore }) {
  const { t } = useTranslation('desk')
  const { state, challenge, code, triesLeft, type, submit } = useStore(store)
  const over = secondsUntil(challenge.expiresAtMs, useNow(1000)) === 0
  const dead = state.kind === 'refused'
  return (
    <div className={classes.entry}>
      <CodeInput
        // A new input for a new code and after a wrong one: it takes the focus and forgets the old digits.
        key={`${challenge.challengeId}-${challenge.reference}-${triesLeft}-${state.kind === 'verifying'}`}
        label={t('verify.code')}
        length={challenge.digits}
        value={code}
        onChange={type}
        onComplete={() => void submit()}
        disabled={dead || state.kind === 'verifying' || state.kind === 'done'}
        invalid={state.kind === 'entering' && state.wrong}
        autoFocus
        describedBy={factsId}
      />
      {!dead && (
        <p className={classes.facts} id={factsId}>
          {state.kind === 'verifying' ? (
            <strong>{t('verify.checking')}</strong>
          ) : (
            <>
              {over ? (
                <span>{t('verify.mayBeOver')}</span>
              ) : (
                <span>
                  {t('verify.expires')} <Countdown toMs={challenge.expiresAtMs} />
                </span>
              )}
              <span>{t('verify.tries', { count: triesLeft })}</span>
            </>
          )}
        </p>
      )}
    </div>
  )
}
