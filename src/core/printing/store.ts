/** The only SQL of the terminals' printers. */
import { type PrinterChoice, printerChoice } from '../../contract/printers.ts'
import type { Db } from '../kernel/db.ts'

export interface TerminalPrinterRow {
  readonly terminal_id: string
  readonly number: number
  readonly name: string
  readonly choice: string | null
  readonly chosen_by_name: string | null
  readonly chosen_at_ms: number | null
}

const columns = `terminal.id AS terminal_id, number, terminal.name, choice, staff.name AS chosen_by_name, chosen_at_ms`
const joined = `terminal LEFT JOIN terminal_printer ON terminal_printer.terminal_id = terminal.id
  LEFT JOIN staff ON staff.id = terminal_printer.chosen_by`

/** As many as the list of terminals shows. */
const mostListed = 200

export function printerStore(db: Db) {
  const list = db.prepare<[number], TerminalPrinterRow>(
    `SELECT ${columns} FROM ${joined} WHERE revoked_at_ms IS NULL
     ORDER BY choice IS NULL, coalesce(last_seen_at_ms, 0) DESC, number DESC LIMIT ?`,
  )
  const of = db.prepare<[string], TerminalPrinterRow>(
    `SELECT ${columns} FROM ${joined} WHERE terminal.id = ? AND revoked_at_ms IS NULL`,
  )
  const put = db.prepare(
    `INSERT INTO terminal_printer (terminal_id, choice, chosen_by, chosen_at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (terminal_id) DO UPDATE SET choice = excluded.choice, chosen_by = excluded.chosen_by,
       chosen_at_ms = excluded.chosen_at_ms`,
  )
  return {
    list: (): TerminalPrinterRow[] => list.all(mostListed),
    of: (terminalId: string): TerminalPrinterRow | undefined => of.get(terminalId),
    put(terminalId: string, choice: PrinterChoice, by: string, atMs: number): void {
      put.run(terminalId, JSON.stringify(choice), by, atMs)
    },
  }
}

/** A choice that a newer version wrote, or none at all, is the dialog. */
export function choiceOf(row: Pick<TerminalPrinterRow, 'choice'> | undefined): PrinterChoice {
  if (row === undefined || row.choice === null) return { kind: 'dialog' }
  const read = printerChoice.safeParse(JSON.parse(row.choice))
  return read.success ? read.data : { kind: 'dialog' }
}
