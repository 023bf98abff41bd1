import { useTranslation } from 'react-i18next'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { PrintFailureWords } from './PrintFailureWords.tsx'
import type { PrinterStep, Tried } from './printer-view-model.ts'

/** What became of saving or of the test page, and what to look for on it. */
export function PrinterAnswer({ step }: { readonly step: PrinterStep }) {
  const { t } = useTranslation('printers')
  switch (step.kind) {
    case 'choosing':
    case 'saving':
      return null
    case 'saved':
      return <StateMessage tone="good" title={t('saved')} />
    case 'testing':
      return <StateMessage tone="info" title={t('testing')} />
    case 'gone':
      return <StateMessage tone="warning" title={t('gone')} />
    case 'failed':
      return <ProblemMessage problem={step.failure} />
    case 'tested':
      return <TriedMessage tried={step.tried} />
  }
}

function TriedMessage({ tried }: { readonly tried: Tried }) {
  const { t } = useTranslation('printers')
  switch (tried.kind) {
    case 'page':
      return <StateMessage tone="info" title={t('tested.page')} />
    case 'nowhere':
      return <StateMessage tone="warning" title={t('tested.nowhere')} />
    case 'file':
      return <StateMessage tone="good" title={t('tested.file', { fileName: tried.fileName })} />
    case 'failed':
      return (
        <StateMessage tone="error" title={t(`failure.${tried.failure}.title`)}>
          <PrintFailureWords failure={tried.failure} words={tried.words} />
        </StateMessage>
      )
    case 'printed':
      return (
        <StateMessage
          tone={tried.confirmed ? 'good' : 'info'}
          title={t(tried.confirmed ? 'tested.confirmed' : 'tested.sent')}
        >
          {!tried.confirmed && <p>{t('tested.sentMore')}</p>}
          <p>{t(tried.picture ? 'tested.look' : 'tested.text')}</p>
        </StateMessage>
      )
  }
}
