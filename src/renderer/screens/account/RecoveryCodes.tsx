import { Button, Group, Stack } from '@mantine/core'
import { Printer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useOffice } from '../../office-context.tsx'
import { Ltr } from '../../ui/Ltr.tsx'
import { printPage } from '../../ui/print-page.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useDesk } from '../desk/desk-context.tsx'
import classes from './AccountScreen.module.css'

/** Text of a person or an office inside HTML. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** The ten codes, this once; on paper they are safest. */
export function RecoveryCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const { t } = useTranslation(['staff', 'common'])
  const office = useOffice()
  const { staff } = useDesk()
  const print = () => {
    const title = t('account.codesOf', { name: staff.name, office: office.name })
    const items = codes.map((code) => `<li dir="ltr">${escaped(code)}</li>`).join('')
    const { lang, dir } = document.documentElement
    const page = `<!doctype html><html lang="${lang}" dir="${dir}"><meta charset="utf-8"><title>${escaped(title)}</title><h1>${escaped(title)}</h1><p>${escaped(t('account.codesMore'))}</p><ol>${items}</ol></html>`
    void printPage(page, title)
  }
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
