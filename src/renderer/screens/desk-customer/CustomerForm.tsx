import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { channels, locales } from '../../../contract/values.ts'
import { languageNames } from '../../i18n/i18n.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ContactRows } from './ContactRows.tsx'
import classes from './CustomerForm.module.css'
import { type CustomerFormStore, mayBeSaved } from './customer-form-view-model.ts'
import { FormAnswer } from './FormAnswer.tsx'

/** Stands for "nothing chosen" in a list, where null can't. */
const none = 'none'

/** The fields of a customer, for adding and for changing. `onLeave` is reached only after typed words were asked about. */
export function CustomerForm({ store, onLeave }: { readonly store: CustomerFormStore; readonly onLeave: () => void }) {
  const { t } = useTranslation(['desk', 'common'])
  const { base, fields, step, set, save, reload, dirty } = useStore(store)
  const [asking, setAsking] = useState(false)
  const refused = step.kind === 'refused' ? step.refusal : null
  const taken = refused?.reason === 'account_taken' ? t('form.refused.account_taken') : null
  const leave = () => (dirty() ? setAsking(true) : onLeave())
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack>
        <div className={classes.pair}>
          <TextInput
            label={t('form.name')}
            required
            data-autofocus
            maxLength={200}
            value={fields.name}
            onChange={(event) => set('name', event.currentTarget.value)}
          />
          <TextInput
            label={t('form.accountNo')}
            required
            dir="ltr"
            maxLength={40}
            value={fields.accountNo}
            error={taken}
            onChange={(event) => set('accountNo', event.currentTarget.value)}
          />
        </div>
        <div className={classes.pair}>
          <ContactRows
            kind="phones"
            rows={fields.phones}
            bad={refused?.reason === 'bad_phone' ? (refused.value ?? null) : null}
            onChange={(rows) => set('phones', rows)}
          />
          <ContactRows
            kind="emails"
            rows={fields.emails}
            bad={refused?.reason === 'bad_email' ? (refused.value ?? null) : null}
            onChange={(rows) => set('emails', rows)}
          />
        </div>
        <div className={classes.pair}>
          <TextInput
            label={t('form.address')}
            maxLength={400}
            value={fields.address}
            onChange={(event) => set('address', event.currentTarget.value)}
          />
          <TextInput
            label={t('form.ward')}
            maxLength={120}
            value={fields.ward}
            onChange={(event) => set('ward', event.currentTarget.value)}
          />
        </div>
        <div className={classes.pair}>
          <Select
            label={t('form.locale')}
            allowDeselect={false}
            data={[
              { value: none, label: t('form.localeNone') },
              ...locales.map((value) => ({ value, label: languageNames[value] })),
            ]}
            value={fields.locale ?? none}
            onChange={(value) => set('locale', locales.find((locale) => locale === value) ?? null)}
          />
          <Select
            label={t('form.preferredChannel')}
            allowDeselect={false}
            data={[
              { value: none, label: t('form.preferredChannelNone') },
              ...channels.map((value) => ({ value, label: t(`common:channel.${value}`) })),
            ]}
            value={fields.preferredChannel ?? none}
            onChange={(value) => set('preferredChannel', channels.find((channel) => channel === value) ?? null)}
          />
        </div>
        <FormAnswer step={step} onReload={() => void reload()} />
        <Group justify="space-between">
          <Button variant="default" onClick={leave}>
            {t('form.cancel')}
          </Button>
          <Button type="submit" disabled={!mayBeSaved(fields)} loading={step.kind === 'saving'}>
            {t(base ? 'form.save' : 'form.saveNew')}
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={asking}
        title={t('form.discardTitle')}
        confirmLabel={t('form.discard')}
        cancelLabel={t('form.keep')}
        tone="danger"
        onConfirm={onLeave}
        onClose={() => setAsking(false)}
      />
    </form>
  )
}
