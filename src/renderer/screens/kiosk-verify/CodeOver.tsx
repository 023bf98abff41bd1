import { useTranslation } from 'react-i18next'
import { Countdown } from '../../ui/Countdown.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { NoticeMessage } from './NoticeMessage.tsx'
import type { Notice, Over } from './verify-view-model.ts'

/** This code is done for: why, and what to do now. */
export function CodeOver({ over, notice }: { readonly over: Over; readonly notice: Notice | null }) {
  const { t } = useTranslation('kiosk')
  const untilMs = over.kind === 'too_many_tries' ? over.untilMs : null
  return (
    <>
      <StateMessage tone="warning" size="page" title={t(`over.${over.kind}`)}>
        {t(`overMore.${over.kind}`)}
        {untilMs !== null && (
          <>
            {' '}
            {t('send.again')} <Countdown toMs={untilMs} />
          </>
        )}
      </StateMessage>
      {notice && <NoticeMessage notice={notice} />}
    </>
  )
}
