import { MultiSelect, Switch } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useOffice } from '../../../office-context.tsx'
import { regionOptions } from '../../first-run/regions.ts'
import { keepEscape } from '../keep-escape.ts'
import { CountInput } from './CountInput.tsx'
import classes from './LimitsPanel.module.css'
import type { LimitsDraft } from './limits-draft.ts'

interface LimitsPartProps {
  readonly draft: LimitsDraft
  readonly onChange: (part: Partial<LimitsDraft>) => void
}

/** Where SMS may go and how many a day: each costs money, and foreign numbers are how offices are milked. */
export function SmsLimits({ draft, onChange }: LimitsPartProps) {
  const { t } = useTranslation(['messages', 'common'])
  const locale = useLocale()
  const { region } = useOffice()
  const countries = useMemo(() => regionOptions(locale), [locale])
  const own = countries.find(({ value }) => value === region)?.label ?? region
  return (
    <fieldset className={classes.group}>
      <legend>{t('limits.sms')}</legend>
      <MultiSelect
        classNames={{ pillsList: classes.pills ?? '' }}
        label={t('limits.smsCountries')}
        description={t('limits.smsCountriesMore', { country: own })}
        placeholder={draft.smsCountries.length === 0 ? own : ''}
        searchable
        clearable
        onKeyDown={keepEscape}
        hidePickedOptions
        nothingFoundMessage={t('common:firstRun.nothingFound')}
        data={countries}
        value={[...draft.smsCountries]}
        onChange={(smsCountries) => onChange({ smsCountries })}
      />
      <Switch
        className={classes.switch ?? ''}
        size="md"
        label={t('limits.dailySmsOn')}
        checked={draft.dailySmsOn}
        onChange={(event) => onChange({ dailySmsOn: event.currentTarget.checked })}
      />
      {draft.dailySmsOn && (
        <CountInput
          name="dailySms"
          text={draft.counts.dailySms}
          onChange={(dailySms) => onChange({ counts: { ...draft.counts, dailySms } })}
        />
      )}
    </fieldset>
  )
}
