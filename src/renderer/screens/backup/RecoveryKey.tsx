import { Button, Group, Modal, Stack } from '@mantine/core'
import { Printer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useOffice } from '../../office-context.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { printPage } from '../../ui/print-page.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './RecoveryKey.module.css'

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** The key beside the passphrase, this once; on paper it is safest. */
export function RecoveryKey({ recoveryKey, onDone }: { readonly recoveryKey: string; readonly onDone: () => void }) {
  const { t } = useTranslation(['backup', 'common'])
  const office = useOffice()
  const print = () => {
    const title = t('recovery.of', { office: office.name })
    const { lang, dir } = document.documentElement
    const page = `<!doctype html><html lang="${lang}" dir="${dir}"><meta charset="utf-8"><title>${escaped(title)}</title><h1>${escaped(title)}</h1><p>${escaped(t('recovery.onceMore'))}</p><h2 dir="ltr">${escaped(recoveryKey)}</h2></html>`
    void printPage(page, title)
  }
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
