import { Button, Group, Modal, Stack } from '@mantine/core'
import { Printer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useOffice } from '../../office-context.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { printSheet } from '../../ui/print-sheet.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './RecoveryKey.module.css'

/** The key beside the passphrase, this once; on paper it is safest. */
export function RecoveryKey({ recoveryKey, onDone }: { readonly recoveryKey: string; readonly onDone: () => void }) {
  const { t } = useTranslation(['backup', 'common'])
  const office = useOffice()
  const title = t('recovery.of', { office: office.name })
  const print = () => void printSheet({ title, more: t('recovery.onceMore'), codes: [recoveryKey] })
  return (
    <Modal
      opened
      onClose={() => undefined}
      size={640}
      title={t('recovery.title')}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <Stack>
        <StateMessage tone="warning" title={t('recovery.once')}>
          {t('recovery.onceMore')}
        </StateMessage>
        <output className={classes.key}>
          <Ltr>{recoveryKey}</Ltr>
        </output>
        <Group justify="space-between">
          <Button variant="default" leftSection={<Printer aria-hidden size={20} />} onClick={print}>
            {t('common:action.print')}
          </Button>
          <Button data-autofocus onClick={onDone}>
            {t('recovery.kept')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
