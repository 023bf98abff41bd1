import { Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { languageNames, languages, setLanguage } from '../../i18n/i18n.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { SegmentedField } from '../../ui/SegmentedField.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { NewPasswordFields } from '../sign-in/NewPasswordFields.tsx'
import { type FirstRunStore, type Need, needsOf } from './first-run-view-model.ts'
import { currencyOptions, regionOptions } from './regions.ts'

export function OfficeForm({ id, store }: { readonly id: string; readonly store: FirstRunStore }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const { state, change, setUp } = useStore(store)
  const regions = useMemo(() => regionOptions(locale), [locale])
  const currencies = useMemo(() => currencyOptions(locale), [locale])
  const noteRepeated = useCallback((repeated: boolean) => change({ repeated }), [change])
  if (state.step !== 'form') return null
  const { draft, tried, refusal, problem } = state

  const needs = needsOf(draft)
  const fault = (need: Need) => (tried && needs.has(need) ? t(`firstRun.need.${need}`) : undefined)
  const passwordFault = fault('password') ?? fault('repeated')
  return (
    <form
      id={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void setUp()
      }}
    >
      <Stack gap="md">
        {problem && <ProblemMessage problem={problem} />}
        {refusal && <StateMessage tone="error" title={t(`firstRun.refused.${refusal}`)} />}
        <TextInput
          label={t('firstRun.name')}
          placeholder={t('firstRun.nameExample')}
          value={draft.name}
          maxLength={120}
          error={fault('name')}
          data-autofocus
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Select
            label={t('firstRun.region')}
            description={t('firstRun.regionMore')}
            data={regions}
            value={draft.region}
            searchable
            nothingFoundMessage={t('firstRun.nothingFound')}
            error={fault('region')}
            onChange={(region) => change({ region })}
          />
          <Select
            label={t('firstRun.currency')}
            description={t('firstRun.currencyMore')}
            data={currencies}
            value={draft.currency}
            searchable
            nothingFoundMessage={t('firstRun.nothingFound')}
            error={fault('currency')}
            onChange={(currency) => change({ currency })}
          />
        </SimpleGrid>
        <SegmentedField
          label={t('firstRun.language')}
          values={languages}
          value={draft.locale}
          wordOf={(language) => languageNames[language]}
          onChoose={(language) => {
            change({ locale: language })
            setLanguage(language)
          }}
        />
        <TextInput
          label={t('firstRun.administrator')}
          description={t('firstRun.administratorMore')}
          value={draft.administrator}
          maxLength={120}
          error={fault('administrator')}
          onChange={(event) => change({ administrator: event.currentTarget.value })}
        />
        <TextInput
          label={t('firstRun.email')}
          description={t('firstRun.emailMore')}
          type="email"
          dir="ltr"
          value={draft.email}
          maxLength={254}
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
        <NewPasswordFields
          value={draft.password}
          onChange={(password) => change({ password })}
          onRepeated={noteRepeated}
        />
        {passwordFault && <StateMessage tone="error" title={passwordFault} />}
      </Stack>
    </form>
  )
}
