import { Select, Switch } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { currencyOptions } from '../../first-run/regions.ts'
import { keepEscape } from '../keep-escape.ts'
import { MicrosInput } from '../MicrosInput.tsx'
import { parseMicros } from '../micros.ts'
import classes from './LimitsPanel.module.css'
import { isCostRight, type LimitsDraft } from './limits-draft.ts'

interface LimitsPartProps {
  readonly draft: LimitsDraft
  readonly onChange: (part: Partial<LimitsDraft>) => void
}

/** What SMS may cost in a day, and what one costs where the provider doesn't say. */
export function CostLimits({ draft, onChange }: LimitsPartProps) {
  const { t } = useTranslation(['messages', 'common'])
  const locale = useLocale()
  const currencies = useMemo(() => currencyOptions(locale), [locale])
  const empty = parseMicros(draft.segmentPrice).outcome === 'refused'
  return (
    <fieldset className={classes.group}>
      <legend>{t('limits.cost')}</legend>
      <Select
        label={t('limits.costCurrency')}
        searchable
        allowDeselect={false}
        onKeyDown={keepEscape}
        nothingFoundMessage={t('common:firstRun.nothingFound')}
        data={currencies}
        value={draft.costCurrency}
        onChange={(costCurrency) => costCurrency && onChange({ costCurrency })}
      />
      <MicrosInput
        label={t('limits.segmentPrice')}
        description={t('limits.segmentPriceMore')}
        currency={draft.costCurrency}
        text={draft.segmentPrice}
        error={empty ? t('fault.missing') : null}
        onChange={(segmentPrice) => onChange({ segmentPrice })}
      />
      <Switch
        className={classes.switch ?? ''}
        size="md"
        label={t('limits.dailyCostOn')}
        checked={draft.dailyCostOn}
        onChange={(event) => onChange({ dailyCostOn: event.currentTarget.checked })}
      />
      {draft.dailyCostOn && (
        <MicrosInput
          label={t('limits.dailyCost')}
          description={t('limits.dailyCostMore')}
          currency={draft.costCurrency}
          text={draft.dailyCost}
          error={isCostRight(draft.dailyCost) ? null : t('limits.dailyCostWrong')}
          onChange={(dailyCost) => onChange({ dailyCost })}
        />
      )}
    </fieldset>
  )
}
