import { useTranslation } from 'react-i18next'
import { Countdown } from '../../ui/Countdown.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { SendRefusalMessage } from '../kiosk-identify/SendRefusalMessage.tsx'
import type { Notice } from './verify-view-model.ts'

/** What became of the last try or the last request for a new code. */
export function NoticeMessage({ notice, onUnlock }: { readonly notice: Notice; readonly onUnlock?: () => void }) {
  const { t } = useTranslation('kiosk')
  switch (notice.kind) {
    case 'wrong':
      return (
        <StateMessage tone="error" title={t('verify.wrong')}>
          {t('verify.wrongMore', { count: notice.triesLeft })}
        </StateMessage>
      )
    case 'locked':
      return (
        <StateMessage tone="warning" title={t('verify.locked')}>
          {t('send.again')} <Countdown toMs={notice.untilMs} {...(onUnlock ? { onEnd: onUnlock } : {})} />
        </StateMessage>
      )
    case 'resent':
      return <StateMessage tone="good" title={t('verify.resent')} />
    case 'not_resent':
      return <SendRefusalMessage refusal={notice.refusal} />
    case 'problem':
      return <ProblemMessage problem={notice.problem} />
  }
}
