import { SegmentedControl, Select, VisuallyHidden } from '@mantine/core'
import { PencilLine } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { messagePurposes } from '../../../contract/message-purposes.ts'
import type { TemplateKey } from '../../../contract/templates.ts'
import { channels, locales } from '../../../contract/values.ts'
import { languageNames } from '../../i18n/i18n.ts'
import classes from './TemplateChoice.module.css'
import { sameKey, type TemplatesStore } from './templates-view-model.ts'

interface TemplateChoiceProps {
  readonly store: TemplatesStore
  readonly onChoose: (part: Partial<TemplateKey>) => void
}

/** Which message, by which channel, in which language; those with words of the office's own are marked. */
export function TemplateChoice({ store, onChoose }: TemplateChoiceProps) {
  const { t } = useTranslation(['templates', 'common'])
  const { key, changed } = useStore(store)
  const isChanged = (part: Partial<TemplateKey>) => changed.some((each) => sameKey(each, { ...key, ...part }))
  const anyChanged = (purpose: TemplateKey['purpose']) => changed.some((each) => each.purpose === purpose)
  return (
    <div className={classes.choice}>
      <Select
        className={classes.purpose ?? ''}
        label={t('message')}
        allowDeselect={false}
        data={messagePurposes.map((value) => ({
          value,
          label: anyChanged(value) ? t('withChange', { purpose: t(`purpose.${value}`) }) : t(`purpose.${value}`),
        }))}
        value={key.purpose}
        onChange={(value) => onChoose({ purpose: messagePurposes.find((each) => each === value) ?? key.purpose })}
      />
      <Segments
        label={t('channel')}
        value={key.channel}
        data={channels.map((value) => ({
          value,
          label: <Marked changed={isChanged({ channel: value })}>{t(`common:channel.${value}`)}</Marked>,
        }))}
        onChange={(value) => onChoose({ channel: channels.find((each) => each === value) ?? key.channel })}
      />
      <Segments
        label={t('language')}
        value={key.locale}
        data={locales.map((value) => ({
          value,
          label: <Marked changed={isChanged({ locale: value })}>{languageNames[value]}</Marked>,
        }))}
        onChange={(value) => onChoose({ locale: locales.find((each) => each === value) ?? key.locale })}
      />
    </div>
  )
}

interface SegmentsProps {
  readonly label: string
  readonly value: string
  readonly data: { readonly value: string; readonly label: ReactNode }[]
  readonly onChange: (value: string) => void
}

function Segments({ label, ...rest }: SegmentsProps) {
  const labelId = useId()
  return (
    <div>
      <p id={labelId} className={classes.label}>
        {label}
      </p>
      <SegmentedControl aria-labelledby={labelId} {...rest} />
    </div>
  )
}

function Marked({ changed, children }: { readonly changed: boolean; readonly children: ReactNode }) {
  const { t } = useTranslation('templates')
  return (
    <span className={classes.marked}>
      {children}
      {changed && <PencilLine aria-hidden size={16} />}
      {changed && <VisuallyHidden>{t('changed')}</VisuallyHidden>}
    </span>
  )
}
