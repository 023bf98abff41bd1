import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface ConfirmDialogProps {
  readonly opened: boolean
  readonly title: string
  readonly children?: ReactNode
  /** What will be done, as a verb: "Cancel the payment". */
  readonly confirmLabel: string
  readonly cancelLabel?: string
  readonly tone?: 'normal' | 'danger'
  readonly busy?: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks once more before something that cannot be taken back. The safe answer has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal.Root opened={props.opened} onClose={props.onClose} centered>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Stack gap="lg">
            <Modal.Title fw={650} fz="lg">
              {props.title}
            </Modal.Title>
            {props.children && <div>{props.children}</div>}
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={props.onClose} data-autofocus>
                {props.cancelLabel ?? t('action.goBack')}
              </Button>
              <Button
                onClick={props.onConfirm}
                loading={props.busy ?? false}
                {...(props.tone === 'danger' ? { color: 'red.8' } : {})}
              >
                {props.confirmLabel}
              </Button>
            </Group>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
