import { useTranslation } from 'react-i18next'
import type { ServedAt } from '../../../contract/terminals.ts'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
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
    <dl className={classes.facts}>
      <div>
        <dt>{t('served.address')}</dt>
        <dd className={classes.address}>
          <Ltr>{served.address}</Ltr>
        </dd>
      </div>
      <div>
        <dt>{t('served.fingerprint')}</dt>
        <dd className={classes.fingerprint}>
          <Ltr>{served.fingerprint}</Ltr>
        </dd>
      </div>
      <div>
        <dt>{t(served.selfSigned ? 'served.selfSigned' : 'served.own')}</dt>
        <dd>{t('served.until', { moment: momentText(served.validUntilMs, locale) })}</dd>
      </div>
    </dl>
  )
}
