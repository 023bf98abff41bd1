import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { StaffRole } from '../../../contract/session.ts'
import { Ltr } from '../../ui/Ltr.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { StaffAdminStore, StaffDraft, StaffStep } from './staff-view-model.ts'

const roles: readonly StaffRole[] = ['clerk', 'supervisor', 'administrator']

const titleOf = (at: StaffStep) => {
  switch (at.kind) {
    case 'editing':
      return at.staffId === null ? 'people.add' : 'people.edit'
    case 'resetting':
      return 'people.reset'
    default:
      return 'people.password'
  }
}

/** One person in a form, a reset, or the temporary password that follows either. */
export function StaffDialog({ store }: { readonly store: StaffAdminStore }) {
  const { t } = useTranslation(['staff', 'common'])
  const { at, busy, refusal, problem, alsoSecondFactor, close, submit } = useStore(store)
  const once = at.kind === 'password'
  const ready = at.kind !== 'editing' || at.draft.name.trim() !== ''
  return (
    <Modal
      opened={at.kind !== 'list'}
      onClose={close}
      closeOnClickOutside={false}
      title={t(titleOf(at))}
      closeButtonProps={{ 'aria-label': t('account.close') }}
      centered
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (once) close()
          else void submit()
        }}
      >
        <Stack gap="md">
          {at.kind === 'editing' && <PersonFields store={store} draft={at.draft} isNew={at.staffId === null} />}
          {at.kind === 'resetting' && (
            <>
              <p>{t('people.resetMore', { name: at.account.name })}</p>
              <Checkbox
                label={t('people.resetFactor')}
                checked={at.secondFactor}
                onChange={(event) => alsoSecondFactor(event.currentTarget.checked)}
              />
            </>
          )}
          {at.kind === 'password' && (
            <>
              <StateMessage tone="warning" title={t('people.passwordOnce', { name: at.name })}>
                {t('people.passwordMore')}
              </StateMessage>
              <strong>
                <Ltr>{at.password}</Ltr>
              </strong>
            </>
          )}
          <div aria-live="assertive">
            {refusal && <StateMessage tone="error" title={t(`people.refused.${refusal}`)} />}
            {problem && <ProblemMessage problem={problem} />}
          </div>
          <Group justify="flex-end" gap="sm">
            {!once && (
              <Button variant="default" onClick={close}>
                {t('common:action.goBack')}
              </Button>
            )}
            <Button type="submit" loading={busy} disabled={!ready}>
              {once ? t('people.passwordNoted') : t(at.kind === 'resetting' ? 'people.reset' : 'common:action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface PersonFieldsProps {
  readonly store: StaffAdminStore
  readonly draft: StaffDraft
  readonly isNew: boolean
}

function PersonFields({ store, draft, isNew }: PersonFieldsProps) {
  const { t } = useTranslation(['staff', 'common'])
  const { change } = useStore(store)
  return (
    <>
      <TextInput
        label={t('people.name')}
        data-autofocus
        maxLength={120}
        autoComplete="off"
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Select
        label={t('people.role')}
        allowDeselect={false}
        data={roles.map((value) => ({ value, label: t(`common:role.${value}`) }))}
        value={draft.role}
        onChange={(value) => change({ role: roles.find((each) => each === value) ?? 'clerk' })}
      />
      <TextInput
        label={t('people.email')}
        description={t('people.emailMore')}
        dir="ltr"
        maxLength={254}
        autoComplete="off"
        value={draft.email}
        onChange={(event) => change({ email: event.currentTarget.value })}
      />
      <TextInput
        label={t('people.phone')}
        dir="ltr"
        maxLength={40}
        autoComplete="off"
        value={draft.phone}
        onChange={(event) => change({ phone: event.currentTarget.value })}
      />
      {!isNew && (
        <Checkbox
          label={t('people.active')}
          checked={draft.active}
          onChange={(event) => change({ active: event.currentTarget.checked })}
        />
      )}
    </>
  )
}
