import { Button, Group, Stack } from '@mantine/core'
import { Printer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useOffice } from '../../office-context.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { printSheet } from '../../ui/print-sheet.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import classes from './AccountScreen.module.css'

/** The ten codes, this once; on paper they are safest. */
export function RecoveryCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const { t } = useTranslation(['staff', 'common'])
  const office = useOffice()
  const { staff } = useDesk()
  const title = t('account.codesOf', { name: staff.name, office: office.name })
  const print = () => void printSheet({ title, more: t('account.codesMore'), codes })
  return (
    <Stack gap="md">
      <StateMessage tone="warning" title={t('account.codesOnce')}>
        {t('account.codesMore')}
      </StateMessage>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>
            <Ltr>{code}</Ltr>
          </li>
        ))}
      </ul>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" leftSection={<Printer aria-hidden size={20} />} onClick={print}>
          {t('common:action.print')}
        </Button>
        <Button onClick={onDone}>{t('account.codesKept')}</Button>
      </Group>
    </Stack>
  )
}
