import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { momentText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { AuthenticatorKey } from './AuthenticatorKey.tsx'
import type { AuthenticatorStore } from './authenticator-view-model.ts'
import classes from './identity.module.css'
import { RecoveryCodes } from './RecoveryCodes.tsx'

/** Whether there is an app, setting one up, and its recovery codes. */
export function AuthenticatorPanel({ store }: { readonly store: AuthenticatorStore }) {
  const { state, failure, load } = useStore(store)
  useEffect(() => void load(), [load])
  return (
    <div className={classes.panel}>
      {failure && <ProblemMessage problem={failure} />}
      {state.step === 'loading' && <LoadingRows rows={3} />}
      {state.step === 'failed' && <ProblemMessage problem={state.problem} onRetry={() => void load()} />}
      {state.step === 'shown' && (
        <Standing store={store} enrolledAtMs={state.enrolledAtMs} recoveryLeft={state.recoveryLeft} />
      )}
      {state.step === 'enrolling' && <AuthenticatorKey store={store} enrolling={state} />}
      {state.step === 'codes' && <RecoveryCodes codes={state.codes} onDone={() => void load()} />}
    </div>
  )
}

interface StandingProps {
  readonly store: AuthenticatorStore
  readonly enrolledAtMs: number | null
  readonly recoveryLeft: number
}

function Standing({ store, enrolledAtMs, recoveryLeft }: StandingProps) {
  const { t } = useTranslation('identity')
  const locale = useIntlLocale()
  const { busy, enrol, renew, remove } = useStore(store)
  const [asking, setAsking] = useState<'renew' | 'remove' | null>(null)
  if (enrolledAtMs === null) {
    return (
      <StateMessage
        tone="info"
        title={t('authenticator.none')}
        action={
          <Button loading={busy} onClick={() => void enrol()}>
            {t('authenticator.setUp')}
          </Button>
        }
      >
        {t('authenticator.noneMore')}
      </StateMessage>
    )
  }
  return (
    <>
      <StateMessage tone="good" title={t('authenticator.since', { date: momentText(enrolledAtMs, locale) })}>
        {t('authenticator.recoveryLeft', { count: recoveryLeft })}
      </StateMessage>
      <div className={classes.actions}>
        <Button variant="default" disabled={busy} onClick={() => setAsking('renew')}>
          {t('authenticator.renew')}
        </Button>
        <Button variant="default" loading={busy} onClick={() => void enrol()}>
          {t('authenticator.replace')}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => setAsking('remove')}>
          {t('authenticator.remove')}
        </Button>
      </div>
      <ConfirmDialog
        opened={asking !== null}
        title={t(`authenticator.ask.${asking ?? 'renew'}`)}
        confirmLabel={t(`authenticator.${asking ?? 'renew'}`)}
        cancelLabel={t('authenticator.leave')}
        tone="danger"
        onClose={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null)
          void (asking === 'remove' ? remove() : renew())
        }}
      >
        {t(`authenticator.askMore.${asking ?? 'renew'}`)}
      </ConfirmDialog>
    </>
  )
}
