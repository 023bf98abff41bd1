import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { Step } from './customer-form-view-model.ts'

/** What the office answered to saving, in words. */
export function FormAnswer({ step, onReload }: { readonly step: Step; readonly onReload: () => void }) {
  const { t, i18n } = useTranslation('desk')
  if (step.kind === 'failed') return <ProblemMessage problem={step.failure} />
  if (step.kind === 'reloaded') {
    const names = step.fields.map((field) => t(`form.${field}`))
    const list = new Intl.ListFormat(i18n.language).format(names)
    return (
      <StateMessage
        tone="info"
        title={names.length > 0 ? t('form.reloaded', { fields: list }) : t('form.reloadedSame')}
      />
    )
  }
  if (step.kind !== 'refused') return null
  const { reason, value = '' } = step.refusal
  const reload = <Button onClick={onReload}>{t('form.reload')}</Button>
  return (
    <StateMessage
      tone="warning"
      title={t(`form.refused.${reason}`, { value })}
      action={reason === 'changed_meanwhile' && reload}
    />
  )
}
