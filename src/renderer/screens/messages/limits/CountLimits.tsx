import { useTranslation } from 'react-i18next'
import { CountInput } from './CountInput.tsx'
import classes from './LimitsPanel.module.css'
import type { LimitsDraft } from './limits-draft.ts'

const names = [
  'contactPer2Minutes',
  'contactPerDay',
  'terminalPerMinute',
  'officePerMinute',
  'numberBlockPer10Minutes',
] as const

interface LimitsPartProps {
  readonly draft: LimitsDraft
  readonly onChange: (part: Partial<LimitsDraft>) => void
}

/** How many codes may go out, by whom and to whom. */
export function CountLimits({ draft, onChange }: LimitsPartProps) {
  const { t } = useTranslation('messages')
  return (
    <fieldset className={classes.group}>
      <legend>{t('limits.codes')}</legend>
      {names.map((name) => (
        <CountInput
          key={name}
          name={name}
          text={draft.counts[name]}
          onChange={(text) => onChange({ counts: { ...draft.counts, [name]: text } })}
        />
      ))}
    </fieldset>
  )
}
