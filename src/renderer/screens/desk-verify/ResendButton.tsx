import { Button } from '@mantine/core'
import { RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Countdown, secondsUntil } from '../../ui/Countdown.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './ResendButton.module.css'
import type { VerifyStore } from './verify-view-model.ts'

/** A new code, as soon as the office allows one; until then its place says how long. */
export function ResendButton({ store }: { readonly store: VerifyStore }) {
  const { t } = useTranslation('desk')
  const { state, challenge, sending, resend } = useStore(store)
  const wait = secondsUntil(challenge.resendAtMs, useNow(500)) > 0
  if (wait) {
    return (
      <p className={classes.wait}>
        {t('verify.resendIn')} <Countdown toMs={challenge.resendAtMs} />
      </p>
    )
  }
  return (
    <Button
      variant={state.kind === 'refused' ? 'filled' : 'default'}
      leftSection={<RotateCw aria-hidden size={20} />}
      loading={sending}
      onClick={() => void resend()}
    >
      {t('verify.resend')}
    </Button>
  )
}
