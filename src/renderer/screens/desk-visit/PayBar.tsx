import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Money } from '../../ui/Money.tsx'
import { MoneyInput } from '../../ui/MoneyInput.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import classes from './PayBar.module.css'
import { type SelectionStore, totalMinor } from './selection-view-model.ts'

/** One amount for all bills: what the customer wants to pay, spread by the office over the oldest first. */
export function PayBar({ store }: { readonly store: SelectionStore }) {
  const { t } = useTranslation('desk')
  const { shares, spread, spreadAmount } = useStore(store)
  const [typed, setTyped] = useState<{ readonly minor: number | null } | null>(null)
  const chosenMinor = totalMinor(shares)
  const leftoverMinor = spread.kind === 'shown' ? spread.leftoverMinor : 0
  // While the amount is being typed, or its spread is on the way, the field shows what was typed.
  const shownMinor =
    typed?.minor === null
      ? null
      : spread.kind === 'asking'
        ? spread.amountMinor
        : chosenMinor + leftoverMinor || (typed?.minor ?? null)
  const take = (minor: number | null) => {
    setTyped({ minor })
    if (minor !== null) void spreadAmount(minor)
  }
  return (
    <div className={classes.bar}>
      <span className={classes.ask} title={t('bills.spreadMore')}>
        {t('bills.spread')}
      </span>
      <div className={classes.field}>
        <MoneyInput
          label={`${t('bills.spread')}. ${t('bills.spreadMore')}`}
          labelHidden
          valueMinor={shownMinor}
          onChange={take}
          onLeave={() => setTyped(null)}
        />
      </div>
      <span className={classes.hint}>{t('bills.spreadMore')}</span>
      <div className={classes.total} role="status">
        <span className={classes.label}>
          {t('bills.total')} · {t('bills.chosen', { count: shares.size })}
        </span>
        <span className={classes.sum}>
          <Money amountMinor={chosenMinor} />
        </span>
        {leftoverMinor > 0 && (
          <span className={classes.leftover}>
            {t('bills.leftover')} <Money amountMinor={leftoverMinor} />
          </span>
        )}
      </div>
      {spread.kind === 'failed' && <ProblemMessage problem={spread.failure} />}
    </div>
  )
}
