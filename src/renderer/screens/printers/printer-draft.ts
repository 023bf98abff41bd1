/** What is typed about a printer, before it is one. */
import type { PrinterChoice } from '../../../contract/printers.ts'
import { asciiDigits } from '../../ui/digits.ts'

export const kinds = ['dialog', 'system', 'thermal', 'pdf'] as const
export const ways = ['network', 'usb', 'serial'] as const
/** The contract's list, whose value would bring zod along. */
export const bauds = [9_600, 19_200, 38_400, 57_600, 115_200] as const
export const widths = [58, 80] as const

/** Every field of every kind, so that trying another kind loses nothing. */
export interface PrinterDraft {
  readonly kind: (typeof kinds)[number]
  readonly system: string
  readonly via: (typeof ways)[number]
  readonly host: string
  readonly port: string
  readonly usbPath: string
  readonly serialPath: string
  readonly baud: (typeof bauds)[number]
  readonly paperMm: (typeof widths)[number]
  readonly cut: boolean
  readonly drawer: boolean
}

const empty: PrinterDraft = {
  kind: 'dialog',
  system: '',
  via: 'network',
  host: '',
  port: '9100',
  usbPath: '',
  serialPath: '',
  baud: 115_200,
  paperMm: 80,
  cut: true,
  drawer: false,
}

export function draftOf(choice: PrinterChoice): PrinterDraft {
  if (choice.kind === 'system') return { ...empty, kind: 'system', system: choice.name }
  if (choice.kind !== 'thermal') return { ...empty, kind: choice.kind }
  const { connection, paperMm, cut, drawer } = choice
  const common = { ...empty, kind: 'thermal', via: connection.via, paperMm, cut, drawer } as const
  if (connection.via === 'network') return { ...common, host: connection.host, port: String(connection.port) }
  if (connection.via === 'usb') return { ...common, usbPath: connection.path }
  return { ...common, serialPath: connection.path, baud: connection.baud }
}

const devicePath = /^\/[\w.,:@+/-]{1,199}$/
const hostName = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+)$/

function connectionOf(draft: PrinterDraft) {
  if (draft.via === 'network') {
    const host = draft.host.trim()
    const port = Number(asciiDigits(draft.port.trim()))
    const isPort = Number.isInteger(port) && port >= 1 && port <= 65_535
    return hostName.test(host) && isPort ? ({ via: 'network', host, port } as const) : null
  }
  const path = (draft.via === 'usb' ? draft.usbPath : draft.serialPath).trim()
  if (!devicePath.test(path)) return null
  return draft.via === 'usb' ? ({ via: 'usb', path } as const) : ({ via: 'serial', path, baud: draft.baud } as const)
}

/** Null while something is still missing. */
export function choiceOfDraft(draft: PrinterDraft): PrinterChoice | null {
  if (draft.kind === 'system') return draft.system === '' ? null : { kind: 'system', name: draft.system }
  if (draft.kind !== 'thermal') return { kind: draft.kind }
  const connection = connectionOf(draft)
  const { paperMm, cut, drawer } = draft
  return connection === null ? null : { kind: 'thermal', connection, paperMm, cut, drawer }
}
