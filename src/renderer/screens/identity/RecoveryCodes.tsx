import { Button } from '@mantine/core'
import { Printer } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Ltr } from '../../ui/Ltr.tsx'
import { printSheet } from '../../ui/print-sheet.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import { useInView } from '../../ui/use-in-view.ts'
import { Actions } from './Actions.tsx'
import classes from './identity.module.css'

/** Ten codes for the day the phone is lost. They leave the screen with the press that says they are kept. */
export function RecoveryCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const { t } = useTranslation('identity')
  const top = useInView<HTMLElement>('start')
  const [printed, setPrinted] = useState<boolean | null>(null)
  const print = async () => setPrinted(await printSheet({ title: t('recovery.title'), codes }))
  return (
    <section ref={top} className={classes.panel} aria-label={t('recovery.title')}>
      <StateMessage tone="good" title={t('recovery.ready')}>
        {t('recovery.once')}
      </StateMessage>
      <ol className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>
            <Ltr>{code}</Ltr>
          </li>
        ))}
      </ol>
      {printed === false && <StateMessage tone="warning" title={t('recovery.notPrinted')} />}
      <Actions>
        <Button variant="default" leftSection={<Printer aria-hidden size={20} />} onClick={() => void print()}>
          {t('recovery.print')}
        </Button>
        <Button onClick={onDone}>{t('recovery.kept')}</Button>
      </Actions>
    </section>
  )
}
