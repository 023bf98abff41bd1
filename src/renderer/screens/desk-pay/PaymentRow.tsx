import { Ban } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Payment } from '../../../contract/payments.ts'
import { momentText, periodText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Chip } from '../../ui/Chip.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { Row } from '../../ui/Row.tsx'
import classes from './PaymentRow.module.css'

/** One payment; a voided one keeps its number and says so. The buttons come from the list. */
export function PaymentRow({ payment, children }: { readonly payment: Payment; readonly children: ReactNode }) {
  const { t, i18n } = useTranslation('desk')
  const locale = useIntlLocale()
  const voided = payment.status === 'voided'
  const periods = payment.allocations.map(({ period }) => periodText(period, locale))
  return (
    <Row>
      <div className={classes.what}>
        <span className={classes.head}>
          <Ltr className={classes.number ?? ''}>{payment.receiptNo}</Ltr>
          <span className={classes.amount} data-voided={voided}>
            <Money amountMinor={payment.amountMinor} />
          </span>
          {voided && (
            <Chip tone="bad" icon={Ban}>
              {t('payments.voided')}
            </Chip>
          )}
        </span>
        <span className={classes.quiet}>
          {momentText(payment.paidAtMs, locale)} · {t(`pay.methods.${payment.method}`)}
          {payment.reference && (
            <>
              {' · '}
              {t('payments.reference')} <Ltr>{payment.reference}</Ltr>
            </>
          )}
        </span>
        <span className={classes.quiet}>
          {t('payments.for')} {new Intl.ListFormat(i18n.language).format(periods)}
        </span>
      </div>
      <div className={classes.actions}>{children}</div>
    </Row>
  )
}
