import { useTranslation } from 'react-i18next'
import type { PrintFailure } from '../../../contract/printers.ts'
import { Ltr } from '../../ui/Ltr.tsx'

interface PrintFailureWordsProps {
  readonly failure: PrintFailure
  readonly words: string | null
}

/** What to do about a printer that did not print, and what the computer itself said of it. */
export function PrintFailureWords({ failure, words }: PrintFailureWordsProps) {
  const { t } = useTranslation('printers')
  return (
    <>
      <p>{t(`failure.${failure}.todo`)}</p>
      {words !== null && (
        <p>
          {t('said')} <Ltr>{words}</Ltr>
        </p>
      )}
    </>
  )
}
