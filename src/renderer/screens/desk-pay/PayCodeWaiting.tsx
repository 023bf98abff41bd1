import { Button, Group } from '@mantine/core'
import { Hourglass, WifiOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Countdown } from '../../ui/Countdown.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { QrPicture } from '../../ui/QrPicture.tsx'
import classes from './PayCodeWaiting.module.css'
import type { PayCodeStore } from './pay-code-view-model.ts'
import { SettleForm } from './SettleForm.tsx'

/** The QR for the customer, and for the clerk: waiting, settling, cancelling, or letting it wait. */
export function PayCodeWaiting({ store, onLater }: { readonly store: PayCodeStore; readonly onLater: () => void }) {
  const { t } = useTranslation('desk')
  const { state, cancel, settled } = useStore(store)
  const [asking, setAsking] = useState(false)
  if (state.kind !== 'waiting') return null
  const { payCode, offline, cancelling } = state
  const Icon = offline ? WifiOff : Hourglass
  return (
    <div className={classes.waiting}>
      <div className={classes.show}>
        <QrPicture text={payCode.qrText} label={t('payCode.qr', { code: payCode.code })} />
        <div className={classes.words}>
          <p className={classes.scan}>{t('payCode.scan')}</p>
          <p className={classes.label}>{t('payCode.code')}</p>
          <p className={classes.code}>
            <Ltr>{payCode.code}</Ltr>
          </p>
          <p className={classes.label}>
            {t('payCode.validFor')} <Countdown toMs={payCode.expiresAtMs} />
          </p>
          <p className={classes.state} role="status">
            <Icon aria-hidden size={20} /> {t(offline ? 'payCode.offline' : 'payCode.waiting')}
          </p>
        </div>
      </div>
      <SettleForm payCode={payCode} onPaid={settled} />
      <Group justify="space-between">
        <Button variant="default" loading={cancelling} onClick={() => setAsking(true)}>
          {t('payCode.cancel')}
        </Button>
        <Button variant="default" onClick={onLater} title={t('payCode.laterMore')}>
          {t('payCode.later')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        title={t('payCode.cancelTitle')}
        confirmLabel={t('payCode.cancel')}
        tone="danger"
        onConfirm={() => {
          setAsking(false)
          void cancel()
        }}
        onClose={() => setAsking(false)}
      >
        {t('payCode.cancelMore')}
      </ConfirmDialog>
    </div>
  )
}
