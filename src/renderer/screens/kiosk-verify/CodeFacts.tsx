import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Challenge } from '../../../contract/verification.ts'
import { useIntlLocale } from '../../i18n/use-locale.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './EnterCode.module.css'

/** Where the code went as the person typed it, by which mark it is known, how long it lives, how many tries are left. */
export function CodeFacts({ challenge }: { readonly challenge: Challenge }) {
  const { t } = useTranslation('kiosk')
  const locale = useIntlLocale()
  const now = useNow(1000)
  return (
    <dl className={classes.facts}>
      {challenge.sentTo !== '' && (
        <Fact name={t('verify.sentTo')}>
          <Ltr>{challenge.sentTo}</Ltr>
        </Fact>
      )}
      <Fact name={t('verify.reference')}>
        <Ltr>{challenge.reference}</Ltr>
      </Fact>
      <Fact name={t('verify.validFor')}>
        {now < challenge.expiresAtMs ? <Countdown toMs={challenge.expiresAtMs} /> : t('verify.timeIsUp')}
      </Fact>
      <Fact name={t('verify.triesLeft')}>{new Intl.NumberFormat(locale).format(challenge.triesLeft)}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
