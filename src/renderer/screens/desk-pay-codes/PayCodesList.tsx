import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Countdown } from '../../ui/Countdown.tsx'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { Money } from '../../ui/Money.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Row, RowList } from '../../ui/Row.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './PayCodesList.module.css'
import type { PayCodesStore } from './pay-codes-view-model.ts'

/** The waiting pay-codes, newest first, or why there are none. */
export function PayCodesList({ store }: { readonly store: PayCodesStore }) {
  const { t } = useTranslation('desk')
  const { query, state, load, choose, type } = useStore(store)
  if (state.kind === 'loading') return <LoadingRows rows={4} />
  if (state.kind === 'failed') return <ProblemMessage problem={state.failure} onRetry={() => void load()} />
  if (state.payCodes.length === 0) {
    return query.trim() === '' ? (
      <StateMessage tone="empty" size="page" title={t('payCodes.none')}>
        {t('payCodes.noneMore')}
      </StateMessage>
    ) : (
      <StateMessage
        tone="empty"
        size="page"
        title={t('payCodes.nothing')}
        action={<Button onClick={() => type('')}>{t('payCodes.showAll')}</Button>}
      >
        {t('payCodes.nothingMore')}
      </StateMessage>
    )
  }
  return (
    <RowList>
      {state.payCodes.map((payCode) => (
        <Row key={payCode.payCodeId}>
          <Ltr className={classes.code ?? ''}>{payCode.code}</Ltr>
          <span className={classes.name} title={payCode.customerName}>
            {payCode.customerName}
          </span>
          <span className={classes.valid}>
            {payCode.status === 'waiting' ? (
              <>
                {t('payCodes.validFor')} <Countdown toMs={payCode.expiresAtMs} />
              </>
            ) : (
              t(payCode.status === 'cancelled' ? 'payCodes.cancelled' : 'payCodes.expired')
            )}
          </span>
          <span className={classes.amount}>
            <Money amountMinor={payCode.amountMinor} />
          </span>
          <Button variant="light" onClick={() => choose(payCode)}>
            {t('payCodes.settle')}
          </Button>
        </Row>
      ))}
    </RowList>
  )
}
