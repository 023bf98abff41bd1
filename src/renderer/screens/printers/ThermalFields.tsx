import { Autocomplete, Select, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PrinterOffer } from '../../../contract/printers.ts'
import { SegmentedField } from '../../ui/SegmentedField.tsx'
import { StateMessage } from '../../ui/StateMessage.tsx'
import classes from './PrinterPanel.module.css'
import { bauds, type PrinterDraft, ways, widths } from './printer-draft.ts'

interface ThermalFieldsProps {
  readonly draft: PrinterDraft
  readonly offer: PrinterOffer
  readonly onChange: (part: Partial<PrinterDraft>) => void
}

/** How the printer is connected, what paper it has, and what it does besides printing. */
export function ThermalFields({ draft, offer, onChange }: ThermalFieldsProps) {
  const { t } = useTranslation('printers')
  const { via } = draft
  const ltr = { dir: 'ltr' as const, autoComplete: 'off', spellCheck: false }
  const device = (path: 'usbPath' | 'serialPath', found: readonly string[], example: string) => (
    <Autocomplete
      {...ltr}
      label={t('path')}
      description={t('pathMore', { example })}
      maxLength={200}
      data={[...found]}
      value={draft[path]}
      onChange={(value) => onChange({ [path]: value })}
    />
  )
  const { devices } = offer
  return (
    <div className={classes.fields}>
      <SegmentedField
        label={t('via.label')}
        values={ways}
        value={via}
        wordOf={(way) => t(`via.${way}`)}
        onChoose={(way) => onChange({ via: way })}
      />
      {via !== 'network' && devices === null && <StateMessage tone="warning" title={t('noDevices')} />}
      {via === 'network' && (
        <div className={classes.pair}>
          <TextInput
            {...ltr}
            label={t('host')}
            description={t('hostMore')}
            maxLength={253}
            value={draft.host}
            onChange={(event) => onChange({ host: event.currentTarget.value })}
          />
          <TextInput
            {...ltr}
            label={t('port')}
            description={t('portMore')}
            inputMode="numeric"
            maxLength={5}
            value={draft.port}
            onChange={(event) => onChange({ port: event.currentTarget.value })}
          />
        </div>
      )}
      {via === 'usb' && devices !== null && device('usbPath', devices.usb, '/dev/usb/lp0')}
      {via === 'serial' && devices !== null && (
        <div className={classes.pair}>
          {device('serialPath', devices.serial, '/dev/ttyUSB0')}
          <Select
            label={t('baud')}
            description={t('baudMore')}
            allowDeselect={false}
            data={bauds.map(String)}
            value={String(draft.baud)}
            onChange={(chosen) => {
              const baud = bauds.find((each) => String(each) === chosen)
              if (baud) onChange({ baud })
            }}
          />
        </div>
      )}
      <SegmentedField
        label={t('paper')}
        values={widths.map(String)}
        value={String(draft.paperMm)}
        wordOf={(width) => t('mm', { count: Number(width) })}
        onChoose={(width) => onChange({ paperMm: width === '58' ? 58 : 80 })}
      />
      <Switch
        size="md"
        label={t('cut')}
        checked={draft.cut}
        onChange={(event) => onChange({ cut: event.currentTarget.checked })}
      />
      <Switch
        size="md"
        label={t('drawer')}
        checked={draft.drawer}
        onChange={(event) => onChange({ drawer: event.currentTarget.checked })}
      />
      {!offer.pictures && <StateMessage tone="warning" title={t('noPictures')} />}
    </div>
  )
}
