import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import { createPassphraseModel } from './passphrase-view-model.ts'

interface PassphraseDialogProps {
  readonly onChosen: (recoveryKey: string) => void
  readonly onClose: () => void
}

/** A passphrase, typed twice: nobody can tell it again. */
export function PassphraseDialog({ onChosen, onClose }: PassphraseDialogProps) {
  const { t } = useTranslation(['backup', 'common'])
  const { ports } = useDesk()
  const [store] = useState(() => createPassphraseModel(ports, onChosen))
  const { state, first, again, change, save } = useStore(store)
  return (
    <Modal opened onClose={onClose} size={560} title={t('passphrase.choose')} withCloseButton={false}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack>
          <PasswordInput
            data-autofocus
            label={t('passphrase.typed')}
            description={t('passphrase.typedMore')}
            dir="ltr"
            autoComplete="new-password"
            maxLength={128}
            value={first}
            error={state.kind === 'refused' && t(`passphrase.${state.reason}`)}
            onChange={(event) => change({ first: event.currentTarget.value })}
          />
          <PasswordInput
            label={t('passphrase.again')}
            dir="ltr"
            autoComplete="new-password"
            maxLength={128}
            value={again}
            error={state.kind === 'differs' && t('passphrase.differs')}
            onChange={(event) => change({ again: event.currentTarget.value })}
          />
          {state.kind === 'failed' && <ProblemMessage problem={state.failure} onRetry={() => void save()} />}
          <Group justify="space-between">
            <Button variant="default" onClick={onClose}>
              {t('common:action.cancel')}
            </Button>
            <Button type="submit" loading={state.kind === 'saving'} disabled={first === '' || again === ''}>
              {t('passphrase.keep')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
