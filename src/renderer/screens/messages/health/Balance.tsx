import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ProviderHealth } from '../../../../contract/delivery.ts'
import { problemOf } from '../../../client/problem.ts'
import { timeText } from '../../../i18n/dates.ts'
import { useIntlLocale } from '../../../i18n/use-locale.ts'
import { problemTitle } from '../../../ui/ProblemMessage.tsx'
import { useDesk } from '../../desk/desk-context.tsx'
import { formatMicros } from '../micros.ts'
import { StatusMark } from '../StatusMark.tsx'
import classes from './Balance.module.css'

interface BalanceProps {
  readonly providerId: string
  readonly balance: NonNullable<ProviderHealth['balance']>
}

/** What is left on the office's account with the provider, and asking for it now. */
export function Balance({ providerId, balance }: BalanceProps) {
  const { t } = useTranslation('messages')
  const { t: common } = useTranslation()
  const { ports } = useDesk()
  const queries = useQueryClient()
  const locale = useIntlLocale()
  const ask = useMutation({
    mutationFn: () => ports.client.delivery.askBalance({ providerId }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['delivery', 'health'] }),
  })
  const { micros, currency, atMs, low, words } = balance
  return (
    <div className={classes.balance} role="status">
      <div className={classes.words}>
        <span className={classes.label}>{t('health.balance')}</span>
        {micros === null ? (
          <StatusMark tone="unsure">
            {t('health.balanceUnknown')} {words && <bdi>{words}</bdi>}
          </StatusMark>
        ) : (
          <StatusMark tone={low ? 'warning' : 'good'}>
            <strong>
              <bdi>{formatMicros(micros, currency, locale)}</bdi>
            </strong>{' '}
            {low && t('health.low')}
          </StatusMark>
        )}
        <span className={classes.label}>{t('health.asked', { time: timeText(atMs, locale) })}</span>
        {ask.isError && <StatusMark tone="bad">{problemTitle(common, problemOf(ask.error))}</StatusMark>}
      </div>
      <Button variant="default" loading={ask.isPending} onClick={() => ask.mutate()}>
        {t('health.askNow')}
      </Button>
    </div>
  )
}
