import { SegmentedControl } from '@mantine/core'
import { useId } from 'react'
import classes from './SegmentedField.module.css'

interface SegmentedFieldProps<Value extends string> {
  readonly label: string
  /** Leaves the label to screen readers, where the words themselves say what is chosen. */
  readonly labelHidden?: boolean
  readonly values: readonly Value[]
  readonly value: Value
  readonly wordOf: (value: Value) => string
  readonly onChoose: (value: Value) => void
  readonly disabled?: boolean
}

/** One of a few, all in sight side by side, as wide as the fields around it. */
export function SegmentedField<Value extends string>(props: SegmentedFieldProps<Value>) {
  const { label, labelHidden = false, values, value, wordOf, onChoose, disabled = false } = props
  const labelId = useId()
  const control = (
    <SegmentedControl
      {...(labelHidden ? { 'aria-label': label } : { 'aria-labelledby': labelId })}
      fullWidth
      disabled={disabled}
      data={values.map((each) => ({ value: each, label: wordOf(each) }))}
      value={value}
      onChange={(chosen) => {
        const found = values.find((each) => each === chosen)
        if (found !== undefined) onChoose(found)
      }}
    />
  )
  if (labelHidden) return control
  return (
    <div>
      <span id={labelId} className={classes.label}>
        {label}
      </span>
      {control}
    </div>
  )
}
