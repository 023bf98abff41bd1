import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { PrintFailureWords } from '../printers/PrintFailureWords.tsx'
import type { ReceiptState } from './receipt-view-model.ts'

const tones = { leaving: 'info', taken: 'good', failed: 'warning', unconfirmed: 'warning' } as const

/** What became of the receipt. Whatever it is, the payment itself is safe, and a refusal says so. */
interface ReceiptAnswerProps {
  readonly state: ReceiptState
  /** The way past a printer that does not print. */
  readonly onDialog: () => void
}

export function ReceiptAnswer({ state, onDialog }: ReceiptAnswerProps) {
  const { t } = useTranslation(['desk', 'printers'])
  switch (state.kind) {
    case 'idle':
    case 'busy':
      return null
    case 'printed':
      return <StateMessage tone="good" title={t(state.duplicate ? 'paid.printedAgain' : 'paid.printed')} />
    case 'printing':
      return <StateMessage tone="info" title={t('printers:receipt.printing')} />
    case 'on_paper': {
      const { duplicate, confirmed } = state
      if (confirmed) {
        return <StateMessage tone="good" title={t(`printers:receipt.${duplicate ? 'printedAgain' : 'printed'}`)} />
      }
      return (
        <StateMessage tone="info" title={t(`printers:receipt.${duplicate ? 'sentAgain' : 'sent'}`)}>
          {t('printers:receipt.sentMore')}
        </StateMessage>
      )
    }
    case 'not_printed':
      return (
        <StateMessage
          tone="warning"
          title={t(`printers:failure.${state.failure}.title`)}
          action={
            <Button variant="default" onClick={onDialog}>
              {t('printers:receipt.dialog')}
            </Button>
          }
        >
          <PrintFailureWords failure={state.failure} words={state.words} />
          {state.mayBeOut && <p>{t('printers:receipt.mayBeOut')}</p>}
          <p>{t('printers:receipt.safe')}</p>
        </StateMessage>
      )
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
