import { Button, Select, Stack, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { StaffRole } from '../../../contract/session.ts'
import { PinField } from '../../ui/PinField.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { isPin } from '../../ui/pin.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { createAddStaffModel } from './add-staff-view-model.ts'

const roles: readonly StaffRole[] = ['clerk', 'supervisor', 'administrator']

/** A new colleague: name, role and a PIN to sign in with. */
export function AddStaffForm() {
  const { t } = useTranslation(['desk', 'common'])
  const { ports } = useDesk()
  const [store] = useState(() => createAddStaffModel(ports))
  const { state, name, role, pin, change, add } = useStore(store)
  const refusal = state.kind === 'refused' ? state.reason : null
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <Stack>
        <Title order={2}>{t('settings.addStaff')}</Title>
        <TextInput
          label={t('settings.staffName')}
          autoComplete="off"
          maxLength={120}
          value={name}
          error={refusal === 'name_taken' && t('settings.refused.name_taken')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('settings.role')}
          allowDeselect={false}
          data={roles.map((value) => ({ value, label: t(`common:role.${value}`) }))}
          value={role}
          onChange={(value) => change({ role: roles.find((each) => each === value) ?? 'clerk' })}
        />
        <PinField
          label={t('settings.pin')}
          description={t('settings.pinMore')}
          value={pin}
          error={refusal === 'weak_pin' && t('settings.refused.weak_pin')}
          onChange={(typed) => change({ pin: typed })}
        />
        {state.kind === 'added' && <StateMessage tone="good" title={t('settings.added', { name: state.staff.name })} />}
        {state.kind === 'failed' && <ProblemMessage problem={state.failure} onRetry={() => void add()} />}
        <Button
          type="submit"
          variant="default"
          disabled={name.trim() === '' || !isPin(pin)}
          loading={state.kind === 'saving'}
        >
          {t('settings.add')}
        </Button>
      </Stack>
    </form>
  )
}
