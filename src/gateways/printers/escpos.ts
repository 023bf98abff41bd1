/** What every job begins and ends with: a printer as it was switched on, the drawer, the feed and the cut. */
import type { ThermalPrinter } from '../../contract/printers.ts'

export interface EscposFrame {
  readonly printer: Pick<ThermalPrinter, 'cut' | 'drawer'>
  readonly opensDrawer: boolean
}

/** ESC @ initialises; GS a 0 ends automatic status, whose bytes would be taken for answers. */
const begin = [0x1b, 0x40, 0x1d, 0x61, 0]
/** ESC p 0: a pulse of 50 ms at the drawer's pin 2, and 500 ms of rest. */
const pulse = [0x1b, 0x70, 0, 25, 250]
/** ESC d 4, so that the last line has passed the tear bar or the knife; GS V 1 cuts all but a point. */
const feed = [0x1b, 0x64, 4]
const cut = [0x1d, 0x56, 1]

export function framed(body: Uint8Array, { printer, opensDrawer }: EscposFrame): Uint8Array {
  return Buffer.concat([
    Buffer.from([...begin, ...(printer.drawer && opensDrawer ? pulse : [])]),
    body,
    Buffer.from([...feed, ...(printer.cut ? cut : [])]),
  ])
}

/** Printable dots across the paper at 203 dpi, and columns of the printer's usual type. */
export const dotsAcross = { 58: 384, 80: 576 } as const
export const columnsAcross = { 58: 32, 80: 48 } as const
