import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../client/client-context.tsx'
import { nowMs } from '../../client/clock.ts'
import { ColorSchemeToggle } from '../../ui/ColorSchemeToggle.tsx'
import { Countdown } from '../../ui/Countdown.tsx'
import { LanguageMenu } from '../../ui/LanguageMenu.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './PairingScreen.module.css'
import { createPairingModel } from './pairing-view-model.ts'
import { spacedCode } from './spaced-code.ts'

/** The only page of a screen that nobody has let in yet: its code, and where to type it. */
export function PairingScreen({ onTerminal }: { readonly onTerminal: () => void }) {
  const { t } = useTranslation('terminals')
  const client = useClient()
  const [store] = useState(() =>
    createPairingModel({
      client,
      nowMs,
      after: (ms, then) => {
        const timer = setTimeout(then, ms)
        return () => clearTimeout(timer)
      },
      reload: () => location.reload(),
      goOn: onTerminal,
    }),
  )
  const { state, start } = useStore(store)
  useEffect(() => start(), [start])
  return (
    <Screen
      title={t('pairing.title')}
      lead={t('pairing.lead')}
      place="middle"
      aside={
        <>
          <LanguageMenu />
          <ColorSchemeToggle />
        </>
      }
    >
      {state.kind === 'loading' && <LoadingRows rows={3} />}
      {state.kind === 'failed' && <ProblemMessage problem={state.failure} />}
      {state.kind === 'let_in' && <StateMessage tone="good" title={t('pairing.letIn')} />}
      {state.kind === 'full' && (
        <StateMessage tone="warning" title={t('pairing.full')}>
          {t('pairing.fullMore')} <Countdown toMs={state.retryAtMs} />
        </StateMessage>
      )}
      {state.kind === 'waiting' && (
        <div className={classes.waiting}>
          <p className={classes.label} id="pairing-code">
            {t('pairing.code')}
          </p>
          <output className={classes.code} aria-labelledby="pairing-code">
            <Ltr>{spacedCode(state.code)}</Ltr>
          </output>
          <p className={classes.label}>
            {t('pairing.freshIn')} <Countdown toMs={state.endsAtMs} />
          </p>
          <ol className={classes.steps}>
            <li>{t('pairing.step1')}</li>
            <li>{t('pairing.step2')}</li>
            <li>{t('pairing.step3')}</li>
          </ol>
        </div>
      )}
    </Screen>
  )
}
