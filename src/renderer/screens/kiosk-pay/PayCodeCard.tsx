import { useTranslation } from 'react-i18next'
import type { PayCode } from '../../../contract/payments.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { QrPicture } from '../../ui/QrPicture.tsx'
import classes from './PayCodeCard.module.css'

/** The QR, the amount, and the code to say aloud at the desk. No name: others may stand behind. */
export function PayCodeCard({ payCode }: { readonly payCode: PayCode }) {
  const { t } = useTranslation('kiosk')
  return (
    <div className={classes.card}>
      <QrPicture text={payCode.qrText} label={t('pay.qr')} />
      <div className={classes.words}>
        <p className={classes.label}>{t('pay.amount')}</p>
        <Money amountMinor={payCode.amountMinor} size="total" />
        <p className={classes.label}>{t('pay.code')}</p>
        <p className={classes.code}>
          <Ltr>{payCode.code}</Ltr>
        </p>
        <p className={classes.label}>
          {t('pay.validFor')} <Countdown toMs={payCode.expiresAtMs} />
        </p>
        <p role="status" className={classes.waiting}>
          {t('pay.waiting')}
        </p>
      </div>
    </div>
  )
}
