import { useTranslation } from 'react-i18next'
import { Ltr } from '../../ui/Ltr.tsx'
import classes from './TechnicalDetail.module.css'

/** What a server or a database said, folded away: it is for one person, and in no language of the counter. */
export function TechnicalDetail({ words }: { readonly words: string }) {
  const { t } = useTranslation('headquarters')
  if (words === '') return null
  return (
    <details className={classes.detail}>
      <summary>{t('trouble.detail')}</summary>
      <Ltr>{words}</Ltr>
    </details>
  )
}
