import { useTranslation } from 'react-i18next'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { ReceiptState } from './receipt-view-model.ts'

const tones = { leaving: 'info', taken: 'good', failed: 'warning', unconfirmed: 'warning' } as const

/** What became of the receipt. Whatever it is, the payment itself is safe, and a refusal says so. */
export function ReceiptAnswer({ state }: { readonly state: ReceiptState }) {
  const { t } = useTranslation('desk')
  switch (state.kind) {
    case 'idle':
    case 'busy':
      return null
    case 'printed':
      return <StateMessage tone="good" title={t(state.duplicate ? 'paid.printedAgain' : 'paid.printed')} />
    case 'saved':
      return <StateMessage tone="good" title={t('paid.saved', { fileName: state.fileName })} />
    case 'mailed':
      return (
        <StateMessage tone={tones[state.fate.status]} title={t(`paid.mail.${state.fate.status}`)}>
          <Ltr>{state.sentTo}</Ltr>
          {state.fate.failure && <p>{t(`delivery.failure.${state.fate.failure}`)}</p>}
        </StateMessage>
      )
    case 'refused':
      return (
        <StateMessage tone="warning" title={t(`paid.refused.${state.reason}`)}>
          {t('paid.notAffected')}
        </StateMessage>
      )
    case 'failed':
      return <ProblemMessage problem={state.failure} />
  }
}
