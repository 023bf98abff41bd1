import { useTranslation } from 'react-i18next'
import type { CodeMessage, SentCode } from '../../../contract/code-history.ts'
import { momentText } from '../../i18n/dates.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import type { Fact } from '../../ui/Facts.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { formatMicros } from '../messages/micros.ts'

/** Everything about a code but the code. */
export function useCodeFacts(): (code: SentCode) => Fact[] {
  const { t } = useTranslation('audit')
  const locale = useIntlLocale()
  const moment = (atMs: number) => momentText(atMs, locale)

  function cost({ costMicros, costCurrency, costTold }: CodeMessage): Fact[] {
    if (costMicros === null) return []
    const written = formatMicros(costMicros, costCurrency, locale)
    const value = <Ltr>{costTold ? written : t('codes.fact.estimated', { cost: written })}</Ltr>
    return [{ label: t('codes.fact.cost'), value }]
  }

  function sent(message: CodeMessage): Fact[] {
    const { provider, takenAtMs, deliveredAtMs, words } = message
    return [
      ...(provider === null ? [] : [{ label: t('codes.fact.provider'), value: <bdi>{provider}</bdi> }]),
      { label: t('codes.fact.tries'), value: new Intl.NumberFormat(locale).format(message.tries) },
      ...(takenAtMs === null ? [] : [{ label: t('codes.fact.taken'), value: moment(takenAtMs) }]),
      ...(deliveredAtMs === null ? [] : [{ label: t('codes.fact.delivered'), value: moment(deliveredAtMs) }]),
      ...cost(message),
      ...(words === null ? [] : [{ label: t('codes.fact.words'), value: <bdi>{words}</bdi> }]),
    ]
  }

  function asker({ requestedBy }: SentCode): string {
    if (requestedBy.kind === 'customer') return t('codes.byCustomer')
    return requestedBy.kind === 'staff' ? t('codes.byStaff', { name: requestedBy.name }) : t('codes.byUnknown')
  }

  return (code) => [
    { label: t('trail.actor'), value: asker(code) },
    ...(code.terminalLabel === null
      ? []
      : [{ label: t('codes.fact.terminal'), value: <Ltr>{code.terminalLabel}</Ltr> }]),
    ...(code.customer === null ? [] : [{ label: t('trail.account'), value: <Ltr>{code.customer.accountNo}</Ltr> }]),
    ...(code.message === null ? [] : sent(code.message)),
    { label: t('codes.fact.expires'), value: moment(code.expiresAtMs) },
    ...(code.verifiedAtMs === null ? [] : [{ label: t('codes.fact.verified'), value: moment(code.verifiedAtMs) }]),
  ]
}
