/** Which printer a terminal prints on: listed, chosen, and tried with a test page. */
import type { PrinterChoice, PrinterOffer, TerminalPrinter } from '../../contract/printers.ts'
import type { AuditEntry, AuditTrail } from '../audit/trail.ts'
import type { PdfPrinter } from '../billing/receipts.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Transact } from '../kernel/db.ts'
import type { NewId } from '../kernel/ids.ts'
import { actorOf, type Caller } from '../visits/caller.ts'
import type { PrintJobs } from './jobs.ts'
import type { PrintDocument, ReceiptPrinter } from './port.ts'
import { choiceOf, type printerStore, type TerminalPrinterRow } from './store.ts'
import { testPage } from './test-page.ts'

export interface PrinterChoiceParts {
  readonly store: ReturnType<typeof printerStore>
  readonly transact: Transact
  readonly clock: Clock
  readonly audit: AuditTrail
  readonly newId: NewId
  readonly timeZone: string
  readonly officeName: () => string
  readonly printer: ReceiptPrinter
  readonly pdf: PdfPrinter
  readonly jobs: PrintJobs
}

const gone = { outcome: 'refused', reason: 'gone' } as const
const noDialog = { outcome: 'refused', reason: 'no_dialog' } as const

/** One line for the trail: where the paper comes out. */
function inShort(choice: PrinterChoice): string {
  if (choice.kind === 'system') return `system ${choice.name}`
  if (choice.kind !== 'thermal') return choice.kind
  const { connection, paperMm } = choice
  const where = connection.via === 'network' ? `${connection.host}:${connection.port}` : connection.path
  return `thermal ${paperMm} mm ${where}`
}

export function printerChoices(parts: PrinterChoiceParts) {
  const { store, transact, clock } = parts

  const viewOf = (row: TerminalPrinterRow, caller: Caller): TerminalPrinter => ({
    terminalId: row.terminal_id,
    label: `T${row.number}`,
    name: row.name,
    here: row.terminal_id === caller.terminalId,
    choice: choiceOf(row),
    chosenByName: row.chosen_by_name,
    chosenAtMs: row.chosen_at_ms,
  })

  function note(caller: Caller, terminalId: string, what: Pick<AuditEntry, 'action' | 'outcome' | 'detail'>): void {
    parts.audit.append({
      actor: actorOf(caller),
      terminalId: caller.terminalId,
      visitId: null,
      subject: terminalId,
      ...what,
    })
  }

  /** A test has its own place in the printer's queue, behind the receipts that wait. */
  async function onPaper(choice: Extract<PrinterChoice, { kind: 'system' | 'thermal' }>, document: PrintDocument) {
    return parts.jobs.run({ printer: choice, key: parts.newId(), begin: () => document, end: () => {} })
  }

  async function tried(choice: PrinterChoice, document: PrintDocument) {
    if (choice.kind === 'dialog') return { outcome: 'page', html: document.html, title: document.title } as const
    if (choice.kind !== 'pdf') return onPaper(choice, document)
    const made = await parts.pdf.print(document.html)
    if (made.outcome === 'done') {
      const pdfBase64 = Buffer.from(made.pdf).toString('base64')
      return { outcome: 'file', fileName: `${document.title}.pdf`, pdfBase64 } as const
    }
    const failure = made.reason === 'no_browser' ? 'no_browser' : 'picture_failed'
    return { outcome: 'failed', failure, words: null } as const
  }

  return {
    of: (terminalId: string): PrinterChoice => choiceOf(store.of(terminalId)),
    async list(caller: Caller): Promise<{ offer: PrinterOffer; terminals: TerminalPrinter[] }> {
      const offer = await parts.printer.offer()
      return { offer, terminals: store.list().map((row) => viewOf(row, caller)) }
    },
    /** Of the very terminal that asks. */
    here(caller: Caller): TerminalPrinter {
      const row = store.of(caller.terminalId)
      if (row === undefined) throw new Error(`no terminal ${caller.terminalId}`)
      return viewOf(row, caller)
    },
    choose(caller: Caller, terminalId: string, choice: PrinterChoice) {
      return transact(() => {
        if (store.of(terminalId) === undefined) return gone
        store.put(terminalId, choice, actorOf(caller), clock.now())
        note(caller, terminalId, { action: 'printer.chosen', outcome: 'done', detail: { printer: inShort(choice) } })
        const row = store.of(terminalId)
        return row === undefined ? gone : ({ outcome: 'done', printer: viewOf(row, caller) } as const)
      })
    },
    /** `locked`: the window that asks opens no dialog and saves no file. */
    async test(caller: Caller, terminalId: string, locked: boolean) {
      const row = store.of(terminalId)
      if (row === undefined) return gone
      const choice = choiceOf(row)
      if (locked && (choice.kind === 'dialog' || choice.kind === 'pdf')) return noDialog
      const terminal = row.name === '' ? `T${row.number}` : `T${row.number} ${row.name}`
      const facts = { officeName: parts.officeName(), terminal, atMs: clock.now(), timeZone: parts.timeZone }
      const ended = await tried(choice, testPage(facts))
      const failure = ended.outcome === 'failed' ? { reason: ended.failure } : {}
      const outcome = ended.outcome === 'failed' ? 'failed' : 'done'
      transact(() =>
        note(caller, terminalId, {
          action: 'printer.tested',
          outcome,
          detail: { printer: inShort(choice), ...failure },
        }),
      )
      return ended
    },
  }
}
