import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './PrinterKinds.module.css'
import { kinds, type PrinterDraft } from './printer-draft.ts'

interface PrinterKindsProps {
  readonly draft: PrinterDraft
  readonly onChange: (part: Partial<PrinterDraft>) => void
}

/** The four ways a receipt comes out, each with what it means. */
export function PrinterKinds({ draft, onChange }: PrinterKindsProps) {
  const { t } = useTranslation('printers')
  return (
    <Radio.Group
      label={t('kindLabel')}
      value={draft.kind}
      onChange={(value) => {
        const kind = kinds.find((each) => each === value)
        if (kind) onChange({ kind })
      }}
    >
      <div className={classes.kinds}>
        {kinds.map((kind) => (
          <Radio.Card key={kind} value={kind} className={classes.kind ?? ''} aria-label={t(`kind.${kind}`)}>
            <Radio.Indicator className={classes.mark ?? ''} />
            <span className={classes.words}>
              <strong>{t(`kind.${kind}`)}</strong>
              <span className={classes.more}>{t(`more.${kind}`)}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  )
}
