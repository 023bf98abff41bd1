import { SegmentedControl } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExportKind } from '../../../contract/transfers.ts'
import classes from './KindPicker.module.css'

interface KindPickerProps<Kind extends ExportKind> {
  readonly label: string
  readonly kinds: readonly Kind[]
  readonly value: Kind
  readonly onChange: (kind: Kind) => void
}

/** What is in the file, or is to be. */
export function KindPicker<Kind extends ExportKind>({ label, kinds, value, onChange }: KindPickerProps<Kind>) {
  const { t } = useTranslation('desk')
  const labelId = useId()
  const nameOf = (kind: ExportKind) => t(`transfers.kinds.${kind}`)
  return (
    <div>
      <p id={labelId} className={classes.label}>
        {label}
      </p>
      <SegmentedControl
        aria-labelledby={labelId}
        classNames={{ label: classes.choice ?? '' }}
        data={kinds.map((kind) => ({ value: kind, label: nameOf(kind) }))}
        value={value}
        onChange={(chosen) => onChange(kinds.find((kind) => kind === chosen) ?? value)}
      />
    </div>
  )
}
