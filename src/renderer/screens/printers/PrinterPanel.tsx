import { Button, Select } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { TerminalPrinter } from '../../../contract/printers.ts'
import { momentText } from '../../i18n/dates.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { printPage } from '../../ui/print-page.ts'
import { Quiet } from '../../ui/Quiet.tsx'
import { savePdf } from '../../ui/save-file.ts'
import { useDesk } from '../desk/desk-context.tsx'
import { PrinterAnswer } from './PrinterAnswer.tsx'
import { PrinterKinds } from './PrinterKinds.tsx'
import classes from './PrinterPanel.module.css'
import { choiceOfDraft } from './printer-draft.ts'
import { createPrinterModel, isSaved } from './printer-view-model.ts'
import { SystemFields } from './SystemFields.tsx'
import { ThermalFields } from './ThermalFields.tsx'

const paper = { print: printPage, save: savePdf }

/** Where each screen's receipts come out. Supervisors see this screen's printer and may try it. */
export function PrinterPanel() {
  const { t } = useTranslation('printers')
  const locale = useLocale()
  const { ports, staff } = useDesk()
  const mayChoose = staff.role === 'administrator'
  const [store] = useState(() => createPrinterModel({ client: ports.client, paper }, mayChoose))
  const { state, load, pick, change, save, test } = useStore(store)
  useEffect(() => void load(), [load])

  if (state.kind === 'loading') return <LoadingRows rows={6} />
  if (state.kind === 'failed') return <ProblemMessage problem={state.failure} onRetry={() => void load()} />
  const { offer, terminals, terminal, draft, step } = state
  const nameOf = (each: TerminalPrinter): string => {
    const name = each.name === '' ? each.label : `${each.label} · ${each.name}`
    return each.here ? t('here', { name }) : name
  }
  const { chosenAtMs, chosenByName } = terminal
  return (
    <form
      className={classes.panel}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Quiet>{t('lead')}</Quiet>
      {mayChoose && (
        <Select
          label={t('terminal')}
          allowDeselect={false}
          data={terminals.map((each) => ({ value: each.terminalId, label: nameOf(each) }))}
          value={terminal.terminalId}
          onChange={(terminalId) => terminalId && pick(terminalId)}
        />
      )}
      {offer && (
        <>
          <PrinterKinds draft={draft} onChange={change} />
          {draft.kind === 'system' && (
            <SystemFields draft={draft} offer={offer} onChange={change} onLookAgain={() => void load()} />
          )}
          {draft.kind === 'thermal' && <ThermalFields draft={draft} offer={offer} onChange={change} />}
        </>
      )}
      {!offer && <strong>{t(`kind.${terminal.choice.kind}`)}</strong>}
      <Quiet>
        {chosenAtMs === null
          ? t('notChosen')
          : t('chosenBy', { name: chosenByName ?? '–', moment: momentText(chosenAtMs, locale) })}
      </Quiet>
      <PrinterAnswer step={step} />
      <div className={classes.actions}>
        {mayChoose && (
          <Button
            type="submit"
            loading={step.kind === 'saving'}
            disabled={choiceOfDraft(draft) === null || isSaved(state)}
          >
            {t('save')}
          </Button>
        )}
        <Button
          variant="default"
          loading={step.kind === 'testing'}
          disabled={!isSaved(state)}
          onClick={() => void test()}
        >
          {t('test')}
        </Button>
        {!isSaved(state) && <Quiet>{t('testFirst')}</Quiet>}
      </div>
    </form>
  )
}
