import { useTranslation } from 'react-i18next'
import type { Bill } from '../../../contract/billing.ts'
import { dateText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { Money } from '../../ui/Money.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import classes from './BillLines.module.css'
import type { Lines } from './bill-lines-view-model.ts'

interface BillLinesProps {
  readonly bill: Bill
  readonly lines: Lines
  readonly onRetry: () => void
}

/** What a bill is made of, and what was paid of it so far. */
export function BillLines({ bill, lines, onRetry }: BillLinesProps) {
  const { t } = useTranslation('desk')
  const locale = useIntlLocale()
  if (lines.kind === 'loading') return <LoadingRows rows={2} />
  if (lines.kind === 'failed') return <ProblemMessage problem={lines.failure} onRetry={onRetry} />
  return (
    <dl className={classes.lines}>
      {lines.lines.length === 0 && <p className={classes.none}>{t('bills.noLines')}</p>}
      {lines.lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bill's lines never move, and two may be alike.
        <div key={place} className={classes.line}>
          <dt>
            <bdi>{line.label}</bdi>
          </dt>
          <dd>
            <Money amountMinor={line.amountMinor} />
          </dd>
        </div>
      ))}
      <div className={classes.line} data-sum>
        <dt>{t('bills.amount')}</dt>
        <dd>
          <Money amountMinor={bill.amountMinor} />
        </dd>
      </div>
      {bill.paidMinor > 0 && (
        <div className={classes.line}>
          <dt>{t('bills.paid')}</dt>
          <dd>
            <Money amountMinor={bill.paidMinor} />
          </dd>
        </div>
      )}
      <div className={classes.line}>
        <dt>{t('bills.issued')}</dt>
        <dd>{dateText(bill.issuedOn, locale)}</dd>
      </div>
    </dl>
  )
}
