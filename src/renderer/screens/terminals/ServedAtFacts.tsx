import { useTranslation } from 'react-i18next'
import type { ServedAt } from '../../../contract/terminals.ts'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { Facts } from '../../ui/Facts.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './ServedAtFacts.module.css'

/** Where another machine finds the office, and the fingerprint by which people know it is this one. */
export function ServedAtFacts({ served }: { readonly served: ServedAt | null }) {
  const { t } = useTranslation('terminals')
  const locale = useLocale()
  if (served === null) {
    return (
      <StateMessage tone="info" title={t('served.none')}>
        {t('served.noneMore')} <Ltr className={classes.command ?? ''}>counterfoil serve --host 0.0.0.0</Ltr>
      </StateMessage>
    )
  }
  return (
    <Facts
      facts={[
        { label: t('served.address'), value: <Ltr className={classes.address ?? ''}>{served.address}</Ltr> },
        {
          label: t('served.fingerprint'),
          value: <Ltr className={classes.fingerprint ?? ''}>{served.fingerprint}</Ltr>,
        },
        {
          label: t(served.selfSigned ? 'served.selfSigned' : 'served.own'),
          value: t('served.until', { moment: momentText(served.validUntilMs, locale) }),
        },
      ]}
    />
  )
}
