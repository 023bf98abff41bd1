import { Button, NumberInput, Select, Stack, TextInput, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { locales } from '../../../contract/values.ts'
import { languageNames } from '../../i18n/i18n.ts'
import { Money } from '../../ui/Money.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Quiet } from '../../ui/Quiet.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { type SettingsState, type SettingsStore, settingBounds } from './settings-view-model.ts'

interface OfficeSettingsFormProps {
  readonly id: string
  readonly store: SettingsStore
  readonly shown: Extract<SettingsState, { kind: 'shown' }>
}

const numbers = ['kioskIdleSeconds', 'kioskWarningSeconds', 'codeDigits', 'autoLockMinutes'] as const

/** Name, language, kiosk times, code length and payee. */
export function OfficeSettingsForm({ id, store, shown }: OfficeSettingsFormProps) {
  const { t } = useTranslation('desk')
  const { change, undo, save } = useStore(store)
  const { draft, facts, step } = shown
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack>
        <Title order={2}>{t('settings.office')}</Title>
        <Quiet>
          {t('settings.facts', { region: facts.region, currency: facts.currency })}
          <br />
          {t('settings.takings')}: <Money amountMinor={facts.dayTakingsMinor} />
        </Quiet>
        <TextInput
          label={t('settings.name')}
          required
          maxLength={120}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('settings.defaultLocale')}
          allowDeselect={false}
          data={locales.map((value) => ({ value, label: languageNames[value] }))}
          value={draft.defaultLocale}
          onChange={(value) => {
            const defaultLocale = locales.find((locale) => locale === value)
            if (defaultLocale) change({ defaultLocale })
          }}
        />
        {numbers.map((name) => (
          <NumberInput
            key={name}
            label={t(`settings.${name}`)}
            description={t('settings.between', settingBounds[name])}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="blur"
            hideControls
            dir="ltr"
            min={settingBounds[name].min}
            max={settingBounds[name].max}
            value={draft[name]}
            onChange={(value) => change({ [name]: typeof value === 'number' ? value : 0 })}
          />
        ))}
        <TextInput
          label={t('settings.payee')}
          description={t('settings.payeeMore')}
          dir="ltr"
          maxLength={120}
          value={draft.payee}
          onChange={(event) => change({ payee: event.currentTarget.value })}
        />
        {step.kind === 'saved' && <StateMessage tone="good" title={t('settings.saved')} />}
        {step.kind === 'failed' && <ProblemMessage problem={step.failure} onRetry={() => void save()} />}
        {shown.draft !== shown.saved && (
          <Button variant="default" onClick={undo}>
            {t('settings.undo')}
          </Button>
        )}
      </Stack>
    </form>
  )
}
