import { Button, Group, Stack, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Challenge } from '../../../contract/verification.ts'
import { localeOf } from '../../i18n/i18n.ts'
import { useOffice, useRefreshOffice } from '../../office-context.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import classes from '../desk-customer/AddCustomer.module.css'
import { SendRefusalMessage } from '../desk-customer/SendRefusalMessage.tsx'
import {
  createRegisterModel,
  longest,
  mayBeSent,
  type RegisterFault,
  type RegisterField,
} from '../kiosk-register/register-view-model.ts'
import { KnownContact } from './KnownContact.tsx'
import { ProveNewcomer } from './ProveNewcomer.tsx'

const fields = ['name', 'contact', 'address', 'ward'] as const satisfies readonly RegisterField[]

/** Registering a walk-in with a contact that a code proves: the account counts once they have read the code back. */
export function RegisterCustomer() {
  const { t, i18n } = useTranslation(['identity', 'desk'])
  const { ports, store: desk } = useDesk()
  const { channels } = useOffice()
  const refreshOffice = useRefreshOffice()
  const [challenge, setChallenge] = useState<Challenge | null>(null)
  const [store] = useState(() =>
    createRegisterModel({
      ask: (registrant) => ports.client.identity.registerAtDesk(registrant),
      channels,
      draft: null,
      locale: () => localeOf(i18n.language),
      onSent: setChallenge,
    }),
  )
  const { draft, busy, fault, type, send } = useStore(store)
  if (challenge !== null) {
    return (
      <div className={classes.page}>
        <Title order={1}>{t('identity:register.desk')}</Title>
        <ProveNewcomer
          challenge={challenge}
          name={draft.name}
          onBack={() => setChallenge(null)}
          onVerified={(visitId) => {
            desk.getState().openVisit(visitId)
            void refreshOffice()
          }}
        />
      </div>
    )
  }
  return (
    <div className={classes.page}>
      <Title order={1}>{t('identity:register.desk')}</Title>
      <p>{t('identity:register.deskLead')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Stack>
          {fields.map((field) => (
            <TextInput
              key={field}
              label={t(`identity:register.${field}`)}
              required={field === 'name' || field === 'contact'}
              {...(field === 'contact' ? { dir: 'ltr' } : {})}
              autoComplete="off"
              maxLength={longest[field]}
              value={draft[field]}
              onChange={(event) => type(field, event.currentTarget.value)}
            />
          ))}
          {fault && <Fault fault={fault} />}
          <Group justify="space-between">
            <Button variant="default" onClick={() => desk.getState().clear()}>
              {t('desk:vouch.cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={!mayBeSent(draft)}>
              {t('identity:register.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </div>
  )
}

function Fault({ fault }: { readonly fault: RegisterFault }) {
  switch (fault.kind) {
    case 'known':
      return <KnownContact customers={fault.customers} />
    case 'refused':
      return <SendRefusalMessage refusal={fault.refusal} onUnlock={null} />
    case 'problem':
      return <ProblemMessage problem={fault.problem} />
  }
}
