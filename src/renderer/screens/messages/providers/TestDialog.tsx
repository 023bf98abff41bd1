import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ProblemMessage } from '../../../ui/ProblemMessage.tsx'
import { SegmentedField } from '../../../ui/SegmentedField.tsx'
import { useDesk } from '../../desk/desk-context.tsx'
import { TestSteps } from './TestSteps.tsx'
import { createTestModel, type TestTarget } from './test-view-model.ts'

/** A real message to an address of one's own, followed until the provider's last word. */
export function TestDialog({ target, onClose }: { readonly target: TestTarget; readonly onClose: () => void }) {
  const { t } = useTranslation(['messages', 'common'])
  const { ports } = useDesk()
  const [store] = useState(() => createTestModel(ports, target))
  const { state, channel, to, choose, type, start, stop } = useStore(store)
  useEffect(() => stop, [stop])
  const running = state.kind === 'running'
  const isEmail = channel === 'email'
  return (
    <Modal opened onClose={onClose} size={560} title={t('test.title', { name: target.name })} withCloseButton={false}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        <Stack>
          {target.channels.length > 1 && (
            <SegmentedField
              label={t('test.channel')}
              labelHidden
              disabled={running}
              values={target.channels}
              value={channel}
              wordOf={(each) => t(`common:channel.${each}`)}
              onChoose={choose}
            />
          )}
          <TextInput
            data-autofocus
            label={t(isEmail ? 'test.email' : 'test.phone')}
            description={t(isEmail ? 'test.emailMore' : 'test.phoneMore')}
            dir="ltr"
            inputMode={isEmail ? 'email' : 'tel'}
            autoComplete="off"
            maxLength={254}
            readOnly={running}
            value={to}
            onChange={(event) => type(event.currentTarget.value)}
          />
          {state.kind !== 'asking' && <TestSteps steps={state.steps} waiting={running} />}
          {state.kind === 'lost' && <ProblemMessage problem={state.failure} />}
          <Group justify="space-between">
            <Button variant="default" onClick={onClose}>
              {t('common:action.close')}
            </Button>
            <Button type="submit" loading={running} disabled={to.trim() === ''}>
              {t(state.kind === 'asking' || running ? 'test.send' : 'test.again')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
