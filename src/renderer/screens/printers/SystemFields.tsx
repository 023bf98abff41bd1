import { Button, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PrinterOffer } from '../../../contract/printers.ts'
import { StateMessage } from '../../ui/StateMessage.tsx'
import type { PrinterDraft } from './printer-draft.ts'

interface SystemFieldsProps {
  readonly draft: PrinterDraft
  readonly offer: PrinterOffer
  readonly onChange: (part: Partial<PrinterDraft>) => void
  readonly onLookAgain: () => void
}

/** Which of the computer's printers, or why there is none to choose. */
export function SystemFields({ draft, offer, onChange, onLookAgain }: SystemFieldsProps) {
  const { t } = useTranslation('printers')
  const { system } = offer
  const lookAgain = (
    <Button variant="default" onClick={onLookAgain}>
      {t('again')}
    </Button>
  )
  if (system.state === 'none') {
    return <StateMessage tone="warning" title={t(`system.${system.why}`)} action={lookAgain} />
  }
  // One that was chosen and is unplugged just now stays to be seen.
  const known = system.printers.some(({ name }) => name === draft.system) || draft.system === ''
  const listed = known ? system.printers : [{ name: draft.system, description: '', usual: false }, ...system.printers]
  if (listed.length === 0) return <StateMessage tone="empty" title={t('system.empty')} action={lookAgain} />
  const labelOf = ({ name, description, usual }: (typeof listed)[number]): string => {
    const shown = description === '' ? name : description
    return usual ? t('system.usual', { name: shown }) : shown
  }
  return (
    <Select
      label={t('system.label')}
      allowDeselect={false}
      data={listed.map((each) => ({ value: each.name, label: labelOf(each) }))}
      value={draft.system === '' ? null : draft.system}
      onChange={(name) => name && onChange({ system: name })}
    />
  )
}
