import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { CodeInput } from '../../ui/CodeInput.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { QrPicture } from '../../ui/QrPicture.tsx'
import { codeDigits } from '../sign-in/code-digits.ts'
import { RefusalMessage } from '../sign-in/RefusalMessage.tsx'
import classes from './AccountScreen.module.css'
import type { AccountStore } from './account-view-model.ts'

interface ScanTotpProps {
  readonly store: AccountStore
  readonly uri: string
  readonly secret: string
}

/** The QR for the app, the secret for who cannot scan, and the first code as proof. */
export function ScanTotp({ store, uri, secret }: ScanTotpProps) {
  const { t } = useTranslation('staff')
  const { next, busy, refusal, typeNext, unlock, submit } = useStore(store)
  return (
    <Stack gap="md">
      <p>{t('account.scan')}</p>
      <div className={classes.qr}>
        <QrPicture text={uri} label={t('account.qr')} />
      </div>
      <p>
        {t('account.secret')} <Ltr>{secret.match(/.{1,4}/g)?.join(' ')}</Ltr>
      </p>
      <CodeInput
        label={t('factor.code.any')}
        length={codeDigits}
        value={next}
        disabled={busy}
        invalid={refusal?.kind === 'wrong'}
        autoFocus
        onChange={typeNext}
        onComplete={() => void submit()}
      />
      <RefusalMessage refusal={refusal} what="code" onUnlock={unlock} />
      <Button loading={busy} disabled={next.length < codeDigits} onClick={() => void submit()}>
        {t('account.proveTotp')}
      </Button>
    </Stack>
  )
}
